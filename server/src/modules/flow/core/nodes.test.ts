// The nodes that ask the world outside, and what a caller hears and can do in a queue, step by step.
import { describe, expect, test } from 'vitest';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import { BILLING, ENGLISH, EVERY_NODE, programOf, SUB, SUB_GRAPH, SUPPORT } from './demo.fixture.ts';
import { renderVoice } from './render-voice.ts';
import { newRun, type RunEffect, type RunInput, type RunState } from './run.ts';
import { step } from './step.ts';

type Bare = RunInput extends infer I ? (I extends RunInput ? Omit<I, 'at'> : never) : never;
const RECORDING = 'rec_01990000-0000-7000-8000-000000000001';

function run(nodes: Record<string, FlowNode>, start: string, vars: RunState['vars'] = {}) {
  const graph: FlowGraph = { ...EVERY_NODE, start, nodes: { ...EVERY_NODE.nodes, ...nodes } };
  const program = programOf(graph, { [SUB]: SUB_GRAPH });
  let state = newRun({ vars, answered: true });
  let effects: RunEffect[] = [];
  let at = 1_000;
  const send = (input: Bare): RunEffect[] => {
    ({ state, effects } = step(program, state, { ...input, at: (at += 10) }));
    return effects;
  };
  const token = () => state.token;
  send({ kind: 'started' });
  return {
    send,
    get state() {
      return state;
    },
    get effects() {
      return effects;
    },
    entered: () => effects.flatMap((each) => (each.do === 'entered' ? [each.node] : [])),
    said: () => send({ kind: 'said', token: token() }),
    keys: (digits: string) => send({ kind: 'asked', token: token(), digits, end: 'complete' }),
    answer: <K extends Bare['kind']>(kind: K, more: object) => send({ kind, token: token(), ...more } as unknown as Bare),
  };
}
const of = <D extends RunEffect['do']>(effects: RunEffect[], kind: D) =>
  effects.find((each): each is Extract<RunEffect, { do: D }> => each.do === kind);
const heard = (effects: RunEffect[]): string[] =>
  effects.flatMap((effect) =>
    'items' in effect
      ? renderVoice(effect.items)
          // Where the queue has chosen nothing of its own.
          .flatMap((item) => (item.kind === 'to-find' ? item.or : [item]))
          .map((item) => ('prompt' in item ? item.prompt : 'text' in item ? item.text : item.kind))
      : [],
  );

describe('opening hours', () => {
  test.each([
    ['open', 'order'],
    ['closed', 'voicemail'],
    ['holiday', 'voicemail'],
    [null, 'voicemail'],
  ])('%s leads to %s', (state, node) => {
    const call = run({}, 'hours');
    expect(of(call.effects, 'hours')).toBeDefined();
    call.answer('hours', { state });
    expect(call.entered()[0]).toBe(node);
  });
});

describe('an HTTP request', () => {
  const vars = { order: 'a/b?', remote: '+86', balance: '' };
  test('is filled in: the address percent-encoded, the secret left to the sender, no line break smuggled into a header', () => {
    const { request } = of(run({}, 'account', { ...vars, remote: '+86\r\nx: {{secret:crm}}' }).effects, 'http')!;
    expect(request.url).toBe('https://crm.example.com/accounts/a%2Fb%3F?from=%2B86%0D%0Ax%3A%20%7B%7Bsecret%3Acrm%7D%7D');
    expect(request.headers).toEqual({ authorization: 'Bearer {{secret:crm}}', 'x-caller': '+86  x:   secret:crm  ' });
    expect(request.body).toEqual({ order: 'a/b?', tags: ['phone', ''], deep: { n: 1 } });
  });
  test.each([
    [200, 'rich'],
    [204, 'rich'],
    [404, 'say'],
    [500, 'operator'],
    [302, 'operator'],
  ])('%i leads to %s', (status, node) => {
    const call = run({}, 'account', vars);
    call.answer('http-answered', { status, body: { account: { balance: 12.5 }, orders: [{ id: 7 }] } });
    expect(call.entered()[0]).toBe(node);
    expect(call.state.vars).toMatchObject({ balance: 12.5, first: 7, all: '[{"id":7}]' });
  });
  test('without an answer the failed edge is taken; what is not in the answer is the empty text', () => {
    const call = run({}, 'account', vars);
    call.answer('http-failed', { reason: 'no answer in 2000 ms' });
    expect(call.entered()).toEqual(['operator']);
    const bare = run({}, 'account', vars);
    bare.answer('http-answered', { status: 200, body: null });
    expect(bare.state.vars).toMatchObject({ balance: '', first: '' });
  });
});

