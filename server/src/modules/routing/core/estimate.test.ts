// Position, expected wait, overflow, call-backs and agents busy elsewhere: what each does to the line.
import { describe, expect, test } from 'vitest';
import { lineOf } from './book.ts';
import { explain } from './explain.ts';
import { outlook, outlookOf } from './estimate.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import { givesUp, learnGivenUp, learnWait, marginOf, NO_STATS } from './estimate-learn.ts';
import { agt, configOf, declare, int, Play, que, queueConfig, queueWork, wrk } from './testkit.ts';
import type { QueueConfig, QueueStats, Work } from './types.ts';

function centre(queues: QueueConfig[], agents: number[]): Play {
  const play = new Play();
  play.do({ kind: 'config', config: configOf(queues) }, ...agents.map((n) => declare(n)));
  return play;
}

/** The agent takes the work, talks so long, and wraps up so long. */
function serve(play: Play, work: number, talkMs: number, wrapUpMs = 0): void {
  const agent = play.agentOf(work)!;
  play.do({ kind: 'offer-answered', offer: play.offerOf(work)! });
  play.after(talkMs);
  play.do({ kind: 'release', work: wrk(work), reason: 'ended' });
  play.after(wrapUpMs);
  play.do({ kind: 'wrap-up-done', work: wrk(work), agent });
}

describe('position and expected wait', () => {
  test('nobody can tell before an agent is there, or anything was served', () => {
    const play = centre([queueConfig(1, [1])], []);
    expect(outlookOf(play.state, { queue: que(1), priority: 0, skills: [] }, play.now)).toEqual({
      position: 1,
      waiting: 0,
      estimateMs: null,
      baseMs: null,
      promiseMs: null,
      staffed: false,
    });
    play.do(declare(1), queueWork(1), queueWork(2));
    expect(outlook(play.state, wrk(2))).toEqual({ position: 1, waiting: 1, estimateMs: null, baseMs: null, promiseMs: null });
    expect(outlook(play.state, wrk(1))).toBeNull();
  });

  test('people ahead times handling time over agents', () => {
    const play = centre([queueConfig(1, [1, 2])], [1, 2]);
    play.do(queueWork(1));
    serve(play, 1, 50_000, 10_000);
    play.do(queueWork(2), queueWork(3), queueWork(4), queueWork(5));
    // 60 s each, two agents: the first in the line waits half of it, the second all of it.
    expect(outlook(play.state, wrk(4))).toEqual({ position: 1, waiting: 2, estimateMs: 30_000, baseMs: 30_000, promiseMs: 60_000 });
    expect(outlook(play.state, wrk(5))).toMatchObject({ position: 2, waiting: 2, estimateMs: 60_000 });
    expect(outlookOf(play.state, { queue: que(1), priority: 0, skills: [] }, play.now).position).toBe(3);
    expect(outlookOf(play.state, { queue: que(1), priority: 9, skills: [] }, play.now)).toMatchObject({ position: 1, estimateMs: 30_000 });
  });

  test('a free agent means no wait', () => {
    const play = centre([queueConfig(1, [1, 2])], [1, 2]);
    expect(outlookOf(play.state, { queue: que(1), priority: 0, skills: [] }, play.now).estimateMs).toBe(0);
  });

  test('estimates that turn out too short grow, within bounds', () => {
    let stats = NO_STATS;
    const work = { estimateMs: 60_000, task: 'call' } as Parameters<typeof learnWait>[1];
    for (let i = 0; i < 500; i++) stats = learnWait(stats, work, 1_000_000, 0);
    expect(stats.factor).toBe(4);
    for (let i = 0; i < 500; i++) stats = learnWait(stats, work, 0, 0);
    expect(stats.factor).toBe(0.25);
    expect(learnWait(NO_STATS, { ...work, estimateMs: null }, 1_000_000, 0).factor).toBe(1);
    expect(learnWait(NO_STATS, { ...work, estimateMs: 0 }, 1_000_000, 0).factor).toBe(1);
  });
});

