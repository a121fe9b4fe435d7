// Whatever happens on the floor: rows behind reports add up to the figures of the days, for every queue, agent and day.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../../kernel/time.ts';
import { NO_QUEUE } from './contributions.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, plus, plusAgent, type AgentFigures, type Figures } from './figures.ts';
import { staysOf } from './interval-stays.ts';
import { QUARTER_MS, timesKeyParts } from './interval-times.ts';
import { randomFloor } from './random-floor.ts';
import { answeredContact, contactScript, fold, queue, RULES, UTC_DAYS } from './testkit.ts';

const FROM = Date.parse('2026-11-02T18:00:00Z');
const floors = fc.record({ seed: fc.integer(), contacts: fc.integer({ min: 0, max: 40 }) });

test('stays and quarters of an hour add up to the days', () => {
  fc.assert(
    fc.property(floors, (floor) => {
      const ledger = fold(randomFloor({ ...floor, from: FROM, overMs: 12 * HOUR }));
      const stays = [...ledger.contacts.values()].flatMap((contact) => staysOf(contact, RULES.shortAbandonMs));
      const queues = new Map<string, Figures>();
      const agents = new Map<string, AgentFigures>();
      for (const { at, queue: name, figures, agent, agentAt } of stays) {
        const key = `${UTC_DAYS.dayOf(at)}|${name}`;
        queues.set(key, plus(queues.get(key) ?? NO_FIGURES, figures));
        if (agent === null) continue;
        const { answered, handled, talkMs, holdMs, acwMs, transfersOut } = figures;
        const own = `${UTC_DAYS.dayOf(agentAt!)}|${agent}`;
        const added = { ...NO_AGENT_FIGURES, answered, handled, talkMs, holdMs, acwMs, transfersOut };
        agents.set(own, plusAgent(agents.get(own) ?? NO_AGENT_FIGURES, added));
      }
      for (const [key, times] of ledger.agentTimes) {
        const { at, agent, queue: name } = timesKeyParts(key);
        expect(at % QUARTER_MS).toBe(0);
        expect([times.busyMs <= times.onQueueMs, times.onQueueMs <= QUARTER_MS, name === NO_QUEUE || times.onQueueMs === 0]).toEqual([
          true,
          true,
          true,
        ]);
        const own = `${UTC_DAYS.dayOf(at)}|${agent}`;
        agents.set(own, plusAgent(agents.get(own) ?? NO_AGENT_FIGURES, { ...NO_AGENT_FIGURES, ...times }));
      }
      const counted = <T extends object>(rows: Map<string, T>) => Object.fromEntries([...rows].filter(([, row]) => !isZero(row)));
      expect(counted(queues)).toEqual(Object.fromEntries(ledger.queueDays));
      expect(counted(agents)).toEqual(Object.fromEntries(ledger.agentDays));
    }),
    { numRuns: 60 },
  );
});

const isZero = (row: object) =>
  Object.values(row).every((value) => value === 0 || (typeof value === 'object' && Object.keys(value).length === 0));

test('each stay counts when it was queued, its agent when he took it, the contact when it arrived', () => {
  const at = Date.parse('2026-11-02T23:59:50Z');
  const events = answeredContact(1, at, { wait: 12_000 });
  const [contact] = fold(events).contacts.values();
  const [arrival, stay] = staysOf(contact!, RULES.shortAbandonMs);
  expect(arrival).toMatchObject({ n: 0, at, queue: NO_QUEUE, number: 'ext:4001', agent: null, figures: { arrived: 1, offered: 0 } });
  expect(stay).toMatchObject({ n: 1, at, queue: queue(1), agentAt: at + 12_000, figures: { arrived: 0, answered: 1, handled: 1 } });
  expect(Math.floor(stay!.agentAt! / DAY)).toBe(Math.floor(stay!.at / DAY) + 1);
});

test('what was dialled out has no arrival', () => {
  const script = contactScript(2);
  const [contact] = fold([script.started(FROM, 'outbound'), script.queued(FROM + 1, 1)]).contacts.values();
  expect(staysOf(contact!, RULES.shortAbandonMs).map((stay) => stay.n)).toEqual([1]);
});