describe('expressions', () => {
  test('a case that holds is taken; one that cannot be worked out does not hold, and the event says so', () => {
    expect(run({}, 'rich', { balance: 100, order: '1001' }).state.vars['told']).toBe(true);
    const call = run({}, 'rich', {});
    expect(call.entered()[0]).toBe('rich');
    expect(of(call.effects, 'entered')).toMatchObject({ node: 'rich', detail: 'no balance' });
  });
});

describe('sub-flows', () => {
  test('run with variables of their own and give back what was agreed', () => {
    const call = run({}, 'order', { language: 'en', own: 'mine' });
    expect(of(call.effects, 'ask')).toBeDefined();
    expect(call.state).toMatchObject({ flow: SUB, vars: { language: 'en', greeting: 'hello' } });
    expect(call.state.vars).not.toHaveProperty('own');
    const effects = call.keys('1001');
    expect(call.state).toMatchObject({ flow: null, frames: [], vars: { own: 'mine', order: '1001' } });
    expect(effects.flatMap((each) => (each.do === 'entered' ? [[each.node, each.flow]] : []))).toEqual([
      ['back', SUB],
      ['skills', null],
      ['account', null],
    ]);
  });
  test('one that is not published takes the failed edge', () => {
    const missing = 'flo_01990000-0000-7000-8000-0000000000ff';
    const call = run({ order: { type: 'sub-flow', flow: missing, next: 'say', failed: 'bye' } }, 'order');
    expect(call.entered()).toEqual(['order', 'bye']);
  });
  test('a flow that calls itself ends at the eighth level', () => {
    const again: FlowNode = { type: 'sub-flow', flow: SUB, next: 'bye', failed: 'bye' };
    const deep = { ...SUB_GRAPH, start: 'again', nodes: { again, bye: { type: 'hang-up' } as const } };
    let state = newRun({ answered: true });
    const program = programOf(deep, { [SUB]: deep });
    ({ state } = step(program, state, { kind: 'started', at: 1 }));
    expect(state.frames).toHaveLength(8);
    expect(state.outcome).toBe('hung-up');
  });
});

describe('calling somebody', () => {
  test.each([
    ['busy', 'busy'],
    ['declined', 'busy'],
    ['no-answer', 'none'],
    ['failed', 'bye'],
  ])('%s leads to %s', (outcome, node) => {
    const mark = (say: string): FlowNode => ({ type: 'hang-up', say: [{ prompt: say }] });
    const dial = { ...EVERY_NODE.nodes['dial'], busy: 'busy', noAnswer: 'none', failed: 'bye', next: 'talked' } as FlowNode;
    const call = run({ dial, busy: mark('x'), none: mark('y'), talked: mark('z') }, 'dial', { order: '200' });
    expect(of(call.effects, 'dial')).toMatchObject({ to: { number: '200' }, timeoutMs: 20_000 });
    call.answer('dialled', { outcome });
    expect(call.entered()).toEqual([node]);
  });
  test('after a talk the flow goes on; without any word from the other side it gives up', () => {
    const call = run({}, 'dial', { order: '200' });
    call.answer('dialled', { outcome: 'answered' });
    expect(call.answer('timer', { name: 'dial' })).toEqual([]);
    call.answer('dial-ended', {});
    expect(call.entered()).toEqual(['operator']);
    const silent = run({}, 'dial', { order: '200' });
    silent.answer('timer', { name: 'dial' });
    expect(silent.entered()).toEqual(['operator']);
  });
});

