import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { CallState, ControlEffect, ControlInput, Target } from './state.ts';
import { finished, newCall, stepCall } from './step.ts';
import { runCall } from './testkit.ts';

const start = newCall({ tenant: 'tnt_a', call: 'cal_a', interaction: 'int_a', person: 'cus_a', caller: null }, 'leg_customer');
const offer = { offer: 'off_1', work: 'wrk_1', queue: 'que_1', agent: 'agt_1', device: 'dev_1', leg: 'leg_agent', ringMs: 20_000 } as const;

const run = (inputs: ControlInput[], from: CallState = start) => runCall(from, inputs);
const commands = (effects: ControlEffect[]) => effects.flatMap((e) => (e.do === 'edge' ? [e.command] : []));
const facts = (effects: ControlEffect[]) => effects.flatMap((e) => (e.do === 'log' ? [e.fact.type] : []));
const ended = (leg: ControlInput & { kind: 'leg.ended' }): ControlInput => leg;
const left = (leg: 'leg_customer' | 'leg_agent' | 'leg_other', by: 'remote' | 'local' = 'remote'): ControlInput =>
  ended({ kind: 'leg.ended', leg, cause: 'normal', by, sipStatus: null });

const toQueue: ControlInput[] = [
  { kind: 'flow.began' },
  { kind: 'flow.answer' },
  { kind: 'leg.answered', leg: 'leg_customer' },
  { kind: 'offer.made', ...offer },
];
const toAgent: ControlInput[] = [
  ...toQueue,
  { kind: 'leg.answered', leg: 'leg_agent' },
  { kind: 'offer.accepted', offer: 'off_1' },
  { kind: 'record', recording: 'rec_1' },
];

describe('a call to an agent', () => {
  it('rings the device and bridges when routing confirms', () => {
    const { state, effects } = run(toAgent);
    expect(state.agent?.leg).toBe('leg_agent');
    expect(facts(effects)).toEqual(['call.answered', 'call.dialled', 'call.answered', 'call.bridged']);
    expect(commands(effects).at(-1)).toEqual({
      do: 'mix',
      call: 'cal_a',
      gains: [
        { listener: 'leg_customer', speaker: 'leg_agent', gain: 1 },
        { listener: 'leg_agent', speaker: 'leg_customer', gain: 1 },
      ],
    });
    expect(effects.some((e) => e.do === 'start-recording')).toBe(true);
    expect(effects).toContainEqual({ do: 'flow', input: { kind: 'assigned' } });
  });
  it('lets the device go when routing gave the caller to another', () => {
    const { state, effects } = run([...toQueue, { kind: 'leg.answered', leg: 'leg_agent' }, { kind: 'offer.refused', offer: 'off_1' }]);
    expect(state.offer).toBeNull();
    expect(commands(effects).at(-1)).toEqual({ do: 'hangup', leg: 'leg_agent', cause: 'withdrawn' });
  });
  it.each([
    ['busy', 'declined'],
    ['declined', 'declined'],
    ['no-answer', 'no-answer'],
    ['unreachable', 'unreachable'],
  ] as const)('a device that is %s ends the offer as %s', (cause, outcome) => {
    const { effects } = run([...toQueue, ended({ kind: 'leg.ended', leg: 'leg_agent', cause, by: 'remote', sipStatus: 486 })]);
    expect(effects).toContainEqual({ do: 'offer-ended', offer: 'off_1', outcome });
  });
  it('the same offer told twice rings once', () => {
    expect(
      commands(run([...toQueue, { kind: 'offer.made', ...offer, leg: 'leg_other' }]).effects).filter((c) => c.do === 'dial'),
    ).toHaveLength(1);
  });
});

