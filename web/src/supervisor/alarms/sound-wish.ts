// Whether a user wants to hear alarms in this browser; yes until he says no. Every tab of the browser knows it. Storage may be blocked: then it
// holds until the page is closed.
const nameFor = (user: string): string => `tandem.alarms.${user}.sound`;

const held = new Map<string, boolean>();
const listeners = new Set<() => void>();

export function wantsSound(user: string): boolean {
  const known = held.get(user);
  if (known !== undefined) return known;
  try {
    return localStorage.getItem(nameFor(user)) !== '0';
  } catch {
    return true;
  }
}

export function rememberSound(user: string, wanted: boolean): void {
  held.delete(user);
  try {
    localStorage.setItem(nameFor(user), wanted ? '1' : '0');
  } catch {
    held.set(user, wanted);
  }
  for (const listener of listeners) listener();
}

export function subscribeSound(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
