// The queueing formulas planners work by: Erlang B, C and A, exact for Poisson arrivals, exponential times and servers that are all alike.
// Sources: Cooper, "Introduction to Queueing Theory", 1981 (B, C); Palm 1957 and Mandelbaum & Zeltyn, "The Palm/Erlang-A queue", 2005 (A).

/** A queue in one interval: arrivals a second, mean service seconds, servers (a whole number, at least 1). */
export type Line = { arrivalsPerSecond: number; serviceS: number; servers: number };

export type Outcome = {
  /** Share of all who come that wait at all. */
  waits: number;
  /** Share of all who come that give up. */
  abandons: number;
  /** Mean wait of all who come, those who gave up included, seconds. */
  waitS: number;
  /** Share of the servers' time that is work. */
  occupancy: number;
  /** Share of all who come that are served within the limit. */
  servedWithin(limitS: number): number;
};

/** Erlang B: the share that is blocked where nobody may wait. `load` in erlang. */
export function erlangB(load: number, servers: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Erlang C, M/M/c: everybody waits until he is served. Null where there is more load than servers: the line has no end. */
export function erlangC({ arrivalsPerSecond, serviceS, servers }: Line): Outcome | null {
  const load = arrivalsPerSecond * serviceS;
  const occupancy = load / servers;
  if (occupancy >= 1) return null;
  const blocked = erlangB(load, servers);
  const waits = blocked / (1 - occupancy * (1 - blocked));
  const drain = (servers - load) / serviceS;
  return { waits, abandons: 0, waitS: waits / drain, occupancy, servedWithin: (limitS) => 1 - waits * Math.exp(-drain * limitS) };
}

/**
 * Erlang A, M/M/c+M: who waits gives up after an exponential patience of this mean, seconds. Stable under any load. The states of the chain are
 * summed relative to "all servers busy, nobody waits", upwards and downwards, so that nothing overflows with hundreds of servers.
 */
export function erlangA({ arrivalsPerSecond, serviceS, servers }: Line, patienceS: number): Outcome {
  const giveUp = 1 / patienceS;
  const drain = servers / serviceS;
  if (arrivalsPerSecond === 0) return { waits: 0, abandons: 0, waitS: 0, occupancy: 0, servedWithin: () => 1 };
  // Below: Erlang B is the share of "all busy" among the states without a line.
  const below = 1 / erlangB(arrivalsPerSecond * serviceS, servers) - 1;
  let busy = 0;
  let inLine = 0;
  for (let n = 0, state = 1; state > busy * 1e-17; n++) {
    busy += state;
    inLine += n * state;
    state *= arrivalsPerSecond / (drain + (n + 1) * giveUp);
  }
  const whole = below + busy;
  const waits = busy / whole;
  const waitS = inLine / whole / arrivalsPerSecond;
  const abandons = waitS * giveUp;
  const occupancy = (arrivalsPerSecond * serviceS * (1 - abandons)) / servers;
  // Density of the wait of somebody who would never give up (Baccelli & Hebuterne 1981), times his still being there.
  const density = (s: number): number =>
    Math.exp((arrivalsPerSecond / giveUp) * -Math.expm1(-giveUp * s) - drain * s - giveUp * s) * (drain / whole);
  return { waits, abandons, waitS, occupancy, servedWithin: (limitS) => 1 - waits + integral(density, limitS) };
}

/** Simpson's rule over [0, to]; 2,000 pieces keep the densities above exact to 1e-9 up to many minutes. */
function integral(of: (at: number) => number, to: number): number {
  const pieces = 2_000;
  const step = to / pieces;
  let sum = of(0) + of(to);
  for (let n = 1; n < pieces; n++) sum += of(n * step) * (n % 2 === 1 ? 4 : 2);
  return (sum * step) / 3;
}
