// The product's routing engine driven by the arrivals, services and patience of a reference row, against the same customers in the plain recursion.
import type { AgentId } from '@tandem/contract/ids.ts';
import { ok } from '../../server/src/kernel/result.ts';
import type { Input } from '../../server/src/modules/routing/core/turn.ts';
import { createDice } from '../../server/src/kernel/dice.ts';
import { oneQueue } from '../../server/src/modules/routing/core/twin/one-queue.ts';
import { play, type Contact } from '../../server/src/modules/routing/core/twin/play.ts';
import { serveLine } from './line.ts';
import type { Row } from './reference.ts';

export type Driven = {
  customers: number;
  waits: number;
  waitS: number;
  abandons: number;
  occupancy: number;
  /** The same customers by the recursion. */
  plain: { waits: number; waitS: number; abandons: number };
  /** How many waited otherwise, or gave up otherwise, than in the recursion. */
  differing: number;
};

const QUEUE = 'que_theory';

/** Times are whole milliseconds, as the engine's are; agents answer at once and write nothing afterwards. */
export function driveEngine(row: Row, customers: number, seed: number): Driven {
  const dice = createDice(seed);
  const ms = (meanS: number): number[] => Array.from({ length: customers }, () => Math.round(dice.gap(meanS * 1_000)));
  const gaps = ms(1 / row.arrivalsPerSecond);
  const services = ms(row.serviceS);
  const patience = row.patienceS === null ? gaps.map(() => Infinity) : ms(row.patienceS);
  const contacts: Contact[] = [];
  let at = 0;
  for (const [n, gap] of gaps.entries()) {
    at += gap;
    const queue = { kind: 'queue', work: `wrk_${String(n).padStart(9, '0')}`, interaction: `int_${n}`, queue: QUEUE } as const;
    contacts.push({
      at,
      queue,
      patienceMs: patience[n]!,
      talkMs: services[n]!,
      wrapUpMs: 0,
      reacts: () => ({ afterMs: 0, does: 'answer' }),
    });
  }
  const played = play({ given: staff(row.servers), contacts, end: Infinity });

  let n = -1;
  const waits: number[] = [];
  const gaveUp: boolean[] = [];
  const chance = { gapS: () => gaps[++n]!, serviceS: () => services[n]!, patienceS: () => patience[n]! };
  const tell = (wait: number, left: boolean): void => void (waits.push(wait), gaveUp.push(left));
  serveLine({ servers: row.servers, chance, customers, batches: 1, limitS: 20_000, warmUp: 0, tell });
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / customers;
  const lasted = at;
  return {
    customers,
    waits: mean(played.contacts.map((each) => (each.waitedMs > 0 ? 1 : 0))),
    waitS: mean(played.contacts.map((each) => each.waitedMs)) / 1_000,
    abandons: mean(played.contacts.map((each) => (each.end === 'abandoned' ? 1 : 0))),
    occupancy: played.busyMs / row.servers / lasted,
    plain: { waits: mean(waits.map((wait) => (wait > 0 ? 1 : 0))), waitS: mean(waits) / 1_000, abandons: mean(gaveUp.map(Number)) },
    differing: played.contacts.filter((each, k) => each.waitedMs !== waits[k] || (each.end === 'abandoned') !== gaveUp[k]).length,
  };
}

function staff(servers: number): { at: number; input: Input }[] {
  const members = Array.from({ length: servers }, (_, n): AgentId => `agt_${String(n).padStart(4, '0')}`);
  const queue = oneQueue(QUEUE, members);
  const there = { signedIn: true, presence: 'available', reason: null, onQueue: true, reachable: true } as const;
  return [
    { at: 0, input: { kind: 'config', config: { queues: [queue], agents: [] } } },
    ...members.map((agent) => ({ at: 0, input: { kind: 'declare', agent, decide: () => ok([{ agent, ...there }]) } as const })),
  ];
}
