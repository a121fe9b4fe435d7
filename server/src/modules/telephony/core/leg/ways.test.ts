// What follows when a way out fails, and session timers, as rules.
import { describe, expect, it } from 'vitest';
import type { LegEffect, LegInput, LegState } from './state.ts';
import { arrivedLeg, dialledLeg, stepLeg } from './step.ts';

function run(start: LegState, inputs: LegInput[]): { state: LegState; effects: LegEffect[] } {
  let state = start;
  const effects: LegEffect[] = [];
  for (const input of inputs) {
    const next = stepLeg(state, input);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}
const does = (effects: LegEffect[]): string[] => effects.map((each) => (each.do === 'report' ? each.report.kind : each.do));
const refused = (status: number): LegInput => ({ kind: 'refused', status, q850: null });

describe('a dialled leg with other ways', () => {
  it.each([408, 500, 502, 503, 504] as const)('takes the next where one answers %d', (status) => {
    const { state, effects } = run(dialledLeg(20_000, 2).state, [refused(status)]);
    expect([state.phase, state.ways, does(effects)]).toEqual(['dialling', 1, ['next-way', 'start-timer']]);
  });
  it.each([403, 404, 480, 486, 501, 513, 603] as const)('ends where the callee, or a fault of ours, answers %d', (status) => {
    expect(run(dialledLeg(20_000, 2).state, [refused(status)]).state.phase).toBe('ended');
  });
  it('takes the next where nothing came, by time or by failure', () => {
    for (const input of [
      { kind: 'timer', timer: 'trying' },
      { kind: 'failed', why: 'transport' },
    ] as const)
      expect(does(run(dialledLeg(20_000, 1).state, [input]).effects)).toEqual(['next-way', 'stop-timer']);
  });
  it('stays with one that works on it, and with one that rings, whatever comes of it', () => {
    const trying = run(dialledLeg(20_000, 1).state, [{ kind: 'provisional', status: 100 }]);
    expect(trying.effects).toEqual([{ do: 'stop-timer', timer: 'trying' }]);
    const rang = run(dialledLeg(20_000, 1).state, [{ kind: 'provisional', status: 180 }, refused(503)]);
    expect([rang.state.phase, does(rang.effects).includes('next-way')]).toEqual(['ended', false]);
  });
  it('that is taken back takes no other way', () => {
    const { effects, state } = run(dialledLeg(20_000, 1).state, [{ kind: 'hangup', cause: 'withdrawn' }, refused(503)]);
    expect([state.phase, does(effects).includes('next-way')]).toEqual(['ended', false]);
  });
  it('ends with the last way’s answer', () => {
    const { effects } = run(dialledLeg(20_000, 1).state, [refused(503), refused(500)]);
    expect(effects.at(-2)).toMatchObject({ report: { kind: 'leg.ended', sipStatus: 500 } });
  });
});

describe('a session timer', () => {
  const up = run(arrivedLeg().state, [{ kind: 'answer' }, { kind: 'acked' }]).state;
  it('starts what was agreed, and stops what was not', () => {
    expect(stepLeg(up, { kind: 'session', refreshMs: 45_000, endMs: 60_000 }).effects).toEqual([
      { do: 'start-timer', timer: 'refresh', ms: 45_000 },
      { do: 'start-timer', timer: 'session', ms: 60_000 },
    ]);
    expect(does(stepLeg(up, { kind: 'session', refreshMs: null, endMs: null }).effects)).toEqual(['stop-timer', 'stop-timer']);
  });
  it('refreshes, and ends the call when it runs out', () => {
    expect(stepLeg(up, { kind: 'timer', timer: 'refresh' })).toEqual({ state: up, effects: [{ do: 'refresh' }] });
    const over = stepLeg(up, { kind: 'timer', timer: 'session' });
    expect([over.state.phase, does(over.effects)]).toEqual(['ended', ['bye', 'leg.ended', 'close']]);
  });
  it('means nothing to a leg that has ended', () => {
    const ended = run(up, [{ kind: 'bye', q850: null }]).state;
    expect(stepLeg(ended, { kind: 'session', refreshMs: 1, endMs: 2 }).effects).toEqual([]);
  });
});