describe('hold', () => {
  it('from the phone: music for the customer, nobody hears anybody; and back', () => {
    const { state, effects } = run([...toAgent, { kind: 'leg.held', leg: 'leg_agent' }]);
    expect(state.hold).toBe('agent');
    expect(commands(effects).slice(-2)).toMatchObject([
      { do: 'mix', gains: [] },
      { do: 'play', leg: 'leg_customer', loop: true },
    ]);
    const back = run([{ kind: 'leg.resumed', leg: 'leg_agent' }], state);
    expect(commands(back.effects)).toMatchObject([
      { do: 'stop', leg: 'leg_customer' },
      { do: 'mix', gains: [{}, {}] },
    ]);
  });
  it('with the music he waited with, and with the product’s where that cannot be played', () => {
    const own: PlayItem[] = [{ kind: 'clip', clip: 'a'.repeat(64) }];
    const waited: ControlInput[] = [
      { kind: 'flow.began' },
      { kind: 'flow.say', step: '1', items: [{ kind: 'prompt', prompt: 'welcome', language: 'en' }], loop: false },
      { kind: 'flow.say', step: '2', items: own, loop: true },
    ];
    const { state, effects } = run([{ kind: 'hold' }], run(toAgent, run(waited).state).state);
    expect(commands(effects)).toContainEqual({ do: 'play', leg: 'leg_customer', play: 'hold-leg_customer', items: own, loop: true });
    const failed = (play: string): ControlInput => ({ kind: 'played', leg: 'leg_customer', play, end: 'failed' });
    const instead = run([failed('hold-leg_customer')], state);
    expect(commands(instead.effects)).toEqual([
      { do: 'play', leg: 'leg_customer', play: 'hold-leg_customer-shipped', items: [{ kind: 'music', music: 'default' }], loop: true },
    ]);
    expect(run([failed('hold-leg_customer-shipped')], state).effects).toEqual([]);
  });
  it('the API does not lift what the phone holds', () => {
    expect(run([...toAgent, { kind: 'leg.held', leg: 'leg_agent' }, { kind: 'resume' }]).state.hold).toBe('agent');
  });
});

describe('blind transfer', () => {
  const refer = { leg: 'leg_agent', id: 'x' } as const;
  it('to a number of ours: its flow takes over, the agent is released, the phone told', () => {
    const { state, effects } = run([
      ...toAgent,
      { kind: 'transfer', target: { kind: 'flow', flow: 'flo_1' }, leg: 'leg_other', text: 'ext:4003', refer },
    ]);
    expect(state.agent).toBeNull();
    expect(effects).toContainEqual({ do: 'start-flow', flow: 'flo_1' });
    expect(effects).toContainEqual({ do: 'release', work: 'wrk_1', reason: 'transferred' });
    expect(commands(effects)).toContainEqual({ do: 'transfer-result', leg: 'leg_agent', transfer: 'x', status: 200 });
    expect(state.over).toBe(false);
  });
  it('to nowhere: refused, and they talk on', () => {
    const { state, effects } = run([...toAgent, { kind: 'transfer', target: null, leg: 'leg_other', text: 'ext:1', refer }]);
    expect(state.agent?.leg).toBe('leg_agent');
    expect(commands(effects).at(-1)).toMatchObject({ do: 'transfer-result', status: 404 });
  });
  const toDevice: ControlInput = {
    kind: 'transfer',
    target: { kind: 'device', device: 'dev_2', agent: 'agt_2' },
    leg: 'leg_other',
    text: 'agent2',
    refer,
  };
  it('to a device that answers', () => {
    const { state, effects } = run([...toAgent, toDevice, { kind: 'leg.answered', leg: 'leg_other' }]);
    expect(state).toMatchObject({ agent: null, other: { leg: 'leg_other', up: true }, transfer: null });
    expect(effects).toContainEqual({ do: 'release', work: 'wrk_1', reason: 'transferred' });
    expect(commands(effects).at(-1)).toMatchObject({ do: 'mix', gains: [{ listener: 'leg_customer', speaker: 'leg_other' }, {}] });
  });
  it('to a device that does not: the agent has the customer again', () => {
    const { state, effects } = run([
      ...toAgent,
      toDevice,
      ended({ kind: 'leg.ended', leg: 'leg_other', cause: 'busy', by: 'remote', sipStatus: 486 }),
    ]);
    expect(state).toMatchObject({ agent: { leg: 'leg_agent' }, other: null, transfer: null });
    expect(commands(effects).slice(-2)).toMatchObject([
      { do: 'transfer-result', status: 486 },
      { do: 'mix', gains: [{}, {}] },
    ]);
  });
  it('asked for by the customer is refused: he would travel at our cost', () => {
    const { state, effects } = run([...toAgent, { ...toDevice, refer: { leg: 'leg_customer', id: 'y' } }]);
    expect(state.transfer).toBeNull();
    expect(commands(effects).at(-1)).toEqual({ do: 'transfer-result', leg: 'leg_customer', transfer: 'y', status: 403 });
  });
  const busy: ControlInput = ended({ kind: 'leg.ended', leg: 'leg_other', cause: 'busy', by: 'remote', sipStatus: 486 });
  it('that fails finds the customer on hold where the phone holds him still', () => {
    const { state, effects } = run([...toAgent, { kind: 'leg.held', leg: 'leg_agent' }, toDevice, busy]);
    expect(state).toMatchObject({ hold: 'agent', transfer: null });
    expect(commands(effects).slice(-2)).toMatchObject([
      { do: 'mix', gains: [] },
      { do: 'play', leg: 'leg_customer', items: [{ kind: 'music' }], loop: true },
    ]);
    expect(commands(run([{ kind: 'leg.resumed', leg: 'leg_agent' }], state).effects).at(-1)).toMatchObject({ do: 'mix', gains: [{}, {}] });
  });
  it('that fails after the phone took him off hold lets them talk', () => {
    const { state, effects } = run([
      ...toAgent,
      { kind: 'leg.held', leg: 'leg_agent' },
      toDevice,
      { kind: 'leg.resumed', leg: 'leg_agent' },
      busy,
    ]);
    expect(state.hold).toBeNull();
    expect(commands(effects).at(-1)).toMatchObject({ do: 'mix', gains: [{}, {}] });
  });
  it('goes on when the agent hangs up meanwhile', () => {
    const { state, effects } = run([...toAgent, toDevice, left('leg_agent'), { kind: 'leg.answered', leg: 'leg_other' }]);
    expect(effects.filter((e) => e.do === 'release')).toEqual([{ do: 'release', work: 'wrk_1', reason: 'transferred' }]);
    expect(state.other?.up).toBe(true);
  });
});

