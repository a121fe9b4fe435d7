// Runs of the demo flows step by step, and laws that hold for any input: total, ended exactly once, never endless.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import { DEMO_GRAPHS, EVERY_NODE, programOf, SALES, SUB, SUB_GRAPH, SUPPORT } from './demo.fixture.ts';
import type { Program } from './program.ts';
import { MAX_RUN, newRun, type RunEffect, type RunInput, type RunState } from './run.ts';
import { step } from './step.ts';

type Bare = RunInput extends infer I ? (I extends RunInput ? Omit<I, 'at'> : never) : never;

/** A run with its effects; `answer` names the last token so that tests read like a call. */
function play(graph: FlowGraph, vars: RunState['vars'] = {}, subs: Program['subs'] = {}) {
  const program = programOf(graph, subs);
  let state = newRun({ vars });
  let now = 1_000;
  let effects: RunEffect[] = [];
  const send = (input: Bare): RunEffect[] => {
    const next = step(program, state, { ...input, at: (now += 10) });
    state = next.state;
    effects = next.effects;
    return effects;
  };
  return {
    send,
    get state() {
      return state;
    },
    said: () => send({ kind: 'said', token: state.token }),
    keys: (digits: string) => send({ kind: 'asked', token: state.token, digits, end: 'complete' }),
    silence: () => send({ kind: 'asked', token: state.token, digits: '', end: 'no-input' }),
    /** What the rule of the queue says; then he is in line. */
    rule: (announce = false) => send({ kind: 'rule', token: state.token, announce }),
    short: () => send({ kind: 'asked', token: state.token, digits: '1', end: 'too-short' }),
  };
}
const prompts = (effects: RunEffect[]) =>
  effects.flatMap((effect) =>
    'items' in effect
      ? effect.items.map((item) =>
          'prompt' in item ? `${item.prompt}@${item.language}` : item.kind === 'digits' ? item.digits : item.kind,
        )
      : [],
  );
const of = <D extends RunEffect['do']>(effects: RunEffect[], kind: D) =>
  effects.find((each): each is Extract<RunEffect, { do: D }> => each.do === kind);

function atMenu() {
  const run = play(DEMO_GRAPHS['main-menu']);
  run.send({ kind: 'started' });
  run.send({ kind: 'answered' });
  run.said();
  return run;
}

describe('the main menu', () => {
  test('answers, welcomes in English, asks with barge-in', () => {
    const run = play(DEMO_GRAPHS['main-menu']);
    expect(of(run.send({ kind: 'started' }), 'answer')).toBeDefined();
    expect(prompts(run.send({ kind: 'answered' }))).toEqual(['welcome@en']);
    const menu = run.said();
    expect(prompts(menu)).toEqual(['main-menu@en']);
    expect(of(menu, 'ask')).toMatchObject({ bargeIn: true, collect: { min: 1, max: 1 } });
  });

  test.each([
    ['1', SALES, 0],
    ['2', SUPPORT, 0],
    ['0', SUPPORT, 1],
  ])('%s queues', (digit, queue, priority) => {
    const run = atMenu();
    expect(of(run.keys(digit), 'rule')).toMatchObject({ queue });
    const effects = run.rule();
    expect(of(effects, 'enqueue')).toMatchObject({ queue, priority });
    expect(prompts(effects)).toEqual(['please-hold@en']);
    expect(of(run.said(), 'say')).toMatchObject({ loop: true, items: [{ kind: 'music', music: 'default' }] });
    expect(run.send({ kind: 'assigned' })).toEqual([{ do: 'stop' }, { do: 'ended', outcome: 'assigned', detail: null }]);
  });

  test('9 changes to Mandarin and back', () => {
    const run = atMenu();
    expect(prompts(run.keys('9'))).toEqual(['main-menu@zh-CN']);
    run.keys('1');
    expect(prompts(run.rule())).toEqual(['please-hold@zh-CN']);
    const back = atMenu();
    back.keys('9');
    expect(prompts(back.keys('9'))).toEqual(['main-menu@en']);
  });

  test('3 reads the status of an order back, then the menu again', () => {
    const run = atMenu();
    expect(of(run.keys('3'), 'ask')).toMatchObject({ collect: { min: 4, max: 10, terminators: '#' } });
    const lookup = of(run.keys('1003'), 'lookup');
    expect(lookup).toMatchObject({ table: 'orders', key: '1003' });
    expect(prompts(run.send({ kind: 'looked-up', token: run.state.token, record: { status: 'shipped', product: 'Tea' } }))).toEqual([
      'order-number-is@en',
      '1003',
      'order-is@en',
      'order-status/shipped@en',
      'silence',
    ]);
    expect(prompts(run.said())).toEqual(['main-menu@en']);
  });

  test('an unknown order asks for the number again; a broken lookup says so and ends', () => {
    const run = atMenu();
    run.keys('3');
    run.keys('9999');
    expect(prompts(run.send({ kind: 'looked-up', token: run.state.token, record: null }))).toEqual(['order-not-found@en']);
    expect(prompts(run.said())).toEqual(['enter-order-number@en']);
    run.keys('1001');
    expect(prompts(run.send({ kind: 'lookup-failed', token: run.state.token }))).toEqual(['technical-problem@en', 'goodbye@en']);
    expect(of(run.said(), 'ended')).toMatchObject({ outcome: 'hung-up' });
  });

  test('wrong keys and silence are told apart, and after two retries the operator is next', () => {
    const run = atMenu();
    expect(prompts(run.keys('7'))).toEqual(['invalid-choice@en', 'main-menu@en']);
    expect(prompts(run.silence())).toEqual(['no-input@en', 'main-menu@en']);
    run.silence();
    expect(of(run.rule(), 'enqueue')).toMatchObject({ queue: SUPPORT, priority: 1 });
    const other = atMenu();
    other.keys('3');
    expect(prompts(other.short())).toEqual(['invalid-choice@en', 'enter-order-number@en']);
  });

  test('a retry counter begins anew at the next visit', () => {
    const run = atMenu();
    run.keys('7');
    run.keys('7');
    run.keys('9');
    expect(prompts(run.keys('7'))).toEqual(['invalid-choice@zh-CN', 'main-menu@zh-CN']);
  });
});