describe('voicemail', () => {
  const recording = (over: object = {}) => ({ recording: RECORDING, durationMs: 4_000, end: 'key', ...over });
  test('greeting, recording, box, thanks', () => {
    const call = run({}, 'voicemail');
    expect(heard(call.effects)).toEqual(['voicemail/leave-message-after-tone']);
    expect(of(call.said(), 'record')).toMatchObject({ maxMs: 30_000, endKeys: '#', beep: true });
    expect(of(call.answer('recorded', recording()), 'voicemail')).toMatchObject({ recording: RECORDING, box: { queue: SUPPORT } });
    expect(heard(call.answer('kept', { ok: true }))).toEqual(['voicemail/saved']);
    call.said();
    expect(call.entered()).toEqual(['bye']);
  });
  test('who just hangs up has left his message all the same; a click is none', () => {
    const call = run({}, 'voicemail');
    call.said();
    expect(of(call.answer('recorded', recording({ end: 'left' })), 'voicemail')).toBeDefined();
    expect(call.send({ kind: 'customer-left' })).toEqual([{ do: 'ended', outcome: 'customer-left', detail: null }]);
    const click = run({}, 'voicemail');
    click.said();
    expect(click.answer('recorded', recording({ end: 'left', durationMs: 300 }))).toEqual([]);
  });
  test('a recording that nobody ends is stopped, then given up', () => {
    const call = run({}, 'record');
    expect(call.answer('timer', { name: 'record' }).map((each) => each.do)).toEqual(['stop-record', 'timer']);
    call.answer('timer', { name: 'record-lost' });
    expect(call.entered()).toEqual(['bye']);
    const kept = run({}, 'record');
    kept.answer('recorded', recording());
    expect(kept.state.vars['speech']).toBe(RECORDING);
  });
});