describe('what is learned', () => {
  const came = { ...({ task: 'call', offer: null } as unknown as Work), estimateMs: 60_000, baseMs: 60_000, promiseMs: 90_000 };

  test('the correction settles at what the uncorrected estimates are off by, however late it is learned', () => {
    let stats = NO_STATS;
    // Somebody who came before anything was learned is taken a hundred contacts later: his estimate was not corrected either.
    for (let n = 0; n < 1_000; n++) stats = learnWait(stats, { ...came, estimateMs: 60_000 * (n % 3) }, 125_000, 0);
    expect(stats.factor).toBeCloseTo(2, 2);
  });

  test('promises move until four of five are kept', () => {
    let stats = NO_STATS;
    let kept = 0;
    for (let n = 0; n < 4_000; n++) {
      // Waits spread evenly from 0 to 120 s: 96 s is what four of five do not exceed, 0.6 above the estimate.
      const promiseMs = Math.round(60_000 * (1 + marginOf(stats)));
      const waitedMs = (n * 47_111) % 120_000;
      if (n >= 1_000 && waitedMs <= promiseMs) kept++;
      stats = learnWait(stats, { ...came, promiseMs }, waitedMs, 0);
    }
    expect(kept / 3_000).toBeGreaterThan(0.79);
    expect(kept / 3_000).toBeLessThan(0.81);
    expect(marginOf(stats)).toBeGreaterThan(0.4);
    expect(marginOf(stats)).toBeLessThan(0.8);
  });

  test('who gives up sooner says nothing of the promise, who gives up later breaks it', () => {
    expect(marginOf(learnGivenUp(NO_STATS, came, 80_000))).toBe(marginOf(NO_STATS));
    expect(marginOf(learnGivenUp(NO_STATS, came, 91_000))).toBeGreaterThan(marginOf(NO_STATS));
    expect(givesUp(learnGivenUp(NO_STATS, came, 80_000))).toBe(1 / 80_000);
  });

  test('what rows of earlier versions hold is enough', () => {
    const play = centre([queueConfig(1, [1])], [1]);
    (play.state.stats as Map<QueueId, QueueStats>).set(que(1), { served: 5, handleMs: 60_000, factor: 1.5 });
    play.do(queueWork(1), queueWork(2));
    expect(outlook(play.state, wrk(2))).toMatchObject({ estimateMs: 90_000, promiseMs: 180_000 });
    const { baseMs: _base, promiseMs: _promise, ...earlier } = came;
    expect(learnWait(NO_STATS, earlier, 60_000, 0).factor).toBe(1);
  });
});

describe('agents of several queues', () => {
  /** Ten lines of 60 s each: two agents of the first queue alone, two of the second alone, two of both. */
  function shared(ahead: [own: number, other: number]): number | null {
    const play = centre([queueConfig(1, [1, 2, 5, 6], { wrapUpMs: 0 }), queueConfig(2, [3, 4, 5, 6], { wrapUpMs: 0 })], [1, 2, 3, 4, 5, 6]);
    for (const queue of [1, 2]) (play.state.stats as Map<QueueId, QueueStats>).set(que(queue), { served: 9, handleMs: 60_000, factor: 1 });
    let n = 0;
    const busy = [...Array(4).fill(1), ...Array(2).fill(2)] as number[];
    for (const queue of [...busy, ...Array<number>(ahead[1]).fill(2), ...Array<number>(ahead[0]).fill(1)]) play.do(queueWork(++n, queue));
    return outlookOf(play.state, { queue: que(1), priority: 0, skills: [] }, play.now).estimateMs;
  }

  test('nobody before him anywhere: the first of his four', () => expect(shared([0, 0])).toBe(15_000));
  test('as many in both: all six serve all of them', () => expect(shared([5, 5])).toBe(110_000));
  test('many only in the other: he waits for the two that serve his queue alone', () => expect(shared([0, 20])).toBe(30_000));
  test('many only in his own: his four', () => expect(shared([7, 0])).toBe(120_000));
});

describe('overflow', () => {
  const queues = [queueConfig(1, [1], { overflow: [{ queue: que(2), afterMs: 30_000 }] }), queueConfig(2, [2])];

  test('agents of the other queue are asked after the time, and it is explained', () => {
    const play = centre(queues, [2]);
    play.do(queueWork(1));
    expect(play.after(29_999).events).toEqual([]);
    expect(explain(play.state, wrk(1), play.now)!.considered.map((each) => each.agent)).toEqual([agt(1)]);
    play.after(1);
    expect(play.agentOf(1)).toBe(agt(2));
    expect(play.state.works.get(wrk(1))!.offer!.why.rule).toBe('longest-idle, overflow');
  });

  test('he keeps his place before those who came to the other queue after him', () => {
    const play = centre(queues, []);
    play.do(queueWork(1));
    play.after(10_000);
    play.do(queueWork(2, 2));
    play.after(25_000);
    play.do(declare(2));
    expect(play.agentOf(1)).toBe(agt(2));
    expect(play.agentOf(2)).toBeUndefined();
  });

  test('a full queue refuses', () => {
    const play = centre([queueConfig(1, [1], { maxWaiting: 1 })], []);
    expect(play.do(queueWork(1), queueWork(2)).answers.map((answer) => (answer.ok ? 'in' : answer.refusal.code))).toEqual([
      'in',
      'queue.full',
    ]);
  });
});

