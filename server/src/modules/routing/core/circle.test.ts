// Who is asked, in which order, and how the circle grows: rules of skill, rings, strategies, a preferred agent, several channels at once, time to breathe.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgentOrder, WorkChannel } from '@tandem/contract/routing.ts';
import { explain } from './explain.ts';
import { agentWork, queueLive } from './live.ts';
import { occupancyAt, restFor } from './occupancy.ts';
import { before, placeOf } from './rank.ts';
import { agt, configOf, declare, Play, que, queueConfig, queueWork, skl, wrk } from './testkit.ts';
import { RULES, type QueueConfig, type RoutingRules } from './types.ts';

function given(queues: QueueConfig[], skills: Parameters<typeof configOf>[1], ...agents: number[]): Play {
  const play = new Play();
  play.do({ kind: 'config', config: configOf(queues, skills) });
  for (const agent of agents) {
    play.do(declare(agent));
    play.now += 1_000;
  }
  return play;
}
/** Takes it, talks, and is free again at once. */
function serve(play: Play, work: number, talkMs = 0): void {
  play.do({ kind: 'offer-answered', offer: play.offerOf(work)! });
  play.after(talkMs);
  play.do({ kind: 'release', work: wrk(work), reason: 'ended' });
}

describe('strategies', () => {
  /** Who is asked for five calls, one after the other, each over before the next. */
  function five(order: AgentOrder, part: Partial<QueueConfig> = {}, skills: Parameters<typeof configOf>[1] = {}): number[] {
    const play = given([queueConfig(1, [3, 1, 2], { wrapUpMs: 0, order, ...part })], skills, 1, 2, 3);
    return [1, 2, 3, 4, 5].map((n) => {
      play.do(queueWork(n));
      const agent = play.agentOf(n)!;
      serve(play, n, n * 10_000);
      return [1, 2, 3].find((each) => agt(each) === agent)!;
    });
  }

  test.each<[AgentOrder, number[]]>([
    ['longest-idle', [1, 2, 3, 1, 2]],
    ['linear', [3, 3, 3, 3, 3]],
    ['round-robin', [3, 1, 2, 3, 1]],
    ['fewest-contacts', [1, 2, 3, 1, 2]],
    // The shorter calls came first: whoever had one is the less occupied.
    ['least-occupied', [1, 2, 3, 1, 2]],
  ])('%s', (order, asked) => {
    expect(five(order)).toEqual(asked);
  });

  test('best skill: who has more of what is needed and wished for, then the longest idle', () => {
    const prefers = [{ skill: skl(2), level: 1 }];
    expect(five('best-skill', { prefers }, { 1: { 2: 10 }, 2: { 2: 90 }, 3: { 2: 90 } })).toEqual([2, 3, 2, 3, 2]);
  });

  test('random gives everybody about as much, and the same again in a replay', () => {
    const play = given([queueConfig(1, [1, 2, 3], { wrapUpMs: 0, order: 'random' })], {}, 1, 2, 3);
    const counts = new Map<string, number>();
    for (let n = 1; n <= 600; n++) {
      play.do(queueWork(n));
      const agent = play.agentOf(n)!;
      counts.set(agent, (counts.get(agent) ?? 0) + 1);
      serve(play, n);
    }
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
    expect(five('random')).toEqual(five('random'));
  });
});

