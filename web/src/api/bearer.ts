// The token of a session without a cookie: the desk in a frame of somebody else's page has one, as no cookie of ours reaches it there.

export type Bearer = { get: () => string | null; set: (token: string | null) => void };

export const NO_BEARER: Bearer = { get: () => null, set: () => undefined };

const NAME = 'tandem.frame';

/** Outlives a reload of the frame, and ends with its tab. Storage may be blocked: then it holds until the page is closed. */
export function keptBearer(): Bearer {
  let token = read();
  return {
    get: () => token,
    set(next) {
      token = next;
      try {
        if (next === null) sessionStorage.removeItem(NAME);
        else sessionStorage.setItem(NAME, next);
      } catch {
        // Not kept.
      }
    },
  };
}

function read(): string | null {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/** The address of the desk in a frame; its sign-in is a window of its own, with the cookie of every other page. */
export function isEmbedded(path: string): boolean {
  return path === '/embed' || (path.startsWith('/embed/') && path !== '/embed/sign-in');
}
