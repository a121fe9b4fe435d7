// Waiting, for start-up and shut-down code that polls what cannot notify.

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
