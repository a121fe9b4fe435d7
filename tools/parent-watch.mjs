// Notices that the npm which runs us is gone: npm passes signals to its shell only, and some shells die of them without a word to us.

/** Calls `gone` once, within half a second of our parent's end. Only under npm: who starts us from a shell and logs out wants us to live on. */
export function whenNpmIsGone(gone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 500);
  timer.unref();
}
