// What is read off a floor as needing a supervisor, and what becomes of the feed as it changes.
import { describe, expect, it } from 'vitest';
import { USUAL_ALERT_LIMITS } from '@tandem/contract/api/alert-limits.ts';
import type { QueueId, TrunkId } from '@tandem/contract/ids.ts';
import { MINUTE, SECOND } from '../../../kernel/time.ts';
import { feedChanges, standing, type AlertFacts, type Kept, type Standing } from './alert.ts';
import { floorNow } from './live.ts';
import { waitsNow } from './parity-now.ts';
import type { Person } from './people.ts';
import { agent, contactScript, fold, interaction, presence, queue, serviceLevel, work, type TestEvent } from './testkit.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const ready: Person = { agent: agent(1), state: 'idle', reason: null, queues: [queue(1)] };

function facts(events: readonly TestEvent[], at: number, over: Partial<AlertFacts> = {}): AlertFacts {
  const { contacts, queues: levels } = fold([serviceLevel(NOON - MINUTE, 1, 20 * SECOND), ...events]);
  const list = [...contacts.values()];
  const { queues: now } = floorNow(list, { now: at, shortAbandonMs: 5 * SECOND });
  return {
    at,
    contacts: list,
    now,
    levels,
    people: [ready],
    since: new Map(),
    troubles: [],
    waits: waitsNow(list, at),
    limits: USUAL_ALERT_LIMITS,
    ...over,
  };
}
const told = (found: readonly Standing[]) => found.map(({ kind, level }) => `${kind} ${level}`);

describe('what stands', () => {
  const c = contactScript(1);
  const waits = [c.started(NOON), c.queued(NOON)];

  it('a long wait, by the service level of its queue and never under a minute, until somebody takes him or he leaves', () => {
    expect(told(standing(facts(waits, NOON + 59 * SECOND)))).toEqual([]);
    expect(standing(facts(waits, NOON + 61 * SECOND))).toMatchObject([
      {
        cause: `long-wait:${work(11)}`,
        kind: 'long-wait',
        level: 'warn',
        queue: queue(1),
        contact: interaction(1),
        since: NOON,
        limit: MINUTE,
      },
    ]);
    expect(told(standing(facts(waits, NOON + 181 * SECOND)))).toEqual(['long-wait alarm']);
    const patient = [serviceLevel(NOON - SECOND, 1, 2 * MINUTE), ...waits];
    expect(told(standing(facts(patient, NOON + 4 * MINUTE - 1)))).toEqual([]);
    expect(told(standing(facts(patient, NOON + 4 * MINUTE)))).toEqual(['long-wait warn']);
    const taken = [...waits, c.offered(NOON + 50 * SECOND, 1), c.assigned(NOON + 55 * SECOND, 1)];
    expect(told(standing(facts(taken, NOON + 10 * MINUTE)))).toEqual([]);
    expect(told(standing(facts([...waits, c.ended(NOON + 70 * SECOND, 'queue')], NOON + 80 * SECOND)))).toEqual([]);
  });

  it('a long hold, with its agent', () => {
    const held = [...waits, c.offered(NOON + 1, 1), c.assigned(NOON + 2, 1), c.bridged(NOON + 3, 1), c.held(NOON + MINUTE)];
    expect(told(standing(facts(held, NOON + 3 * MINUTE - 1)))).toEqual([]);
    expect(standing(facts(held, NOON + 3 * MINUTE))).toMatchObject([
      { kind: 'long-hold', level: 'warn', agent: agent(1), since: NOON + MINUTE },
    ]);
    expect(told(standing(facts(held, NOON + 6 * MINUTE)))).toEqual(['long-hold alarm']);
    expect(told(standing(facts([...held, c.resumed(NOON + 2 * MINUTE)], NOON + 9 * MINUTE)))).toEqual([]);
  });

  it('a queue in which somebody waits and nobody serves; who talks serves', () => {
    const at = NOON + 6 * SECOND;
    const seen = (state: Person['state'], its = [queue(1)]) =>
      told(standing(facts(waits, at, { people: [{ ...ready, state, queues: its }] })));
    expect(seen('away')).toEqual(['queue-unstaffed alarm']);
    expect(seen('idle', [queue(2)])).toEqual(['queue-unstaffed alarm']);
    expect(seen('on-contact')).toEqual([]);
    expect(seen('wrap-up')).toEqual([]);
    expect(told(standing(facts(waits, NOON + 4 * SECOND, { people: [] })))).toEqual([]);
    expect(told(standing(facts(waits, at, { people: null })))).toEqual([]);
    expect(told(standing(facts([], at, { people: [] })))).toEqual([]);
  });

  it('a service level under its target, once it says something', () => {
    const missed = (count: number) =>
      Array.from({ length: count }, (_, n) => {
        const one = contactScript(10 + n);
        return [one.started(NOON), one.queued(NOON), one.abandoned(NOON + 30 * SECOND, 'queue'), one.ended(NOON + 30 * SECOND, 'queue')];
      }).flat();
    const met = (count: number) =>
      Array.from({ length: count }, (_, n) => {
        const one = contactScript(50 + n);
        return [one.started(NOON), one.queued(NOON), one.offered(NOON + 1, 1), one.assigned(NOON + 2, 1), one.completed(NOON + 3, 1)];
      }).flat();
    expect(told(standing(facts(missed(4), NOON + MINUTE)))).toEqual([]);
    expect(told(standing(facts(missed(5), NOON + MINUTE)))).toEqual(['service-level alarm']);
    expect(standing(facts([...missed(3), ...met(7)], NOON + MINUTE))).toMatchObject([{ level: 'warn', value: 0.7, limit: 0.8 }]);
    expect(told(standing(facts([...missed(2), ...met(8)], NOON + MINUTE)))).toEqual([]);
  });

  it('an agent too long away or in wrap-up: each break a matter of its own', () => {
    const seen = (state: Person['state'], ms: number) =>
      standing(facts([presence(NOON, 1, 'away')], NOON, { people: [{ ...ready, state }], since: new Map([[agent(1), NOON - ms]]) }));
    expect(told(seen('away', 44 * MINUTE))).toEqual([]);
    expect(told(seen('away', 45 * MINUTE))).toEqual(['agent-away warn']);
    expect(told(seen('wrap-up', 10 * MINUTE))).toEqual(['agent-wrap-up alarm']);
    expect(told(seen('on-contact', 90 * MINUTE))).toEqual([]);
    expect(seen('away', 45 * MINUTE)[0]!.cause).not.toBe(seen('away', 46 * MINUTE)[0]!.cause);
  });

  it('what the rest of the house says: trunks, the edge, and faults of routing for ten minutes', () => {
    const trunk = { kind: 'trunk-down', id: 'trk_1' as TrunkId, name: 'Carrier' } as const;
    const fault = (ago: number) => ({ kind: 'routing-invariant', count: 2, at: NOON - ago }) as const;
    expect(
      told(standing(facts([], NOON, { troubles: [trunk, { kind: 'edge-away', since: NOON - 6 * SECOND }, fault(9 * MINUTE)] }))),
    ).toEqual(['trunk-down alarm', 'edge-away alarm', 'routing-invariant alarm']);
    expect(standing(facts([], NOON, { troubles: [fault(10 * MINUTE)] }))).toEqual([]);
  });
});