describe('rules and rings', () => {
  const english = skl(1);
  const refunds = skl(2);
  const trainee = skl(3);

  test('a rule of all, any and not', () => {
    const requires = {
      all: [
        {
          any: [
            { skill: english, level: 50 },
            { skill: refunds, level: 80 },
          ],
        },
        { not: { skill: trainee, level: 1 } },
      ],
    };
    const skills = { 1: { 1: 49, 2: 79 }, 2: { 1: 90, 3: 1 }, 3: { 2: 80 } };
    const play = given([queueConfig(1, [1, 2, 3], { requires })], skills, 1, 2, 3);
    play.do(queueWork(1));
    expect(play.agentOf(1)).toBe(agt(3));
    play.do(queueWork(2));
    expect(explain(play.state, wrk(2), play.now)!.considered).toMatchObject([
      { no: { reason: 'rule' } },
      { no: { reason: 'rule' } },
      { no: { reason: 'occupied' } },
    ]);
  });

  test('rings ask for less and of more, one after the other, and the reason says how far', () => {
    const queues = [
      queueConfig(1, [1, 2], {
        skills: [{ skill: english, level: 80 }],
        rings: [
          { afterMs: 10_000, skills: [{ skill: english, level: 40 }], queues: [] },
          { afterMs: 20_000, skills: [{ skill: english, level: 0 }], queues: [que(2)] },
        ],
      }),
      queueConfig(2, [3]),
    ];
    const play = given(queues, { 2: { 1: 40 } }, 1, 2, 3);
    play.do(queueWork(1), queueWork(2), queueWork(3), queueWork(4));
    expect(play.agentOf(1)).toBeUndefined();
    play.after(9_999);
    expect(play.agentOf(1)).toBeUndefined();
    play.after(1);
    expect([1, 2].map((n) => play.agentOf(n))).toEqual([agt(2), undefined]);
    expect(play.state.works.get(wrk(1))!.offer!.why).toMatchObject({ rule: 'longest-idle', ring: 1 });
    play.after(10_000);
    expect([2, 3, 4].map((n) => play.agentOf(n))).toEqual([agt(1), agt(3), undefined]);
    expect(play.state.works.get(wrk(3))!.offer!.why).toMatchObject({ rule: 'longest-idle, overflow', ring: 2 });
  });
});

describe('a preferred agent', () => {
  const preferred = { agent: agt(2), forMs: 30_000 };

  test('is waited for while he is there, and no longer than said', () => {
    const play = given([queueConfig(1, [1, 2], { wrapUpMs: 0 })], {}, 1, 2);
    play.do({ kind: 'occupy', agent: agt(2), by: 'call', occupied: true }, queueWork(1, 1, { preferred }));
    expect(play.agentOf(1)).toBeUndefined();
    expect(explain(play.state, wrk(1), play.now)!.considered).toMatchObject([
      { no: { reason: 'reserved' } },
      { no: { reason: 'on-call' } },
    ]);
    play.do(queueWork(2));
    expect(play.agentOf(2)).toBe(agt(1));
    serve(play, 2);
    play.after(29_999);
    expect(play.agentOf(1)).toBeUndefined();
    play.after(1);
    expect(play.agentOf(1)).toBe(agt(1));
  });

  test('gets it at once where he is free, and nobody waits for one who is away', () => {
    const play = given([queueConfig(1, [1, 2])], {}, 1, 2);
    play.do(queueWork(1, 1, { preferred }));
    expect(play.state.works.get(wrk(1))!.offer).toMatchObject({ agent: agt(2), why: { rule: 'preferred' } });
    const other = given([queueConfig(1, [1, 2])], {}, 1);
    other.do(queueWork(1, 1, { preferred }));
    expect(other.agentOf(1)).toBe(agt(1));
  });
});

