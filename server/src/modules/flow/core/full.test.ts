// What a run makes of a queue's settings for when it is full: which rule counts, where it leads, and that no two queues send a caller back and forth.
import { describe, expect, test } from 'vitest';
import type { FullRule } from '@tandem/contract/api/queue-callbacks.ts';
import { DEMO_GRAPHS, programOf, SALES, SUPPORT } from './demo.fixture.ts';
import { newRun, type QueueOutlook, type RunEffect, type RunInput } from './run.ts';
import { step } from './step.ts';

type Bare = RunInput extends infer I ? (I extends RunInput ? Omit<I, 'at'> : never) : never;
const BUSY: QueueOutlook = { position: 5, waiting: 4, estimateMs: 200_000, staffed: true };

function play(full: readonly FullRule[]) {
  const program = programOf(DEMO_GRAPHS.support);
  let state = newRun({ vars: { remote: 'tel:+8613900000001' }, answered: true });
  const send = (input: Bare): RunEffect[] => {
    const next = step(program, state, { ...input, at: 1_000 });
    state = next.state;
    return next.effects;
  };
  const rule = (rules: readonly FullRule[]): RunEffect[] => send({ kind: 'rule', token: state.token, announce: false, full: rules });
  const look = (queue: QueueOutlook | null): RunEffect[] => send({ kind: 'outlook', token: state.token, mine: null, queue });
  send({ kind: 'started' });
  return { send, rule, look, first: rule(full), of: () => state };
}
const dos = (effects: readonly RunEffect[]): string[] => effects.map((effect) => effect.do);
const entered = (effects: readonly RunEffect[]): string[] =>
  effects.flatMap((effect) => (effect.do === 'entered' ? [`${effect.type} ${effect.node}`] : []));
const prompts = (effects: readonly RunEffect[]): string[] =>
  effects.flatMap((effect) => ('items' in effect ? effect.items.flatMap((item) => (item.kind === 'prompt' ? [item.prompt] : [])) : []));

const voicemail = { do: 'voicemail' } as const;
const callback = { do: 'callback' } as const;
const to = (queue: typeof SALES): FullRule['act'] => ({ do: 'queue', queue });

test('without rules he is queued without a look', () => {
  expect(dos(play([]).first)).toContain('enqueue');
});

describe('a rule', () => {
  const estimate = (above: number): FullRule => ({ when: { is: 'estimate', above }, act: voicemail });
  const waiting = (above: number): FullRule => ({ when: { is: 'waiting', above }, act: voicemail });
  const CLOSED: FullRule = { when: { is: 'closed', hours: 'hrs_x' }, act: voicemail };
  const unstaffed: FullRule = { when: { is: 'unstaffed' }, act: voicemail };
  test.each([
    ['a wait above the limit', estimate(199_999), BUSY, true],
    ['a wait at the limit', estimate(200_000), BUSY, false],
    ['a wait that nobody knows', estimate(1_000), { ...BUSY, estimateMs: null }, false],
    ['more people than the limit', waiting(3), BUSY, true],
    ['as many as the limit', waiting(4), BUSY, false],
    ['nobody on queue', unstaffed, { ...BUSY, staffed: false }, true],
    ['somebody on queue', unstaffed, BUSY, false],
    ['a queue nobody can tell about', unstaffed, null, false],
    ['closed hours, told by the shell', CLOSED, null, true],
  ])('%s', (_, rule, queue, holds) => {
    const run = play([rule]);
    expect(dos(run.first)).toEqual(['look']);
    expect(dos(run.look(queue)).includes('enqueue')).toBe(!holds);
  });

  test('that comes first counts', () => {
    const run = play([
      { when: { is: 'waiting', above: 9 }, act: voicemail },
      { when: { is: 'waiting', above: 1 }, act: { do: 'goodbye', prompt: 'queue/full' } },
      { when: { is: 'waiting', above: 0 }, act: voicemail },
    ]);
    const effects = run.look(BUSY);
    expect(entered(effects)).toEqual(['hang-up full: queue/full']);
    expect(prompts(effects)).toEqual(['queue/full', 'goodbye']);
  });
});

test('a call-back is offered at once to who stands in the line, and the key begins it', () => {
  const run = play([{ when: { is: 'waiting', above: 0 }, act: callback }]);
  const effects = run.look(BUSY);
  expect(effects).toContainEqual(expect.objectContaining({ do: 'enqueue', queue: SUPPORT }));
  expect(effects).toContainEqual(expect.objectContaining({ do: 'timer', name: 'offer', ms: 0 }));
  expect(prompts(run.send({ kind: 'digit', digit: '1' }))).toContain('queue/callback-to-number');
});

test('a message goes into the inbox of the queue, and the call ends', () => {
  const run = play([{ when: { is: 'closed', hours: 'hrs_x' }, act: voicemail }]);
  expect(prompts(run.look(BUSY))).toEqual(['hours/closed', 'voicemail/leave-message-after-tone']);
  run.send({ kind: 'said', token: run.of().token });
  run.send({ kind: 'recorded', token: run.of().token, recording: 'rec_x', durationMs: 4_000, end: 'key' });
  expect(run.of().waiting).toMatchObject({ on: 'kept' });
  expect(prompts(run.send({ kind: 'kept', token: run.of().token, ok: true }))).toEqual(['voicemail/saved']);
  expect(entered(run.send({ kind: 'said', token: run.of().token }))).toEqual(['hang-up full: goodbye']);
});

test('the other queue has its own rules, and does not send him back', () => {
  const run = play([{ when: { is: 'waiting', above: 0 }, act: to(SALES) }]);
  const effects = run.look(BUSY);
  expect(entered(effects)).toEqual([`queue full: ${SALES}`]);
  expect(effects).toContainEqual(expect.objectContaining({ do: 'rule', queue: SALES }));
  expect(dos(run.rule([{ when: { is: 'waiting', above: 0 }, act: to(SUPPORT) }]))).toEqual(['look']);
  expect(run.look(BUSY)).toContainEqual(expect.objectContaining({ do: 'enqueue', queue: SALES }));
});
