// Simulates one line of customers at servers that are all alike, first come first served, with patience: exact for any arrivals, services and patience.

/** What is drawn for each customer in turn, seconds. */
export type Chance = { gapS(): number; serviceS(): number; patienceS(): number };

/** Sums over the customers that came in one part; `serviceS` is what all of them asked for, those who gave up included. */
export type Batch = {
  customers: number;
  waited: number;
  gaveUp: number;
  waitS: number;
  inTime: number;
  busyS: number;
  lengthS: number;
  serviceS: number;
};

/**
 * Kiefer and Wolfowitz' recursion, with patience: the servers' next free times in a heap; who comes waits until the earliest of them, unless his
 * patience ends before. No list of events, so a customer costs the depth of the heap. `batches` equal parts after a warm-up of a tenth of one.
 */
export function serveLine(options: {
  servers: number;
  chance: Chance;
  customers: number;
  batches: number;
  limitS: number;
  warmUp?: number;
  /** Each customer's wait, as he came; and whether he gave up. */
  tell?: (wait: number, gaveUp: boolean) => void;
}): Batch[] {
  const { servers, chance, customers, batches, limitS, tell } = options;
  const free = new Float64Array(servers);
  const each = Math.ceil(customers / batches);
  const warmUp = options.warmUp ?? Math.ceil(each / 10);
  let now = 0;
  const serve = (count: number): Batch => {
    const batch: Batch = { customers: count, waited: 0, gaveUp: 0, waitS: 0, inTime: 0, busyS: 0, lengthS: -now, serviceS: 0 };
    for (let n = 0; n < count; n++) {
      now += chance.gapS();
      const service = chance.serviceS();
      const patience = chance.patienceS();
      batch.serviceS += service;
      const wait = Math.max(0, free[0]! - now);
      if (wait > 0) batch.waited++;
      if (wait > patience) {
        batch.gaveUp++;
        batch.waitS += patience;
        tell?.(patience, true);
        continue;
      }
      batch.waitS += wait;
      tell?.(wait, false);
      batch.busyS += service;
      if (wait <= limitS) batch.inTime++;
      replaceFirst(free, now + wait + service);
    }
    batch.lengthS += now;
    return batch;
  };
  serve(warmUp);
  return Array.from({ length: batches }, () => serve(each));
}

/** The least of a binary heap gives way to another. */
function replaceFirst(heap: Float64Array, value: number): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
    if (heap[child]! >= value) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = value;
}
