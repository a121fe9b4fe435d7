import fc from 'fast-check';
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
const ended = (effects: LegEffect[]) => effects.flatMap((e) => (e.do === 'report' && e.report.kind === 'leg.ended' ? [e.report] : []));

describe('a leg that came to us', () => {
  it('rings, is answered, talks, is hung up by the far end', () => {
    const { state, effects } = run(arrivedLeg().state, [
      { kind: 'ring' },
      { kind: 'answer' },
      { kind: 'acked' },
      { kind: 'bye', q850: 16 },
    ]);
    expect(state.phase).toBe('ended');
    expect(effects.map((e) => (e.do === 'report' ? e.report.kind : e.do))).toEqual([
      'respond',
      'leg.ringing',
      'stop-timer',
      'accept',
      'leg.answered',
      'leg.ended',
      'close',
    ]);
    expect(ended(effects)).toEqual([{ kind: 'leg.ended', cause: 'normal', by: 'remote', sipStatus: null }]);
  });
  it('given up before the answer: 487, cancelled', () => {
    const { effects } = run(arrivedLeg().state, [{ kind: 'cancelled' }]);
    expect(effects[0]).toEqual({ do: 'respond', status: 487 });
    expect(ended(effects)[0]?.cause).toBe('cancelled');
  });
  it('ended by BYE in its early dialog: the INVITE gets its 487', () => {
    const { effects } = run(arrivedLeg().state, [{ kind: 'ring' }, { kind: 'bye', q850: 16 }]);
    expect(effects).toContainEqual({ do: 'respond', status: 487 });
    expect(ended(effects)).toEqual([{ kind: 'leg.ended', cause: 'cancelled', by: 'remote', sipStatus: 487 }]);
  });
  it('taken by nobody for long is refused', () => {
    const { state, effects } = arrivedLeg();
    expect(effects).toEqual([{ do: 'start-timer', timer: 'no-answer', ms: 180_000 }]);
    expect(ended(run(state, [{ kind: 'timer', timer: 'no-answer' }]).effects)[0]).toMatchObject({ cause: 'no-answer', sipStatus: 480 });
  });
  it('whose re-INVITE is never acknowledged is ended by BYE', () => {
    const { effects } = run(arrivedLeg().state, [
      { kind: 'answer' },
      { kind: 'acked' },
      { kind: 'reoffered', held: true },
      { kind: 'ack-missing' },
    ]);
    expect(effects.some((e) => e.do === 'bye')).toBe(true);
    expect(ended(effects)[0]?.cause).toBe('unreachable');
  });
  it('a CANCEL after our 2xx changes nothing', () => {
    expect(run(arrivedLeg().state, [{ kind: 'answer' }, { kind: 'cancelled' }]).state.phase).toBe('answering');
  });
  it('hung up by us before the ACK: the BYE waits for it', () => {
    const answering = run(arrivedLeg().state, [{ kind: 'answer' }, { kind: 'hangup', cause: 'normal' }]);
    expect(answering.effects.some((e) => e.do === 'bye')).toBe(false);
    const { effects } = run(answering.state, [{ kind: 'acked' }]);
    expect(effects[0]).toEqual({ do: 'bye', cause: 'normal' });
    expect(ended(effects)).toEqual([{ kind: 'leg.ended', cause: 'normal', by: 'local', sipStatus: null }]);
  });
  it('no ACK: BYE, unreachable', () => {
    const { effects } = run(arrivedLeg().state, [{ kind: 'answer' }, { kind: 'ack-missing' }]);
    expect(effects.some((e) => e.do === 'bye')).toBe(true);
    expect(ended(effects)[0]?.cause).toBe('unreachable');
  });
  it('hold and resume are reported once each', () => {
    const { effects } = run(arrivedLeg().state, [
      { kind: 'answer' },
      { kind: 'acked' },
      { kind: 'reoffered', held: true },
      { kind: 'reoffered', held: true },
      { kind: 'reoffered', held: false },
    ]);
    expect(effects.flatMap((e) => (e.do === 'report' ? [e.report.kind] : []))).toEqual(['leg.answered', 'leg.held', 'leg.resumed']);
  });
});

