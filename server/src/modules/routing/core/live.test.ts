// What an agent is doing and since when, at each step of a contact, and after a restart from what is stored.
import { expect, test } from 'vitest';
import { agentWork } from './live.ts';
import { restore } from './restore.ts';
import { agt, configOf, declare, int, off, Play, queueConfig, queueWork, wrk } from './testkit.ts';

const config = configOf([queueConfig(1, [1])]);

function given(): Play {
  const play = new Play();
  play.do({ kind: 'config', config }, declare(1));
  return play;
}
const doing = (play: Play) => {
  const { activity, since, interaction } = agentWork(play.state, play.state.agents.get(agt(1))!, play.now);
  return { activity, since, interaction };
};
/** As a process that comes after it finds him. */
function again(play: Play): Play {
  const { agents, works } = play.state;
  const declared = [...agents.values()].flatMap((agent) => agent.declared ?? []);
  const next = new Play();
  next.now = play.now;
  next.state = restore({ config, declared, agents: [...agents.values()], works: [...works.values()], at: play.now });
  return next;
}

test('each begins when it begins, and a restart forgets none of it', () => {
  const play = given();
  const ready = play.now;
  expect(doing(play)).toEqual({ activity: 'idle', since: ready, interaction: null });
  const steps: [string, () => void, string | null][] = [
    ['offered', () => play.do(queueWork(1)), int(1)],
    ['assigned', () => play.do({ kind: 'offer-answered', offer: off(1) }), int(1)],
    ['wrap-up', () => play.do({ kind: 'release', work: wrk(1), reason: 'ended' }), int(1)],
    ['idle', () => play.do({ kind: 'wrap-up-done', work: wrk(1), agent: agt(1) }), null],
    ['on-call', () => play.do({ kind: 'occupy', agent: agt(1), by: 'cal_1', occupied: true }), null],
    ['idle', () => play.do({ kind: 'occupy', agent: agt(1), by: 'cal_1', occupied: false }), null],
  ];
  for (const [activity, step, interaction] of steps) {
    play.now += 1_000;
    step();
    const since = play.now;
    expect(doing(play)).toEqual({ activity, since, interaction });
    play.now += 300;
    expect(doing(again(play))).toEqual({ activity, since, interaction });
  }
});

test('who did not take an offer rests since then', () => {
  const play = given();
  play.do(queueWork(1));
  play.now += 2_000;
  play.do({ kind: 'offer-ended', offer: off(1), outcome: 'declined' });
  const declined = play.now;
  play.now += 4_000;
  expect(doing(play)).toEqual({ activity: 'not-responding', since: declined, interaction: null });
});