describe('waiting in a queue', () => {
  const limited: FlowGraph = {
    ...DEMO_GRAPHS.support,
    nodes: { ...DEMO_GRAPHS.support.nodes, queue: { ...DEMO_GRAPHS.support.nodes['queue']!, maxWaitMs: 30_000 } as any },
  };
  function queued(graph = DEMO_GRAPHS.support) {
    const run = play(graph);
    run.send({ kind: 'started' });
    run.send({ kind: 'answered' });
    const effects = run.rule();
    return { run, effects, entry: of(effects, 'enqueue')!.entry };
  }

  test('comforts between the music, again and again', () => {
    const { run, entry, effects } = queued();
    expect(effects).toContainEqual({ do: 'timer', token: entry, name: 'comfort', ms: 45_000 });
    run.said();
    const comfort = run.send({ kind: 'timer', token: entry, name: 'comfort' });
    // Where he stands is not known: the rest is said all the same.
    expect(prompts(run.send({ kind: 'outlook', token: run.state.token, mine: null, queue: null }))).toEqual(['all-agents-busy@en']);
    expect(of(comfort, 'timer')).toMatchObject({ name: 'comfort', token: entry });
    expect(prompts(run.said())).toEqual(['music']);
  });

  test('its own limit takes the work back; an agent who was quicker wins', () => {
    const { run, entry } = queued(limited);
    expect(run.send({ kind: 'timer', token: entry, name: 'max-wait' })).toEqual([{ do: 'leave-queue', entry }]);
    expect(run.send({ kind: 'timer', token: entry, name: 'max-wait' })).toEqual([]);
    const quick = queued(limited);
    quick.run.send({ kind: 'timer', token: quick.entry, name: 'max-wait' });
    expect(of(quick.run.send({ kind: 'assigned' }), 'ended')).toMatchObject({ outcome: 'assigned' });
    expect(prompts(run.send({ kind: 'dequeued', reason: 'timed-out' }))).toEqual(['voicemail/leave-message-after-tone@en']);
  });

  test('a fault of routing is the failed edge', () => {
    const { run } = queued();
    expect(prompts(run.send({ kind: 'dequeued', reason: 'failed' }))).toEqual(['technical-problem@en', 'goodbye@en']);
  });
});

