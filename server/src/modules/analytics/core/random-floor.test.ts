// Random lives against a second way of counting: plain counts over the list of events, and unions of intervals.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventName } from '@tandem/contract/events.ts';
import { DAY, HOUR } from '../../../kernel/time.ts';
import { inLine } from './contact.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, plus, plusAgent } from './figures.ts';
import { openParts } from './agent.ts';
import { abandonedOf, agentKpis, queueKpis } from './report.ts';
import { agentsOf, randomFloor } from './random-floor.ts';
import { fold, UTC_DAYS, type TestEvent } from './testkit.ts';

const FROM = Date.parse('2026-11-20T20:00:00Z');
const floors = fc.record({ seed: fc.nat(), contacts: fc.integer({ min: 1, max: 60 }) });
const life = ({ seed, contacts }: { seed: number; contacts: number }) => randomFloor({ seed, contacts, from: FROM, overMs: 8 * HOUR });

type Of<N extends EventName> = Extract<TestEvent, { type: N }>;
const all = <N extends EventName>(events: readonly TestEvent[], type: N) => events.filter((event): event is Of<N> => event.type === type);

test('over all queues and days the figures are what counting the events gives', () => {
  fc.assert(
    fc.property(floors, (floor) => {
      const events = life(floor);
      const ledger = fold(events);
      const total = [...ledger.queueDays.values()].reduce(plus, NO_FIGURES);
      const assigned = all(events, 'work.assigned');
      const abandoned = all(events, 'work.abandoned');
      expect(total).toMatchObject({
        arrived: all(events, 'interaction.started').filter((event) => event.data.direction === 'inbound').length,
        offered: all(events, 'work.queued').length,
        answered: assigned.length,
        answeredWaitMs: assigned.reduce((sum, event) => sum + event.data.waitedMs, 0),
        longestAnswerMs: Math.max(0, ...assigned.map((event) => event.data.waitedMs)),
        abandonedInQueue: abandoned.filter((event) => event.data.stage === 'queue').length,
        abandonedInRing: abandoned.filter((event) => event.data.stage === 'ring').length,
        shortAbandoned: abandoned.filter((event) => event.data.waitedMs < 5_000).length,
        flowOuts: all(events, 'work.removed').length,
        offers: all(events, 'work.offered').length,
        noAnswers: all(events, 'work.offer-ended').filter((event) => event.data.outcome === 'no-answer').length,
        handled: all(events, 'work.completed').length,
        transfersOut: all(events, 'work.released').filter((event) => event.data.reason === 'transferred').length,
      });
      const released = new Map(all(events, 'work.released').map((event) => [event.data.work, event]));
      const bridged = (of: Of<'work.assigned'>) =>
        all(events, 'call.bridged').find((event) => event.stream === of.stream && event.at >= of.at && event.data.agent === of.data.agent)!;
      expect(total.talkMs + total.holdMs).toBe(
        assigned.reduce((sum, event) => sum + released.get(event.data.work)!.at - bridged(event).at, 0),
      );
      expect(total.acwMs).toBe(all(events, 'work.completed').reduce((sum, event) => sum + event.at - released.get(event.data.work)!.at, 0));
    }),
    { numRuns: 60 },
  );
});

test('in every queue on every day: nobody is counted twice or lost, and shares are shares', () => {
  fc.assert(
    fc.property(floors, (floor) => {
      const ledger = fold(life(floor));
      const waiting = [...ledger.contacts.values()].flatMap((contact) => contact.works).filter(inLine);
      for (const [key, figures] of ledger.queueDays) {
        const still = waiting.filter((work) => key === `${work.day}|${work.queue}`).length;
        expect(figures.offered).toBe(figures.answered + abandonedOf(figures) + figures.flowOuts + still);
        expect(Object.values(figures.answeredWaits).reduce((sum, count) => sum + count, 0)).toBe(figures.answered);
        const { serviceLevel, waitP50Ms, waitP90Ms, longestWaitMs } = queueKpis(figures);
        if (serviceLevel !== null) expect(serviceLevel).toBeLessThanOrEqual(1);
        if (waitP50Ms !== null) expect(waitP50Ms).toBeLessThanOrEqual(waitP90Ms!);
        if (waitP90Ms !== null) expect(waitP90Ms).toBeLessThanOrEqual(longestWaitMs!);
      }
    }),
    { numRuns: 60 },
  );
});

test('busy and on-queue time are the unions of the intervals', () => {
  fc.assert(
    fc.property(floors, (floor) => {
      const events = life(floor);
      const ledger = fold(events);
      const end = FROM + DAY;
      for (const agent of agentsOf(5)) {
        const doing = ledger.agents.get(agent);
        let kept = [...ledger.agentDays]
          .filter(([key]) => key.endsWith(agent))
          .reduce((sum, [, figures]) => plusAgent(sum, figures), NO_AGENT_FIGURES);
        for (const part of doing ? openParts(doing, end, UTC_DAYS) : []) kept = plusAgent(kept, { ...NO_AGENT_FIGURES, ...part.figures });
        const busy = busyIntervals(events, agent, end);
        expect(kept.busyMs).toBe(union(busy));
        expect(kept.onQueueMs).toBe(union([...busy, ...readyIntervals(events, agent, end)]));
        expect(agentKpis(kept).occupancy ?? 0).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 60 },
  );
});

type Interval = [from: number, to: number];

function busyIntervals(events: readonly TestEvent[], agent: string, end: number): Interval[] {
  return all(events, 'work.offered')
    .filter((event) => event.data.agent === agent)
    .map((offered) => {
      const ends = (type: EventName, at: number) =>
        events.find((event) => event.type === type && event.at >= at && 'work' in event.data && event.data.work === offered.data.work);
      const refused = all(events, 'work.offer-ended').find((event) => event.data.offer === offered.data.offer);
      return [offered.at, (refused ?? ends('work.completed', offered.at))?.at ?? end];
    });
}

function readyIntervals(events: readonly TestEvent[], agent: string, end: number): Interval[] {
  const said = all(events, 'presence.changed').filter((event) => event.data.agent === agent);
  return said.flatMap((event, n): Interval[] =>
    event.data.presence === 'available' && event.data.onQueue ? [[event.at, said[n + 1]?.at ?? end]] : [],
  );
}

function union(intervals: readonly Interval[]): number {
  let [sum, upTo] = [0, -Infinity];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, upTo));
    upTo = Math.max(upTo, to);
  }
  return sum;
}