describe('call-backs', () => {
  test('one takes exactly the place of the call it replaces', () => {
    const play = centre([queueConfig(1, [1])], []);
    play.do(queueWork(1, 1, { priority: 2 }), queueWork(2));
    play.after(1);
    play.do(queueWork(3));
    play.after(20_000);
    play.do({ kind: 'queue', work: wrk(9), interaction: int(9), queue: que(1), task: 'callback', replaces: wrk(2) });
    expect(lineOf(play.state)).toEqual([wrk(1), wrk(9), wrk(3)]);
    expect(play.state.works.get(wrk(9))).toMatchObject({ queuedAt: 1_000_000, task: 'callback', waitUntil: null });
    expect(play.events.filter((event) => event.type === 'work.removed').map((event) => event.data.reason)).toEqual(['callback']);
    // Asked for twice, it stands there once.
    play.do({ kind: 'queue', work: wrk(9), interaction: int(9), queue: que(1), task: 'callback', replaces: wrk(2) });
    expect(lineOf(play.state)).toEqual([wrk(1), wrk(9), wrk(3)]);
  });

  test('the offer that was ringing for the caller is withdrawn', () => {
    const play = centre([queueConfig(1, [1])], [1]);
    play.do(queueWork(1));
    play.do({ kind: 'queue', work: wrk(9), interaction: int(9), queue: que(1), task: 'callback', replaces: wrk(1) });
    expect(play.events.map((event) => event.type).filter((type) => type !== 'presence.changed')).toEqual([
      'work.queued',
      'work.offered',
      'work.offer-ended',
      'work.removed',
      'work.queued',
      'work.offered',
    ]);
    expect(play.agentOf(9)).toBe(agt(1));
  });

  test('nobody is called back who talks with an agent already', () => {
    const play = centre([queueConfig(1, [1])], [1]);
    play.do(queueWork(1));
    play.do({ kind: 'offer-answered', offer: play.offerOf(1)! });
    const { answers } = play.do({ kind: 'queue', work: wrk(9), interaction: int(9), queue: que(1), task: 'callback', replaces: wrk(1) });
    expect(answers[0]).toMatchObject({ ok: false, refusal: { code: 'work.already-assigned' } });
    expect(play.state.works.size).toBe(1);
  });

  test('one for later stands in the line from its time on, behind those who came before that', () => {
    const play = centre([queueConfig(1, [1])], []);
    play.do(queueWork(1, 1, { task: 'callback', notBefore: play.now + 60_000 }));
    play.after(30_000);
    play.do(queueWork(2));
    expect(lineOf(play.state)).toEqual([wrk(2)]);
    play.after(30_000);
    expect(lineOf(play.state)).toEqual([wrk(2), wrk(1)]);
  });
});

test('an agent on a call of his own gets no offer until it is over, and is then the last in turn', () => {
  const play = centre([queueConfig(1, [1, 2])], [1, 2]);
  play.after(5_000);
  play.do({ kind: 'occupy', agent: agt(1), by: 'cal_1', occupied: true });
  play.do(queueWork(1), queueWork(2));
  expect(play.agentOf(1)).toBe(agt(2));
  expect(play.agentOf(2)).toBeUndefined();
  expect(explain(play.state, wrk(2), play.now)!.considered).toContainEqual({ agent: agt(1), tried: false, no: { reason: 'on-call' } });
  play.do({ kind: 'occupy', agent: agt(1), by: 'another', occupied: false });
  expect(play.agentOf(2)).toBeUndefined();
  play.do({ kind: 'occupy', agent: agt(1), by: 'cal_1', occupied: false });
  expect(play.agentOf(2)).toBe(agt(1));
});