describe('the laws of a run', () => {
  const token = fc.integer({ min: 0, max: 40 });
  const input: fc.Arbitrary<Bare> = fc.oneof(
    fc.constant({ kind: 'started' } as const),
    fc.constant({ kind: 'answered' } as const),
    fc.record({ kind: fc.constant('said' as const), token }),
    fc.record({
      kind: fc.constant('asked' as const),
      token,
      digits: fc.stringMatching(/^[0-9*#]{0,6}$/),
      end: fc.constantFrom('complete' as const, 'no-input' as const, 'too-short' as const),
    }),
    fc.record({
      kind: fc.constant('looked-up' as const),
      token,
      record: fc.option(fc.dictionary(fc.constantFrom('status', '__proto__'), fc.string())),
    }),
    fc.record({ kind: fc.constant('lookup-failed' as const), token }),
    fc.record({ kind: fc.constant('transferred' as const), token, accepted: fc.boolean() }),
    fc.record({
      kind: fc.constant('timer' as const),
      token,
      name: fc.constantFrom('max-wait', 'comfort', 'watch', 'offer', 'dial', 'record', 'record-lost', 'max-run'),
    }),
    fc.record({ kind: fc.constant('rule' as const), token, announce: fc.boolean() }),
    fc.record({ kind: fc.constant('hours' as const), token, state: fc.constantFrom('open', 'closed', 'holiday', null) }),
    fc.record({ kind: fc.constant('http-answered' as const), token, status: fc.integer({ min: 100, max: 599 }), body: fc.json() }),
    fc.record({ kind: fc.constant('http-failed' as const), token, reason: fc.string() }),
    fc.record({
      kind: fc.constant('outlook' as const),
      token,
      mine: fc.option(fc.record({ position: fc.nat(50), waiting: fc.nat(50), estimateMs: fc.option(fc.nat(1e7)) })),
      queue: fc.option(fc.record({ position: fc.nat(50), waiting: fc.nat(50), estimateMs: fc.option(fc.nat(1e7)), staffed: fc.boolean() })),
    }),
    fc.record({ kind: fc.constant('digit' as const), digit: fc.constantFrom('1', '2', '#') }),
    fc.record({ kind: fc.constant('called-back' as const), token, ok: fc.boolean() }),
    fc.record({ kind: fc.constant('dialled' as const), outcome: fc.constantFrom('answered', 'busy', 'no-answer', 'declined', 'failed') }),
    fc.constant({ kind: 'dial-ended' } as const),
    fc.record({
      kind: fc.constant('recorded' as const),
      token,
      recording: fc.constant('rec_01990000-0000-7000-8000-000000000001' as const),
      durationMs: fc.nat(60_000),
      end: fc.constantFrom('key', 'max', 'left', 'failed'),
    }),
    fc.record({ kind: fc.constant('kept' as const), token, ok: fc.boolean() }),
    fc.record({ kind: fc.constant('dequeued' as const), reason: fc.constantFrom('timed-out' as const, 'failed' as const) }),
    fc.constant({ kind: 'assigned' } as const),
    fc.record({ kind: fc.constant('failed' as const), detail: fc.string() }),
  );
  /** Half of the inputs fit the wait, so that runs get somewhere. */
  const lively = fc.array(fc.tuple(input, fc.boolean()), { maxLength: 120 });
  const graphs = fc.constantFrom(...Object.values(DEMO_GRAPHS), EVERY_NODE);

  test('step is total; a run ends exactly once, and nothing happens after', () => {
    fc.assert(
      fc.property(graphs, lively, (graph, inputs) => {
        const run = play(graph, { remote: '+8613800138001' }, { [SUB]: SUB_GRAPH });
        run.send({ kind: 'started' });
        let ends = 0;
        for (const [each, fits] of inputs) {
          const sent = fits && 'token' in each ? { ...each, token: run.state.token } : each;
          const before = run.state;
          const effects = run.send(sent);
          ends += effects.filter((effect) => effect.do === 'ended').length;
          if (before.status === 'ended') expect(effects).toEqual([]);
          expect(run.state.status === 'ended').toBe(run.state.outcome !== null);
        }
        ends += run.send({ kind: 'customer-left' }).filter((effect) => effect.do === 'ended').length;
        expect(run.state.status).toBe('ended');
        expect(ends).toBe(1);
      }),
      { seed: 11, numRuns: 600 },
    );
  });

  test('a stale answer changes nothing', () => {
    fc.assert(
      fc.property(input, (each) => {
        if (!('token' in each)) return;
        const run = atMenu();
        const before = run.state;
        expect(run.send({ ...each, token: before.token + 1 })).toEqual([]);
        expect(run.state).toEqual(before);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  test('a circle that validation would refuse still ends: too many nodes without a wait, too many in all, too long', () => {
    const spin: FlowGraph = { schema: 1, language: 'en', start: 'a', nodes: { a: { type: 'set', variable: 'x', value: '1', next: 'a' } } };
    const run = play(spin);
    const effects = run.send({ kind: 'started' });
    expect(of(effects, 'ended')).toMatchObject({ outcome: 'failed' });
    const menu = atMenu();
    for (let at = 0; at < 1_000 && menu.state.status === 'running'; at++) {
      if (menu.state.waiting?.on === 'said') menu.said();
      else menu.keys('9');
    }
    expect(menu.state.outcome).toBe('failed');
    const long = atMenu();
    const late = step(programOf(DEMO_GRAPHS['main-menu']), long.state, { kind: 'timer', token: 0, name: 'max-run', at: MAX_RUN + 5_000 });
    expect(prompts(late.effects)).toEqual(['technical-problem@en']);
  });

  test('a failure while queued takes the work back, says so, and hangs up as failed', () => {
    const run = atMenu();
    run.keys('1');
    run.rule();
    const effects = run.send({ kind: 'failed', detail: 'media lost' });
    expect(effects.map((effect) => effect.do)).toEqual(['leave-queue', 'say']);
    expect(run.said()).toEqual([
      { do: 'hang-up', cause: 'failed' },
      { do: 'ended', outcome: 'failed', detail: 'media lost' },
    ]);
  });
});