describe('several channels at once', () => {
  const work = (n: number, channel: WorkChannel) => queueWork(n, 1, { channel });

  test('as many chats as he may have, and nothing on top of a call', () => {
    const play = given([queueConfig(1, [1])], {}, 1);
    play.do(work(1, 'chat'), work(2, 'chat'), work(3, 'voice'), work(4, 'chat'), work(5, 'chat'));
    expect([1, 2, 3, 4, 5].map((n) => play.agentOf(n) !== undefined)).toEqual([true, true, false, true, false]);
    play.do(...[1, 2, 4].map((n) => ({ kind: 'leave' as const, work: wrk(n) })));
    // The call came before the last chat.
    expect([3, 5].map((n) => play.agentOf(n) !== undefined)).toEqual([true, false]);
  });

  test('a caller never waits behind the mail his agent is reading', () => {
    const play = given([queueConfig(1, [1])], {}, 1);
    play.do(work(1, 'email'), work(2, 'email'));
    for (const n of [1, 2]) play.do({ kind: 'offer-answered', offer: play.offerOf(n)! });
    play.do(work(3, 'voice'), work(4, 'email'));
    expect([3, 4].map((n) => play.agentOf(n))).toEqual([agt(1), undefined]);
  });

  test('the matrix is the tenant’s: here a chat agent may take a call; and limits are the agent’s', () => {
    const rules: RoutingRules = {
      ...RULES,
      capacity: { ...RULES.capacity, interrupts: { ...RULES.capacity.interrupts, chat: ['voice'] } },
    };
    const config = configOf([queueConfig(1, [1])]);
    const play = new Play();
    play.do({ kind: 'config', config: { ...config, rules, agents: [{ agent: agt(1), skills: [], most: { chat: 1 } }] } }, declare(1));
    play.do(work(1, 'chat'), work(2, 'chat'), work(3, 'voice'));
    expect([1, 2, 3].map((n) => play.agentOf(n))).toEqual([agt(1), undefined, agt(1)]);
  });
});

describe('time to breathe', () => {
  test('after each contact of the queue', () => {
    const play = given([queueConfig(1, [1], { wrapUpMs: 0, restMs: 5_000 })], {}, 1);
    play.do(queueWork(1), queueWork(2));
    serve(play, 1);
    expect(explain(play.state, wrk(2), play.now)!.considered).toMatchObject([{ no: { reason: 'resting', until: play.now + 5_000 } }]);
    const shown = () => agentWork(play.state, play.state.agents.get(agt(1))!, play.now);
    expect(shown()).toMatchObject({ activity: 'resting', since: play.now, until: play.now + 5_000 });
    expect(queueLive(play.state, que(1), play.now)!.agents).toMatchObject({ idle: 0, resting: 1 });
    play.after(5_000);
    expect(play.agentOf(2)).toBe(agt(1));
    expect(shown().activity).toBe('offered');
  });

  test('above the cap, until the share has fallen to it; never longer than five minutes', () => {
    const busy = occupancyAt({ share: 0, at: 0 }, true, 1_800_000);
    expect(busy.share).toBeCloseTo(1 - 1 / Math.E, 6);
    const rest = restFor(busy, 0.6);
    expect(occupancyAt(busy, false, busy.at + rest).share).toBeCloseTo(0.6, 3);
    expect(restFor({ share: 1, at: 0 }, 0.1)).toBe(300_000);
    expect([restFor(busy, null), restFor(busy, 0.7)]).toEqual([0, 0]);
  });
});

test('nobody starves: only who came so much later as his points are worth can pass', () => {
  const arrival = fc.record({ queuedAt: fc.nat(10_000_000), priority: fc.integer({ min: -100, max: 100 }) });
  fc.assert(
    fc.property(arrival, arrival, (one, other) => {
      const [a, b] = [placeOf({ id: wrk(1), ...one }, RULES), placeOf({ id: wrk(2), ...other }, RULES)];
      const ahead = before(b, a) < 0;
      if (ahead) expect(other.queuedAt - one.queuedAt).toBeLessThanOrEqual((other.priority - one.priority) * RULES.priorityMs);
    }),
  );
  const play = given([queueConfig(1, [1], { wrapUpMs: 0 })], {});
  play.do(queueWork(1));
  for (let n = 2; n < 40; n++) {
    play.after(10_000);
    play.do(queueWork(n, 1, { priority: 2 }));
  }
  play.do(declare(1));
  // Two points are two minutes: twelve of those who came after him go before.
  for (let served = 0; play.agentOf(1) === undefined; served++) {
    expect(served).toBeLessThanOrEqual(12);
    const ringing = [...play.state.works.values()].find(({ stage }) => stage === 'offered')!;
    play.do({ kind: 'offer-answered', offer: ringing.offer!.id }, { kind: 'release', work: ringing.id, reason: 'ended' });
  }
});