describe('the feed', () => {
  const doc = { agent: null, contact: null, trunk: null, value: 1, limit: 1, since: NOON, queue: null as QueueId | null };
  const one = (over: Partial<Standing> = {}): Standing => ({ ...doc, kind: 'long-wait', level: 'warn', cause: 'a', ...over });
  const open = (over: Partial<Standing> = {}, restsUntil: number | null = null): Kept<number> => {
    const { cause, ...kept } = one(over);
    return { id: 1, cause, doc: kept, restsUntil };
  };

  it('one cause is one entry, that only a change of level or another fault of routing touches', () => {
    expect(feedChanges([], [one()], NOON)).toEqual([{ do: 'raise', as: one() }]);
    expect(feedChanges([open()], [one({ value: 9 })], NOON)).toEqual([]);
    expect(feedChanges([open()], [one({ level: 'alarm', since: NOON + 5 })], NOON)).toMatchObject([
      { do: 'change', id: 1, worse: true, as: { since: NOON } },
    ]);
    expect(feedChanges([open({ level: 'alarm' })], [one()], NOON)).toMatchObject([{ do: 'change', worse: false }]);
    const fault = { kind: 'routing-invariant', cause: 'f', level: 'alarm' } as const;
    expect(feedChanges([open(fault)], [one({ ...fault, value: 2 })], NOON)).toMatchObject([{ do: 'change', worse: true }]);
  });

  it('what is over is cleared; what has rested comes up again', () => {
    expect(feedChanges([open()], [], NOON)).toMatchObject([{ do: 'clear', id: 1 }]);
    expect(feedChanges([open({}, NOON + 1)], [one()], NOON)).toEqual([]);
    expect(feedChanges([open({}, NOON)], [one()], NOON)).toMatchObject([{ do: 'wake', id: 1 }]);
  });
});
