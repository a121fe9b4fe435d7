// Laws of the fold over any order of facts: total, repeatable, and a contact that is over holds nothing open.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentsOf, missedBy, stageOf, stateOf } from './derive.ts';
import type { Doc } from './doc.ts';
import { fold } from './fold.ts';

type Fact = { type: Parameters<typeof fold>[1]['type']; data: Record<string, unknown> };
const id = <P extends string>(prefix: P, n: number) => `${prefix}_0199000${n}-0000-7000-8000-000000000000`;
const interaction = id('int', 0);
const started: Fact = {
  type: 'interaction.started',
  data: {
    interaction,
    channel: 'voice',
    direction: 'inbound',
    customer: id('cus', 0),
    call: id('cal', 0),
    remote: 'personal:v1:x',
    local: 'ext:4001',
  },
};

const work = fc.integer({ min: 1, max: 2 }).map((n) => ({ interaction, work: id('wrk', n), queue: id('que', n) }));
const offer = fc
  .record({ n: fc.integer({ min: 1, max: 3 }), work })
  .map(({ n, work: base }) => ({ ...base, offer: id('off', n), agent: id('agt', n) }));
const leg = fc.integer({ min: 1, max: 3 }).map((n) => ({ interaction, call: id('cal', 0), leg: id('leg', n) }));
const as = (type: Fact['type'], data: fc.Arbitrary<object>, more: object = {}): fc.Arbitrary<Fact> =>
  data.map((each) => ({ type, data: { ...each, ...more } }));

const fact: fc.Arbitrary<Fact> = fc.oneof(
  as('work.queued', work, { queuedAt: 1 }),
  as('work.offered', offer),
  as('work.offer-ended', offer, { outcome: 'declined' }),
  as('work.assigned', offer, { waitedMs: 1 }),
  as('work.abandoned', work, { stage: 'queue', waitedMs: 1 }),
  as('work.removed', work, { reason: 'timed-out', waitedMs: 1 }),
  as('work.released', offer, { reason: 'ended', wrapUpUntil: null }),
  as('work.completed', offer, { wrapUpEnd: 'none' }),
  as('call.arrived', leg),
  as('call.dialled', leg),
  as('call.answered', leg),
  as('call.leg-ended', leg, { cause: 'normal', sipStatus: 200 }),
  fc.constant<Fact>({ type: 'flow.started', data: { interaction, run: id('run', 1), flow: id('flo', 1), version: 1 } }),
  fc.constant<Fact>({ type: 'flow.ended', data: { interaction, run: id('run', 1), outcome: 'assigned' } }),
  fc.constant<Fact>({ type: 'interaction.ended', data: { interaction, cause: 'normal', by: 'customer', stage: 'queue' } }),
);
const at = (facts: readonly Fact[]) => [started, ...facts].map((each, n) => ({ ...each, version: n + 1, at: 1_000 + n }));
const folded = (facts: ReturnType<typeof at>) => facts.reduce<Doc | null>(fold, null)!;

describe('fold', () => {
  test('facts before the start, and facts seen before, change nothing', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 30 }), (facts) => {
        const events = at(facts);
        const doc = folded(events);
        expect(events.slice(1).reduce<Doc | null>(fold, null)).toBeNull();
        expect(events.reduce<Doc | null>(fold, doc)).toBe(doc);
        expect(doc.version).toBe(events.length);
      }),
      { seed: 21, numRuns: 500 },
    );
  });

  test('a contact that ended is waiting nowhere; it is closed exactly when no agent has work left on it', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 30 }), (facts) => {
        const doc = folded(
          at([...facts, { type: 'interaction.ended', data: { interaction, cause: 'normal', by: 'customer', stage: 'agent' } }]),
        );
        expect(doc.works.every((each) => each.state !== 'queued' && each.state !== 'offered')).toBe(true);
        expect(doc.segments.every((each) => each.endedAt !== null)).toBe(true);
        expect(doc.legs.every((each) => each.endedAt !== null)).toBe(true);
        const busy = doc.works.some((each) => each.state === 'assigned' || each.state === 'released');
        expect(stateOf(doc)).toBe(busy ? 'wrap-up' : 'closed');
        expect(stageOf(doc)).toBe('agent');
        const named = new Set(facts.map(({ data }) => data['agent']));
        expect(agentsOf(doc).every((agent) => named.has(agent))).toBe(true);
      }),
      { seed: 22, numRuns: 500 },
    );
  });
});

test('rung at once: all of them have the contact while it rings, then one, and the others missed nothing', () => {
  const base = { interaction, work: id('wrk', 1), queue: id('que', 1) };
  const offers = [1, 2, 3].map((n) => ({ ...base, offer: id('off', n), agent: id('agt', n) }));
  const legs = [1, 2, 3].map((n) => ({ interaction, call: id('cal', 0), leg: id('leg', n), party: 'agent', agent: id('agt', n) }));
  const ring: Fact[] = [
    { type: 'work.queued', data: { ...base, queuedAt: 1 } },
    ...offers.map((data): Fact => ({ type: 'work.offered', data })),
    ...legs.map((data): Fact => ({ type: 'call.dialled', data })),
  ];
  const all = [1, 2, 3].map((n) => id('agt', n));
  expect(agentsOf(folded(at(ring))).toSorted()).toEqual(all);
  const one: Fact = { type: 'work.offer-ended', data: { ...offers[0], outcome: 'declined' } };
  expect(agentsOf(folded(at([...ring, one]))).toSorted()).toEqual(all.slice(1));
  expect(stageOf(folded(at([...ring, one])))).toBe('ring');
  const ended = (n: number): Fact => ({ type: 'call.leg-ended', data: { ...legs[n], cause: 'withdrawn', sipStatus: 487 } });
  const doc = folded(
    at([
      ...ring,
      one,
      ended(0),
      { type: 'work.offer-ended', data: { ...offers[2], outcome: 'withdrawn', takenBy: id('agt', 2) } },
      { type: 'work.assigned', data: { ...offers[1], waitedMs: 1 } },
      ended(2),
    ]),
  );
  expect(agentsOf(doc)).toEqual([id('agt', 2)]);
  expect(doc.works.at(0)).not.toHaveProperty('beside');
  // The first declined: his phone rang in vain. The third's was silenced because a colleague was quicker.
  expect([...missedBy(doc).keys()]).toEqual([id('agt', 1)]);
});
