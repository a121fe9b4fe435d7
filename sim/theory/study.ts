// Simulates one reference row until its confidence interval is narrow enough, or its customers are used up.
import { createDice } from '../../server/src/kernel/dice.ts';
import { estimate, type Estimate } from '../../server/src/kernel/interval.ts';
import { serveLine, type Batch } from './line.ts';
import type { Row } from './reference.ts';

export type Study = {
  customers: number;
  waits: Estimate;
  waitS: Estimate;
  /** Null where nobody gives up. */
  abandons: Estimate | null;
  occupancy: Estimate;
  servedWithin20: Estimate;
};

const PARTS = 40;

/** `enough`: half-width of the intervals of waits, wait and abandonment, as a share of the value, at which it stops. */
export function study(row: Row, options: { customers: number; enough: number; seed: number }): Study {
  const { arrivalsPerSecond, serviceS, servers, patienceS } = row;
  const dice = createDice(options.seed);
  const chance = {
    gapS: () => dice.gap(1 / arrivalsPerSecond),
    serviceS: () => dice.gap(serviceS),
    patienceS: patienceS === null ? () => Infinity : () => dice.gap(patienceS),
  };
  const least = Math.min(options.customers, 1_000_000);
  for (let customers = least; ; customers = Math.min(options.customers, 3 * customers)) {
    const found = figures(row, serveLine({ servers, chance, customers, batches: PARTS, limitS: 20 }));
    const widest = Math.max(
      ...[found.waits, found.waitS, ...(found.abandons ? [found.abandons] : [])].map((each) => each.plusMinus / each.mean),
    );
    if (widest <= options.enough || customers >= options.customers) return { customers, ...found };
  }
}

function figures(row: Row, parts: readonly Batch[]): Omit<Study, 'customers'> {
  const { arrivalsPerSecond, serviceS, servers, patienceS } = row;
  const of = (figure: (part: Batch) => number): number[] => parts.map(figure);
  // What chance gave more or less of than it should have: customers, and work a customer.
  const controls = [
    of((part) => part.lengthS / part.customers - 1 / arrivalsPerSecond),
    of((part) => part.serviceS / part.customers - serviceS),
  ];
  // What flows into a line flows out of it: without patience its mean wait times its drift is the share that waits. Holds in any simulation that lost nobody.
  const drift = servers / serviceS - arrivalsPerSecond;
  const flow = of((part) => (part.waitS - part.waited / drift) / part.customers);
  const flows = patienceS === null ? [flow] : [];
  return {
    waits: estimate(
      of((part) => part.waited / part.customers),
      controls,
    ),
    waitS: estimate(
      of((part) => part.waitS / part.customers),
      [...controls, ...flows],
    ),
    abandons:
      patienceS === null
        ? null
        : estimate(
            of((part) => part.gaveUp / part.customers),
            controls,
          ),
    occupancy: estimate(
      of((part) => part.busyS / part.lengthS / servers),
      controls,
    ),
    servedWithin20: estimate(
      of((part) => part.inTime / part.customers),
      [...controls, ...flows],
    ),
  };
}
