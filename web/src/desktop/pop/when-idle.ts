// Work that nobody waits for, put off until the page has drawn what somebody does.

/** Done at the latest after this: the first call may come at any time. */
const LATEST_MS = 2_000;
/** Where the browser cannot tell when it is idle (Safari). */
const LATER_MS = 500;

/** The answer takes it back. */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, LATER_MS);
    return () => clearTimeout(timer);
  }
  const wish = requestIdleCallback(work, { timeout: LATEST_MS });
  return () => cancelIdleCallback(wish);
}
