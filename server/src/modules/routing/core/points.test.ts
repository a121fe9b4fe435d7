// The formula of priority in the line: what a contact gets as it comes, what changes it, how it is told; and that nobody starves whatever it gives.
import fc from 'fast-check';
import { MOODS, sumOf } from '@tandem/contract/priority.ts';
import { expect, test } from 'vitest';
import { lineOf } from './book.ts';
import { agt, configOf, declare, off, Play, que, queueConfig, queueWork, skl, wrk } from './testkit.ts';
import { RULES, type RoutingRules } from './types.ts';

const rules: RoutingRules = {
  ...RULES,
  levels: [{ level: 'Platinum', points: 4 }],
  callbackPoints: 1,
  issues: [
    { by: 'topic', value: 'refund', points: 3 },
    { by: 'skill', value: skl(1), points: 5 },
  ],
  moods: { calm: -1, upset: 1, angry: 2 },
};
const queues = [queueConfig(1, [1], { priority: 2, wrapUpMs: 0 }), queueConfig(2, [1], { wrapUpMs: 0 })];
const config = { ...configOf(queues), rules };

function begun(): Play {
  const play = new Play();
  play.do({ kind: 'config', config });
  return play;
}
const pointed = (play: Play, n: number) => {
  const { priority, points } = play.state.works.get(wrk(n))!;
  expect(priority).toBe(sumOf(points ?? []));
  return { priority, points };
};

test('platinum, angry, two minutes waited and a call promised: seven points, worth seven minutes', () => {
  const play = begun();
  play.do(queueWork(1, 2, { level: 'platinum', mood: 'angry', task: 'callback' }));
  expect(pointed(play, 1)).toEqual({
    priority: 7,
    points: [
      { of: 'level', name: 'Platinum', points: 4 },
      { of: 'mood', name: 'angry', points: 2 },
      { of: 'promise', points: 1 },
    ],
  });
  play.now += 120_000;
  // Who came nine minutes before this moment stands in front of him, who came later behind.
  play.do(queueWork(2, 2, { queuedAt: play.now - 541_000 }), queueWork(3, 2, { queuedAt: play.now - 539_000 }));
  expect(lineOf(play.state)).toEqual([wrk(2), wrk(1), wrk(3)]);
  play.do({ kind: 'leave', work: wrk(2) }, declare(1));
  const offered = play.events.find((event) => event.type === 'work.offered');
  expect(offered).toMatchObject({
    data: { work: wrk(1), why: { points: { parts: play.state.works.get(wrk(1))!.points, eachMs: 60_000 } } },
  });
});

test('queue, flow, topic and skill each have their part; what has no points is not told', () => {
  const play = begun();
  play.do(
    queueWork(1, 1, { priority: 3, topic: 'Refund', skills: [{ skill: skl(1), level: 1 }], mood: 'calm' }),
    queueWork(2, 2, { topic: 'x' }),
  );
  expect(pointed(play, 1)).toEqual({
    priority: 12,
    points: [
      { of: 'queue', points: 2 },
      { of: 'contact', points: 3 },
      { of: 'issue', name: 'refund', points: 3 },
      { of: 'issue', name: skl(1), points: 5 },
      { of: 'mood', name: 'calm', points: -1 },
    ],
  });
  expect(pointed(play, 2)).toEqual({ priority: 0, points: undefined });
});

test('a move takes the other queue’s points, another mood its own, and a sum said by hand is told as that', () => {
  const play = begun();
  play.do(queueWork(1, 1, { level: 'platinum' }));
  play.do({ kind: 'move', work: wrk(1), note: '', mood: 'angry', queue: que(2) });
  expect(pointed(play, 1).points).toEqual([
    { of: 'level', name: 'Platinum', points: 4 },
    { of: 'mood', name: 'angry', points: 2 },
  ]);
  play.do({ kind: 'move', work: wrk(1), note: '', mood: 'upset' });
  expect(pointed(play, 1).priority).toBe(5);
  play.do({ kind: 'move', work: wrk(1), note: '', priority: 20 });
  expect(pointed(play, 1).points).toEqual([
    { of: 'level', name: 'Platinum', points: 4 },
    { of: 'mood', name: 'upset', points: 1 },
    { of: 'hand', points: 15 },
  ]);
  // Taken back by hand: as if nobody had.
  play.do({ kind: 'move', work: wrk(1), note: '', priority: 5 });
  expect(pointed(play, 1).points).not.toContainEqual(expect.objectContaining({ of: 'hand' }));
});

test('one that came before parts were kept moves with its own share', () => {
  const play = begun();
  play.do(queueWork(1, 1, { priority: 3 }));
  const { points: _, ...before } = play.state.works.get(wrk(1))!;
  (play.state.works as Map<string, unknown>).set(wrk(1), before);
  play.do({ kind: 'move', work: wrk(1), note: '', queue: que(2) });
  expect(pointed(play, 1)).toEqual({ priority: 3, points: [{ of: 'contact', points: 3 }] });
});

const contact = fc.record({
  afterMs: fc.integer({ min: 0, max: 200_000 }),
  own: fc.integer({ min: -20, max: 20 }),
  platinum: fc.boolean(),
  mood: fc.constantFrom(null, ...MOODS),
  topic: fc.constantFrom(undefined, 'refund', 'other'),
});

test('nobody starves: only who came at most the worth of his points later is served before', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(contact, { minLength: 2, maxLength: 40 }), fc.integer({ min: 10_000, max: 120_000 }), (coming, talkMs) => {
      const play = begun();
      play.do(declare(1));
      const served: string[] = [];
      let n = 0;
      let busyUntil = 0;
      const work = () => {
        const offer = [...play.state.offers.keys()].at(0);
        if (offer === undefined || busyUntil > play.now) return;
        const id = play.state.offers.get(offer)!;
        play.do({ kind: 'offer-answered', offer });
        served.push(id);
        busyUntil = play.now + talkMs;
      };
      const until = (at: number) => {
        while (busyUntil > 0 && busyUntil <= at) {
          play.now = busyUntil;
          busyUntil = 0;
          play.do({ kind: 'release', work: served.at(-1) as `wrk_${string}`, reason: 'ended' });
          work();
        }
        play.now = at;
      };
      for (const { afterMs, own, platinum, mood, topic } of coming) {
        until(play.now + afterMs);
        const known = { ...(platinum ? { level: 'platinum' } : {}), ...(mood ? { mood } : {}), ...(topic ? { topic } : {}) };
        play.do(queueWork(++n, 1, { priority: own, ...known }));
        work();
      }
      until(play.now + coming.length * (talkMs + 1));
      // Everybody was, and nobody was passed by more than the points were worth.
      expect(served).toHaveLength(coming.length);
      const came = new Map(play.events.flatMap((event) => (event.type === 'work.queued' ? [[event.data.work as string, event.data]] : [])));
      for (const [place, later] of served.entries())
        for (const earlier of served.slice(place + 1)) {
          const [a, b] = [came.get(later)!, came.get(earlier)!];
          const ahead = a.queuedAt - b.queuedAt;
          if (ahead > 0) expect(ahead).toBeLessThanOrEqual((a.priority - b.priority) * rules.priorityMs);
        }
    }),
    { numRuns: 300, seed: 20_261_123 },
  );
});

test('the agent is told why by the parts, and nothing is told where there are none', () => {
  const play = begun();
  play.do(declare(1), queueWork(1, 2));
  expect(play.state.works.get(wrk(1))).toMatchObject({ stage: 'offered', offer: { id: off(1), agent: agt(1) } });
  expect(play.state.works.get(wrk(1))!.offer!.why.points).toBeUndefined();
});
