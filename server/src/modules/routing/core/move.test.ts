// A waiting contact in a supervisor's hand: another queue, kept for an agent, sooner.
import { describe, expect, test } from 'vitest';
import { broken } from './check.ts';
import { explain } from './explain.ts';
import { agt, configOf, declare, Play, que, queueConfig, queueWork, wrk } from './testkit.ts';

function given(config: ReturnType<typeof configOf>, ...agents: number[]): Play {
  const play = new Play();
  play.do({ kind: 'config', config }, ...agents.map((agent) => declare(agent)));
  return play;
}

describe('moved by a supervisor', () => {
  const two = configOf([queueConfig(1, [1]), queueConfig(2, [2], { priority: 5 })]);
  const move = (part: object) => ({ kind: 'move' as const, work: wrk(1), note: 'why', ...part });

  test('waits in the other queue with its own part of the priority, and the wait it had', () => {
    const play = given(two);
    play.do(queueWork(1, 1, { priority: 2 }));
    const { queuedAt } = play.state.works.get(wrk(1))!;
    play.now += 30_000;
    play.do(move({ queue: que(2) }));
    expect(play.state.works.get(wrk(1))).toMatchObject({ queue: que(2), priority: 7, queuedAt, stage: 'waiting' });
    play.do(declare(1));
    expect(play.agentOf(1)).toBeUndefined();
    play.do(declare(2));
    expect(play.agentOf(1)).toBe(agt(2));
  });

  test('kept for somebody who serves no such queue: he alone rings; when he did not take it, or leaves, all are asked', () => {
    const play = given(two);
    play.do(queueWork(1), move({ agent: agt(2) }), declare(2), declare(1));
    expect(play.agentOf(1)).toBe(agt(2));
    expect(explain(play.state, wrk(1), play.now)?.why?.rule).toBe('reserved');
    play.do({ kind: 'offer-ended', offer: play.state.works.get(wrk(1))!.offer!.id, outcome: 'declined' });
    expect(play.agentOf(1)).toBe(agt(1));

    const other = given(two, 2);
    other.do({ kind: 'occupy', agent: agt(2), by: 'call', occupied: true }, queueWork(1), move({ agent: agt(2) }), declare(1));
    expect(other.agentOf(1)).toBeUndefined();
    expect(explain(other.state, wrk(1), other.now)?.considered).toMatchObject([
      { no: { reason: 'reserved' } },
      { no: { reason: 'on-call' } },
    ]);
    other.do(declare(2, { onQueue: false }));
    expect(other.agentOf(1)).toBe(agt(1));
  });

  test('stops the ringing where it goes to another; hurried, it rings on', () => {
    const play = given(two, 1);
    play.do(queueWork(1));
    const { id } = play.state.works.get(wrk(1))!.offer!;
    play.do(move({ priority: 90 }));
    expect(play.state.works.get(wrk(1))).toMatchObject({ priority: 90, offer: { id } });
    play.do(move({ queue: que(2) }));
    expect(play.events.map(({ type }) => type).slice(-2)).toEqual(['work.offer-ended', 'work.moved']);
    expect(broken(play.state)).toEqual([]);
  });

  test('is refused where an agent has it', () => {
    const play = given(two, 1);
    play.do(queueWork(1));
    play.do({ kind: 'offer-answered', offer: play.state.works.get(wrk(1))!.offer!.id });
    expect(play.do(move({ queue: que(2) })).answers).toMatchObject([{ ok: false, refusal: { code: 'work.not-waiting' } }]);
  });
});
