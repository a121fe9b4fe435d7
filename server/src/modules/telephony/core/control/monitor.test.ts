import { describe, expect, it } from 'vitest';
import type { MonitorMode } from '@tandem/contract/api/monitor.ts';
import type { CallState, ControlEffect, ControlInput } from './state.ts';
import { finished, newCall } from './step.ts';
import { runCall } from './testkit.ts';

const start = newCall({ tenant: 'tnt_a', call: 'cal_a', interaction: 'int_a', person: 'cus_a', caller: null }, 'leg_customer');
const talking: ControlInput[] = [
  { kind: 'flow.began' },
  { kind: 'flow.answer' },
  { kind: 'leg.answered', leg: 'leg_customer' },
  { kind: 'offer.made', offer: 'off_1', work: 'wrk_1', queue: 'que_1', agent: 'agt_1', device: 'dev_1', leg: 'leg_agent', ringMs: 20_000 },
  { kind: 'leg.answered', leg: 'leg_agent' },
  { kind: 'offer.accepted', offer: 'off_1' },
  { kind: 'record', recording: 'rec_1' },
];
const begin = (mode: MonitorMode): ControlInput => ({ kind: 'monitor', leg: 'leg_boss', device: 'dev_b', agent: 'agt_boss', mode });
const up: ControlInput = { kind: 'leg.answered', leg: 'leg_boss' };
const ended = (leg: 'leg_agent' | 'leg_boss' | 'leg_customer'): ControlInput => ({
  kind: 'leg.ended',
  leg,
  cause: 'normal',
  by: 'remote',
  sipStatus: null,
});

const run = (inputs: ControlInput[], from: CallState = start) => runCall(from, inputs);
const facts = (effects: ControlEffect[]): string[] => effects.flatMap((e) => (e.do === 'log' ? [e.fact.type] : []));
/** `a<b`: a hears b, by the first letter. */
const heard = (effects: ControlEffect[]): string => {
  const mixes = effects.flatMap((e) => (e.do === 'edge' && e.command.do === 'mix' ? [e.command.gains] : []));
  return (mixes.at(-1) ?? [])
    .map(({ listener, speaker }) => `${listener[4]}<${speaker[4]}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join(' ');
};
const right = (effects: ControlEffect[]) => effects.flatMap((e) => (e.do === 'start-recording' ? [e.right] : [])).at(-1);

describe('who hears whom', () => {
  it.each<[MonitorMode, string, string[]]>([
    ['listen', 'a<c b<a b<c c<a', ['leg_agent']],
    ['whisper', 'a<b a<c b<a b<c c<a', ['leg_agent']],
    ['barge', 'a<b a<c b<a b<c c<a c<b', ['leg_agent', 'leg_boss']],
  ])('%s', (mode, expected, recorded) => {
    const { effects } = run([...talking, begin(mode), up]);
    expect(heard(effects)).toBe(expected);
    expect(right(effects)).toEqual(recorded);
    expect(effects.flatMap((e) => (e.do === 'start-recording' ? [e.left] : [])).every((left) => left.join() === 'leg_customer')).toBe(true);
  });
  it('while the customer is on hold he hears nobody of them', () => {
    const held = (mode: MonitorMode): string => heard(run([...talking, begin(mode), up, { kind: 'hold' }]).effects);
    expect([held('listen'), held('whisper'), held('barge')]).toEqual(['', 'a<b b<a', 'a<b b<a']);
  });
});

describe('what is told', () => {
  it('nothing of a phone that rings, is not answered, or ends before that', () => {
    const ringing: ControlInput = { kind: 'leg.ringing', leg: 'leg_boss' };
    const { state, effects } = run([...talking, begin('listen'), ringing, ended('leg_boss')]);
    expect(facts(effects)).toEqual(facts(run(talking).effects));
    expect(state.monitor).toBeNull();
  });
  it('his coming, each change and his leaving, and none as a leg of the contact', () => {
    const { effects } = run([
      ...talking,
      begin('listen'),
      up,
      { kind: 'monitor.change', mode: 'barge' },
      { kind: 'monitor.end' },
      ended('leg_boss'),
    ]);
    expect(facts(effects).slice(facts(run(talking).effects).length)).toEqual(['call.monitored', 'call.monitored', 'call.monitor-ended']);
  });
  it('that he is busy, from the ringing on', () => {
    const { effects } = run([...talking, begin('listen'), ended('leg_boss')]);
    expect(effects.filter((e) => e.do === 'occupy')).toEqual([
      { do: 'occupy', agent: 'agt_boss', occupied: true },
      { do: 'occupy', agent: 'agt_boss', occupied: false },
    ]);
  });
});

describe('where the law asks for it', () => {
  const beeps = (inputs: ControlInput[]): string[] =>
    run([...talking, ...inputs]).effects.flatMap((e) => (e.do === 'edge' && e.command.do === 'play' ? [e.command.leg] : []));
  it('those who talk hear a tone as he comes, once', () => {
    const announced: ControlInput = {
      kind: 'monitor',
      leg: 'leg_boss',
      device: 'dev_b',
      agent: 'agt_boss',
      mode: 'listen',
      announced: true,
    };
    expect(beeps([announced, up, { kind: 'monitor.change', mode: 'whisper' }])).toEqual(['leg_customer', 'leg_agent']);
    expect(beeps([begin('listen'), up])).toEqual([]);
  });
});

describe('taking over', () => {
  it('frees the agent and ends his recording; the customer is not let go', () => {
    const { state, effects } = run([...talking, begin('take-over'), up, ended('leg_agent')]);
    expect(state).toMatchObject({ agent: { leg: 'leg_boss', agent: 'agt_boss', work: null, queue: 'que_1' }, monitor: null });
    expect(effects).toContainEqual({ do: 'release', work: 'wrk_1', reason: 'transferred' });
    expect(effects).toContainEqual({ do: 'edge', command: { do: 'stop-recording', recording: 'rec_1' } });
    expect(state.leaving).toEqual([]);
  });
  it('that no longer fits when his phone is answered is listening', () => {
    const asked: ControlInput = {
      kind: 'consult',
      target: { kind: 'device', device: 'dev_2', agent: 'agt_2' },
      leg: 'leg_other',
      text: 't',
    };
    const { state } = run([...talking, begin('take-over'), asked, up]);
    expect(state.monitor).toMatchObject({ mode: 'listen', phase: 'up' });
    expect(state.agent?.leg).toBe('leg_agent');
  });
  it('happens by itself where the agent leaves him with the customer, and only if both heard him', () => {
    expect(run([...talking, begin('barge'), up, ended('leg_agent')]).state.agent?.leg).toBe('leg_boss');
    const { state, effects } = run([...talking, begin('whisper'), up, ended('leg_agent'), ended('leg_customer')]);
    expect(finished(state)).toBe(false);
    expect(
      effects
        .filter((e) => e.do === 'edge' && e.command.do === 'hangup')
        .map((e) => e.do === 'edge' && 'leg' in e.command && e.command.leg),
    ).toEqual(['leg_customer', 'leg_boss']);
    expect(finished(run([ended('leg_boss')], state).state)).toBe(true);
  });
});
