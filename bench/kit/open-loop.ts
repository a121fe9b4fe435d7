// Requests at a fixed rate whether or not answers come: each is timed from when it was due, so that a stall counts for everybody it held up.

export type Shot = { name: string; run: () => Promise<number> };
export type Timed = { name: string; ms: number; status: number };

/** `draw` gives the next request; its status comes back, 0 where there was no answer. */
export async function openLoop(options: { perSecond: number; seconds: number; draw: (n: number) => Shot }): Promise<Timed[]> {
  const { perSecond, seconds, draw } = options;
  const timed: Timed[] = [];
  const open = new Set<Promise<void>>();
  const startedAt = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    const dueAt = startedAt + (n * 1_000) / perSecond;
    const dueIn = dueAt - performance.now();
    if (dueIn > 1) await new Promise((resolve) => setTimeout(resolve, dueIn));
    const shot = draw(n);
    const one: Promise<void> = shot
      .run()
      .catch(() => 0)
      .then((status) => void timed.push({ name: shot.name, ms: performance.now() - dueAt, status }))
      .finally(() => void open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
  return timed;
}