describe('the end', () => {
  it('the agent hangs up: the customer is let go and the interaction ends by the agent', () => {
    const { state, effects } = run([...toAgent, left('leg_agent'), left('leg_customer', 'local')]);
    expect(finished(state)).toBe(true);
    expect(effects).toContainEqual({ do: 'end-interaction', cause: 'normal', by: 'agent', stage: 'agent' });
    expect(effects.filter((e) => e.do === 'release')).toHaveLength(1);
  });
  it('over the API it ends by the API, wherever the customer was', () => {
    for (const before of [toQueue, toAgent]) {
      const { effects } = run([...before, { kind: 'hang-up', cause: 'normal', by: 'api' }, left('leg_customer', 'local')]);
      expect(effects.find((e) => e.do === 'end-interaction')).toMatchObject({ by: 'api' });
    }
  });
  it('a number that leads nowhere: ended by the system, before anybody had it', () => {
    const { effects } = run([
      { kind: 'hang-up', cause: 'not-found', by: 'system' },
      ended({ kind: 'leg.ended', leg: 'leg_customer', cause: 'not-found', by: 'local', sipStatus: 404 }),
    ]);
    expect(effects).toContainEqual({ do: 'end-interaction', cause: 'not-found', by: 'system', stage: 'flow' });
  });
  it('the one he was transferred to hangs up: the customer was with somebody else', () => {
    const { effects } = run([
      ...toAgent,
      { kind: 'transfer', target: { kind: 'device', device: 'dev_2', agent: null }, leg: 'leg_other', text: 't', refer: null },
      { kind: 'leg.answered', leg: 'leg_other' },
      left('leg_other'),
      left('leg_customer', 'local'),
    ]);
    expect(effects.find((e) => e.do === 'end-interaction')).toMatchObject({ stage: 'other' });
  });
  it('the caller gives up in the line', () => {
    const { effects } = run([...toQueue.slice(0, 3), { kind: 'flow.queued', queued: true }, left('leg_customer')]);
    expect(effects).toContainEqual({ do: 'end-interaction', cause: 'normal', by: 'customer', stage: 'queue' });
  });
  it('the caller gives up while a device rings', () => {
    const { state, effects } = run([...toQueue, left('leg_customer')]);
    expect(effects).toContainEqual({ do: 'end-interaction', cause: 'normal', by: 'customer', stage: 'ring' });
    expect(effects).toContainEqual({ do: 'flow', input: { kind: 'customer-left' } });
    expect(commands(effects).at(-1)).toEqual({ do: 'hangup', leg: 'leg_agent', cause: 'withdrawn' });
    expect(finished(state)).toBe(false);
    expect(
      finished(run([ended({ kind: 'leg.ended', leg: 'leg_agent', cause: 'withdrawn', by: 'local', sipStatus: 487 })], state).state),
    ).toBe(true);
  });
});