describe('in a queue', () => {
  const stands = { position: 3, waiting: 4, estimateMs: 200_000 };
  const queue = { position: 4, waiting: 3, estimateMs: 200_000, staffed: true };
  /** In line, past rule and first look. */
  function waiting(vars: RunState['vars'] = { remote: '+8613800138001' }, first: object = queue) {
    const call = run({}, 'operator', vars);
    call.answer('rule', { announce: false });
    call.answer('outlook', { mine: null, queue: first });
    return call;
  }
  const entry = (call: ReturnType<typeof waiting>) => (call.state.waiting?.on === 'queue' ? call.state.waiting.entry : -1);

  test('the announcement comes before the line, once a call', () => {
    const call = run({}, 'operator');
    expect(heard(call.answer('rule', { announce: true }))).toEqual(['recording/announcement']);
    call.said();
    expect(call.state.announced).toBe(true);
    expect(of(call.answer('outlook', { mine: null, queue }), 'enqueue')).toBeDefined();
  });
  test.each([
    ['nobody there', { ...queue, staffed: false }, 'voicemail'],
    ['too many before him', { ...queue, position: 7 }, 'voicemail'],
    ['nobody knows', null, null],
  ])('at the door: %s', (_, first, node) => {
    const call = run({}, 'operator');
    call.answer('rule', { announce: false });
    const effects = call.answer('outlook', { mine: null, queue: first });
    if (node === null) expect(of(effects, 'enqueue')).toBeDefined();
    else expect(call.entered()).toEqual([node]);
  });
  test('skills and priority that were gathered on the way count, the higher level wins', () => {
    const call = run({}, 'skills', { order: '1' });
    call.answer('http-failed', { reason: '' });
    call.answer('rule', { announce: false });
    expect(of(call.answer('outlook', { mine: null, queue }), 'enqueue')).toMatchObject({
      priority: 5,
      skills: [
        { skill: BILLING, level: 70 },
        { skill: ENGLISH, level: 60 },
      ],
    });
  });
  test('where he stands is said after the first announcement, and with every second comfort', () => {
    const call = waiting();
    expect(of(call.effects, 'look')).toMatchObject({ entry: entry(call) });
    call.answer('outlook', { mine: stands, queue });
    const play = call.state.waiting?.on === 'queue' ? call.state.waiting.play : -1;
    expect(heard(call.send({ kind: 'said', token: play }))).toEqual([
      'queue/you-are-number',
      'digits/3',
      'queue/in-line',
      'queue/estimated-wait-is',
      'durations/about',
      'digits/4',
      'durations/minutes',
    ]);
    expect(heard(call.said())).toEqual(['music']);
    expect(heard(call.send({ kind: 'timer', token: entry(call), name: 'comfort' }))).toEqual(['all-agents-busy']);
    call.said();
    expect(of(call.send({ kind: 'timer', token: entry(call), name: 'comfort' }), 'look')).toBeDefined();
    expect(heard(call.answer('outlook', { mine: { ...stands, position: 1, estimateMs: null }, queue }))).toEqual([
      'all-agents-busy',
      'queue/you-are-number',
      'digits/1',
      'queue/in-line',
    ]);
  });
  test('what is said is what is promised, not what is likely', () => {
    const call = waiting();
    call.answer('outlook', { mine: { ...stands, promiseMs: 400_000 }, queue });
    const play = call.state.waiting?.on === 'queue' ? call.state.waiting.play : -1;
    expect(heard(call.send({ kind: 'said', token: play })).slice(-4)).toEqual([
      'queue/estimated-wait-is',
      'durations/about',
      'digits/7',
      'durations/minutes',
    ]);
  });
  test('when it gets too long he goes elsewhere, unless an agent was quicker', () => {
    const call = waiting();
    call.answer('outlook', { mine: null, queue: null });
    call.send({ kind: 'timer', token: entry(call), name: 'watch' });
    expect(of(call.answer('outlook', { mine: { ...stands, estimateMs: 700_000 }, queue }), 'leave-queue')).toBeDefined();
    call.send({ kind: 'dequeued', reason: 'timed-out' });
    expect(call.entered()).toEqual(['record']);
  });

  test('1 asks to be called back at his own number, spoken back; 1 confirms, and he may go', () => {
    const call = waiting();
    expect(heard(call.send({ kind: 'timer', token: entry(call), name: 'offer' }))).toEqual([]);
    const asked = call.send({ kind: 'digit', digit: '1' });
    expect(heard(asked).slice(0, 4)).toEqual(['main-menu', 'digits/8', 'digits/6', 'digits/1']);
    expect(of(call.keys('1'), 'call-back')).toMatchObject({ number: '+8613800138001', queue: SUPPORT });
    expect(heard(call.answer('called-back', { ok: true }))).toEqual(['queue/callback-confirmed', 'goodbye']);
    expect(call.send({ kind: 'dequeued', reason: 'failed' })).toEqual([]);
    expect(call.said()).toContainEqual({ do: 'ended', outcome: 'hung-up', detail: 'call-back' });
  });
  test('another number is keyed in; a number that cannot be called leaves him in line', () => {
    const call = waiting();
    call.send({ kind: 'digit', digit: '1' });
    expect(heard(call.keys('2'))).toEqual(['queue/callback-enter-number']);
    call.keys('13900139000');
    expect(of(call.keys('1'), 'call-back')).toMatchObject({ number: '13900139000' });
    expect(heard(call.answer('called-back', { ok: false }))).toEqual(['invalid-choice']);
    expect(heard(call.said())).toEqual(['music']);
    expect(call.state.waiting).toMatchObject({ on: 'queue', dialog: null });
  });
  test('it holds when he hangs up right after the key; without a number he only leaves', () => {
    const call = waiting();
    call.send({ kind: 'digit', digit: '1' });
    expect(call.send({ kind: 'customer-left' }).map((each) => each.do)).toEqual(['call-back', 'ended']);
    const unknown = waiting({ remote: 'sipp' });
    unknown.send({ kind: 'digit', digit: '1' });
    expect(unknown.send({ kind: 'customer-left' }).map((each) => each.do)).toEqual(['abandon', 'ended']);
    const silent = waiting();
    expect(silent.send({ kind: 'customer-left' }).map((each) => each.do)).toEqual(['abandon', 'ended']);
  });
  test('an agent who comes in the middle of it wins', () => {
    const call = waiting();
    call.send({ kind: 'digit', digit: '1' });
    expect(of(call.send({ kind: 'assigned' }), 'ended')).toMatchObject({ outcome: 'assigned' });
  });
  test('limits wait until he has finished talking about it', () => {
    const call = waiting();
    call.send({ kind: 'digit', digit: '1' });
    expect(call.send({ kind: 'timer', token: entry(call), name: 'max-wait' }).map((each) => each.do)).toEqual(['timer']);
  });
});

describe('what is said', () => {
  test('values from recorded audio, text for a voice, and the prompt where neither can be had', () => {
    expect(heard(run({}, 'say', { balance: 12.5, order: 'A1' }).effects)).toEqual([
      'numbers/12',
      'numbers/point',
      'digits/5',
      'money/yuan',
      'Thank you, A1',
    ]);
    expect(heard(run({}, 'say', { balance: 'nothing' }).effects)[0]).toBe('try-again-later');
  });
});
