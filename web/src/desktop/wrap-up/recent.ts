// What was chosen lately at this desk, so that it stands first the next time.
const KEY = 'tandem.dispositions';
const MOST = 5;

export function recentDispositions(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string').slice(0, MOST) : [];
  } catch {
    // A browser that keeps nothing, or something else under that name: the order of the tree does as well.
    return [];
  }
}

export function rememberDisposition(key: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([key, ...recentDispositions().filter((each) => each !== key)].slice(0, MOST)));
  } catch {
    // The same.
  }
}