const legs = ['leg_customer', 'leg_agent', 'leg_other'] as const;
const targets: Target[] = [null, { kind: 'flow', flow: 'flo_1' }, { kind: 'device', device: 'dev_2', agent: 'agt_2' }];
const anyInput: fc.Arbitrary<ControlInput> = fc.oneof(
  fc.constantFrom<ControlInput>(
    { kind: 'flow.began' },
    { kind: 'flow.answer' },
    { kind: 'flow.echo' },
    { kind: 'flow.quiet' },
    { kind: 'flow.hang-up', cause: 'normal' },
    { kind: 'offer.made', ...offer },
    { kind: 'offer.withdrawn', offer: 'off_1', cause: 'withdrawn' },
    { kind: 'offer.accepted', offer: 'off_1' },
    { kind: 'record', recording: 'rec_1' },
    { kind: 'offer.refused', offer: 'off_1' },
    { kind: 'hold' },
    { kind: 'resume' },
    { kind: 'hang-up', cause: 'normal', by: 'api' },
  ),
  fc
    .constantFrom(...legs)
    .chain((leg) =>
      fc
        .constantFrom('leg.answered' as const, 'leg.held' as const, 'leg.resumed' as const, 'leg.ringing' as const)
        .map<ControlInput>((kind) => ({ kind, leg })),
    ),
  fc.constantFrom(...legs).map<ControlInput>((leg) => ({ kind: 'leg.ended', leg, cause: 'normal', by: 'remote', sipStatus: null })),
  fc.constantFrom(...targets).map<ControlInput>((target) => ({ kind: 'transfer', target, leg: 'leg_other', text: 't', refer: null })),
);

it('whatever comes: one end at most, nobody released who was not assigned, and nobody hears a leg that left', () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 60 }), (inputs) => {
      let state = start;
      const gone = new Set<string>();
      let ends = 0;
      let assigned = 0;
      let released = 0;
      for (const input of inputs) {
        // A leg that has ended says nothing more.
        if ('leg' in input && gone.has(input.leg)) continue;
        const before = state;
        const next = stepCall(state, input);
        state = next.state;
        if (input.kind === 'leg.ended') gone.add(input.leg);
        if (before.agent === null && state.agent !== null) assigned += 1;
        for (const effect of next.effects) {
          if (effect.do === 'end-interaction') ends += 1;
          if (effect.do === 'release') released += 1;
          if (effect.do === 'edge' && effect.command.do === 'mix')
            for (const cell of effect.command.gains) expect(gone.has(cell.listener) || gone.has(cell.speaker)).toBe(false);
        }
      }
      expect(ends).toBe(state.over ? 1 : 0);
      expect(released).toBeLessThanOrEqual(assigned);
      if (state.over) expect(released).toBe(assigned);
    }),
    { numRuns: 3_000 },
  );
});

