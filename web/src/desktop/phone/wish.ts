// Whether the user wants this browser to be his phone, as it remembers. Storage may be blocked: then the wish holds until the page is closed.

const nameFor = (user: string): string => `tandem.phone.${user}.wanted`;

export function readWish(user: string): boolean {
  try {
    return localStorage.getItem(nameFor(user)) === '1';
  } catch {
    return false;
  }
}

export function writeWish(user: string, wanted: boolean): void {
  try {
    localStorage.setItem(nameFor(user), wanted ? '1' : '0');
  } catch {
    // Not remembered.
  }
}
