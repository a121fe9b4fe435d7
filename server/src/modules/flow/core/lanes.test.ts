// Emergency lanes on the way of a run: what is told first, who came through, what it changes in line and when the lane is closed.
import { describe, expect, test } from 'vitest';
import { DEMO_GRAPHS, programOf, SALES, SUPPORT } from './demo.fixture.ts';
import type { MetLane } from './lanes.ts';
import { newRun, type RunEffect, type RunInput } from './run.ts';
import { step } from './step.ts';

type Bare = RunInput extends infer I ? (I extends RunInput ? Omit<I, 'at'> : never) : never;

const lane = (of: Partial<MetLane>): MetLane => ({
  lane: 'lan_recall',
  say: [{ prompt: 'technical-problem' }],
  key: null,
  priority: 30,
  callback: false,
  queues: [],
  ...of,
});

function play() {
  const program = programOf(DEMO_GRAPHS.support);
  let state = newRun({});
  const done: RunEffect[] = [];
  const send = (input: Bare): RunEffect[] => {
    const next = step(program, state, { ...input, at: 1_000 });
    state = next.state;
    done.push(...next.effects);
    return next.effects;
  };
  return { send, done, of: () => state };
}
const names = (effects: RunEffect[]) =>
  effects.flatMap((effect) => ('items' in effect ? effect.items.map((item) => ('prompt' in item ? item.prompt : item.kind)) : effect.do));

describe('before the flow', () => {
  test('is answered, tells its announcement first, and the flow begins after it; the place in line is the more urgent', () => {
    const run = play();
    expect(names(run.send({ kind: 'started', lanes: [lane({})] }))).toEqual(['timer', 'answer']);
    expect(names(run.send({ kind: 'answered' }))).toEqual(['lane', 'technical-problem']);
    run.send({ kind: 'said', token: run.of().token });
    run.send({ kind: 'rule', token: run.of().token, announce: false, open: ['lan_recall'] });
    const priority = run.done.find((each) => each.do === 'enqueue')!.priority;
    const plain = play();
    plain.send({ kind: 'started' });
    plain.send({ kind: 'answered' });
    plain.send({ kind: 'rule', token: plain.of().token, announce: false });
    expect(priority - plain.done.find((each) => each.do === 'enqueue')!.priority).toBe(30);
  });

  test('only who presses the key comes through; the others go on as ever', () => {
    const pressing = (digits: string) => {
      const run = play();
      run.send({ kind: 'started', lanes: [lane({ key: '5' })] });
      expect(names(run.send({ kind: 'answered' }))).toEqual(['technical-problem']);
      run.send({ kind: 'asked', token: run.of().token, digits, end: digits === '' ? 'no-input' : 'complete' });
      return run;
    };
    expect(pressing('5').of().lanes).toEqual([{ lane: 'lan_recall', priority: 30, callback: false, queues: [] }]);
    for (const other of ['', '4']) {
      const run = pressing(other);
      expect(run.done.some((each) => each.do === 'lane')).toBe(false);
      expect(run.of().waiting).toMatchObject({ on: 'rule' });
    }
  });

  test('an answer that belongs to another question changes nothing', () => {
    const run = play();
    run.send({ kind: 'started', lanes: [lane({})] });
    run.send({ kind: 'answered' });
    const before = run.of();
    expect(run.send({ kind: 'said', token: before.token + 7 })).toEqual([]);
    expect(run.of()).toEqual(before);
  });
});

describe('before the line', () => {
  test('is told once, and counts in its queues only', () => {
    const run = play();
    run.send({ kind: 'started' });
    run.send({ kind: 'answered' });
    const mine = lane({ queues: [SUPPORT] });
    const met = [mine, lane({ lane: 'lan_sales', say: [], queues: [SALES], priority: 90 })];
    expect(names(run.send({ kind: 'rule', token: run.of().token, announce: true, lanes: met, open: ['lan_recall', 'lan_sales'] }))).toEqual(
      ['lane', 'technical-problem'],
    );
    expect(names(run.send({ kind: 'said', token: run.of().token }))).toEqual(['lane', 'recording/announcement']);
    run.send({ kind: 'said', token: run.of().token });
    expect(run.of().heardLanes).toEqual(['lan_recall', 'lan_sales']);
    expect(run.done.find((each) => each.do === 'enqueue')!.priority).toBeLessThan(90);
  });

  test('a lane that was closed since counts no more', () => {
    const run = play();
    run.send({ kind: 'started', lanes: [lane({ say: [] })] });
    run.send({ kind: 'answered' });
    expect(run.of().lanes).toHaveLength(1);
    run.send({ kind: 'rule', token: run.of().token, announce: false, open: [] });
    expect(run.of().lanes).toEqual([]);
  });

  test('a lane that takes call-backs has one offered at once', () => {
    const run = play();
    run.send({ kind: 'started', lanes: [lane({ say: [], callback: true })] });
    run.send({ kind: 'answered' });
    run.send({ kind: 'rule', token: run.of().token, announce: false, open: null });
    expect(run.done).toContainEqual(expect.objectContaining({ do: 'timer', name: 'offer', ms: 0 }));
  });
});