describe('what a flow has done with its customer alone', () => {
  const up: ControlInput[] = [{ kind: 'flow.began' }, { kind: 'flow.answer' }, { kind: 'leg.answered', leg: 'leg_customer' }];
  const record: ControlInput = { kind: 'flow.record', step: 's1', recording: 'rec_v', maxMs: 5_000, endKeys: '#', beep: true };
  const beeped: ControlInput = { kind: 'played', leg: 'leg_customer', play: 'beep-rec_v', end: 'finished' };
  const sealed: ControlInput = { kind: 'recording.sealed', recording: 'rec_v', durationMs: 2_000 };
  const told = (effects: ControlEffect[]) => effects.flatMap((e) => (e.do === 'flow' ? [e.input] : []));

  it('records after the beep until an end key, and tells the length when the file is sealed', () => {
    const begun = run([...up, record, beeped]);
    expect(begun.effects).toContainEqual({ do: 'start-recording', recording: 'rec_v', left: ['leg_customer'], right: [] });
    const other = run([{ kind: 'digit', leg: 'leg_customer', digit: '1' }], begun.state);
    expect(other.effects).toEqual([]);
    const { state, effects } = run([{ kind: 'digit', leg: 'leg_customer', digit: '#' }, sealed], begun.state);
    expect(commands(effects)).toEqual([{ do: 'stop-recording', recording: 'rec_v' }]);
    expect(told(effects)).toEqual([{ kind: 'recorded', step: 's1', recording: 'rec_v', durationMs: 2_000, end: 'key' }]);
    expect(state.taking).toBeNull();
  });
  it('ends it at the limit, and as failed where no file comes', () => {
    const begun = run([...up, record, beeped]);
    const limit = stepCall(begun.state, { kind: 'timer' }, 6_000);
    expect(commands(limit.effects)).toEqual([{ do: 'stop-recording', recording: 'rec_v' }]);
    expect(limit.state.taking?.end).toBe('max');
    const lost = stepCall(limit.state, { kind: 'timer' }, 60_000);
    expect(told(lost.effects)).toMatchObject([{ kind: 'recorded', end: 'failed' }]);
  });
  it('who hangs up is told to the flow after his recording, not before it', () => {
    const { state, effects } = run([...up, record, beeped, left('leg_customer')]);
    expect(told(effects).some((input) => input.kind === 'customer-left')).toBe(false);
    expect(finished(state)).toBe(false);
    const end = run([sealed], state);
    expect(told(end.effects).map((input) => input.kind)).toEqual(['recorded', 'customer-left']);
    expect(finished(end.state)).toBe(true);
  });
  it('who hangs up in the beep has recorded nothing', () => {
    const { effects } = run([...up, record, left('leg_customer')]);
    expect(effects.some((e) => e.do === 'start-recording')).toBe(false);
    expect(told(effects).slice(-2)).toMatchObject([{ kind: 'recorded', durationMs: 0, end: 'left' }, { kind: 'customer-left' }]);
  });
  it('a key that no question waits for is told to the flow', () => {
    expect(told(run([...up, { kind: 'digit', leg: 'leg_customer', digit: '5' }]).effects).at(-1)).toEqual({ kind: 'digit', digit: '5' });
  });

  const dial: ControlInput = {
    kind: 'flow.dial',
    target: { kind: 'device', device: 'dev_2', agent: 'agt_2' },
    leg: 'leg_other',
    timeoutMs: 9_000,
  };
  it('dials for him and stays in charge', () => {
    const talking = run([...up, dial, { kind: 'leg.answered', leg: 'leg_other' }]);
    expect(told(talking.effects).at(-1)).toEqual({ kind: 'dialled', outcome: 'answered' });
    expect(talking.state.flow).toBe(true);
    const { state, effects } = run([left('leg_other')], talking.state);
    expect(told(effects)).toEqual([{ kind: 'dial-ended' }]);
    expect(commands(effects)).toEqual([{ do: 'mix', call: 'cal_a', gains: [] }]);
    expect(state.over).toBe(false);
  });
  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['declined', 'declined'],
    ['unreachable', 'failed'],
  ] as const)('tells %s as %s', (cause, outcome) => {
    const { effects } = run([...up, dial, { kind: 'leg.ended', leg: 'leg_other', cause, by: 'remote', sipStatus: null }]);
    expect(told(effects).at(-1)).toEqual({ kind: 'dialled', outcome });
  });
  it('hangs the other up where the customer leaves', () => {
    const { effects } = run([...up, dial, left('leg_customer')]);
    expect(commands(effects)).toContainEqual({ do: 'hangup', leg: 'leg_other', cause: 'normal' });
  });
});