describe('a leg we dial', () => {
  const dialled = dialledLeg(20_000).state;
  it('is answered', () => {
    const { state, effects } = run(dialled, [{ kind: 'provisional', status: 180 }, { kind: 'accepted' }]);
    expect(state.phase).toBe('up');
    expect(effects.flatMap((e) => (e.do === 'report' ? [e.report.kind] : []))).toEqual(['leg.ringing', 'leg.answered']);
  });
  it('does not answer: cancelled by us, ends as no-answer when 487 comes', () => {
    const { effects } = run(dialled, [
      { kind: 'timer', timer: 'no-answer' },
      { kind: 'refused', status: 487, q850: null },
    ]);
    expect(effects.some((e) => e.do === 'cancel')).toBe(true);
    expect(ended(effects)).toEqual([{ kind: 'leg.ended', cause: 'no-answer', by: 'local', sipStatus: 487 }]);
  });
  it('answered as we cancel: acknowledged, then BYE', () => {
    const { effects } = run(dialled, [{ kind: 'hangup', cause: 'withdrawn' }, { kind: 'accepted' }]);
    expect(effects.some((e) => e.do === 'bye')).toBe(true);
    expect(ended(effects)[0]?.cause).toBe('withdrawn');
  });
  it.each([
    [486, 'busy'],
    [603, 'declined'],
    [404, 'not-found'],
    [480, 'no-answer'],
    [503, 'congestion'],
    [488, 'media-failed'],
    [699, 'declined'],
    [302, 'not-found'],
  ] as const)('refused with %i ends as %s', (status, cause) => {
    expect(ended(run(dialled, [{ kind: 'refused', status, q850: null }]).effects)[0]?.cause).toBe(cause);
  });
  it('a silent far end after CANCEL is forgotten', () => {
    const { state } = run(dialled, [
      { kind: 'hangup', cause: 'withdrawn' },
      { kind: 'timer', timer: 'cancel' },
    ]);
    expect(state.phase).toBe('ended');
  });
});

const anyInput: fc.Arbitrary<LegInput> = fc.oneof(
  ...(['ring', 'answer', 'acked', 'ack-missing', 'cancelled', 'accepted', 'media-failed'] as const).map((kind) =>
    fc.constant<LegInput>({ kind }),
  ),
  fc.constantFrom<LegInput>({ kind: 'hangup', cause: 'normal' }, { kind: 'hangup', cause: 'withdrawn' }),
  fc.integer({ min: 100, max: 199 }).map<LegInput>((status) => ({ kind: 'provisional', status })),
  fc.integer({ min: 300, max: 699 }).map<LegInput>((status) => ({ kind: 'refused', status, q850: null })),
  fc.constantFrom<LegInput>({ kind: 'failed', why: 'timeout' }, { kind: 'failed', why: 'transport' }),
  fc.boolean().map<LegInput>((held) => ({ kind: 'reoffered', held })),
  fc.constantFrom<LegInput>({ kind: 'bye', q850: null }, { kind: 'timer', timer: 'no-answer' }, { kind: 'timer', timer: 'cancel' }),
);

it('any sequence of inputs ends a leg at most once, and nothing happens after its end', () => {
  fc.assert(
    fc.property(fc.constantFrom(arrivedLeg().state, dialledLeg(20_000).state), fc.array(anyInput, { maxLength: 40 }), (start, inputs) => {
      const { state, effects } = run(start, inputs);
      expect(ended(effects).length).toBe(state.phase === 'ended' ? 1 : 0);
      const close = effects.findIndex((e) => e.do === 'close');
      if (close >= 0) expect(close).toBe(effects.length - 1);
    }),
    { numRuns: 2_000 },
  );
});
