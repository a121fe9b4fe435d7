// Which origins may be trusted to hold the desk in a frame. Reading an address is the caller's to supply: core has no URL of its own.

/** What of an address matters here, as a browser reads it. */
export type ReadOrigin = { origin: string; protocol: string; hostname: string };

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The origin as browsers name it, or null: an address with a path, a pattern, or plain HTTP from another machine, which anybody on the way
 * could be.
 */
export function frameOrigin(text: string, read: (text: string) => ReadOrigin | null): string | null {
  const found = read(text);
  if (found === null || text.includes('*')) return null;
  // A port that is the scheme's own anyway is left out of the name.
  const plain = text
    .toLowerCase()
    .replace(/\/$/, '')
    .replace(found.protocol === 'https:' ? /:443$/ : /:80$/, '');
  if (plain !== found.origin) return null;
  if (found.protocol === 'https:') return found.origin;
  return found.protocol === 'http:' && LOCAL.has(found.hostname) ? found.origin : null;
}
