// What the phone remembers in this browser. A frame of somebody else's page may have storage for its tab only, which outlives a reload; or none.

const places = [(): Storage => localStorage, (): Storage => sessionStorage];

/** Null where nothing is kept by that name. */
export function readKept(name: string): string | null {
  for (const place of places) {
    try {
      return place().getItem(name);
    } catch {
      // Blocked (Firefox with third-party cookies blocked): the next one.
    }
  }
  return null;
}

/** Null forgets it. Where all is blocked it is not kept. */
export function writeKept(name: string, text: string | null): void {
  for (const place of places) {
    try {
      if (text === null) place().removeItem(name);
      else place().setItem(name, text);
      return;
    } catch {
      // As above; or it is full.
    }
  }
}
