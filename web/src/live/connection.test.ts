// The stream's socket resumes where it stopped, never delivers an event twice, and does not hammer a server that is away.
import { STREAM_CLOSE } from '@tandem/contract/api/stream.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLOSE, step, STOPPED, waitMs, type Connection, type Effect, type Frame, type Input } from './connection.ts';

const frame = (cursor: string): Frame => ({ cursor, type: 'call.answered', stream: 'int_1', version: 1, at: 0, data: {} });
const closed: Input = { kind: 'closed', code: 1006, at: 1_000, random: 0 };

function run(inputs: Input[], from: Connection = STOPPED): { state: Connection; effects: Effect[] } {
  let state = from;
  const effects: Effect[] = [];
  for (const input of inputs) {
    const next = step(state, input);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

test('the first opening reads the screen again, because the stream begins at now', () => {
  const { state, effects } = run([{ kind: 'start' }, { kind: 'opened' }]);
  expect(state.phase).toBe('open');
  expect(effects).toEqual([{ do: 'connect', cursor: null }, { do: 'refresh' }]);
});

test('a lost line resumes after the last event seen, without a refresh', () => {
  const { effects } = run([
    { kind: 'start' },
    { kind: 'opened' },
    { kind: 'frame', frame: frame('7') },
    closed,
    { kind: 'retry' },
    { kind: 'opened' },
  ]);
  expect(effects.slice(2)).toEqual([
    { do: 'deliver', frame: frame('7') },
    { do: 'wait', ms: 250 },
    { do: 'connect', cursor: '7' },
  ]);
});

test('a frame repeated by the server is delivered once', () => {
  const { effects } = run([
    { kind: 'start' },
    { kind: 'opened' },
    { kind: 'frame', frame: frame('7') },
    { kind: 'frame', frame: frame('7') },
  ]);
  expect(effects.filter((effect) => effect.do === 'deliver')).toHaveLength(1);
});

test('what passes is delivered under any cursor, and moves none', () => {
  const passing: Frame = { ...frame('7'), type: 'message.typing', version: 0 };
  const { state, effects } = run([
    { kind: 'start' },
    { kind: 'opened' },
    { kind: 'frame', frame: frame('7') },
    { kind: 'frame', frame: passing },
    { kind: 'frame', frame: { ...passing, cursor: '3' } },
  ]);
  expect(effects.filter((effect) => effect.do === 'deliver')).toHaveLength(3);
  expect(state.cursor).toBe('7');
});

test('a cursor the server keeps refusing is given up, and then the screen is read again', () => {
  const open = run([{ kind: 'start' }, { kind: 'opened' }, { kind: 'frame', frame: frame('7') }]).state;
  const refused: Input[] = [closed, { kind: 'retry' }];
  const { state, effects } = run([...refused, ...refused, ...refused, ...refused, { kind: 'opened' }], open);
  const connects = effects.filter((effect) => effect.do === 'connect').map((effect) => effect.cursor);
  expect(connects).toEqual(['7', '7', '7', null]);
  expect(effects.at(-1)).toEqual({ do: 'refresh' });
  expect(state.failures).toBe(0);
});

test('waits grow to 15 s and are spread', () => {
  expect([1, 2, 3, 4, 5, 6, 9].map((failures) => waitMs(failures, 0.999999))).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000]);
  expect(waitMs(6, 0)).toBe(7500);
});

test('whatever the order of inputs, a stopped connection does nothing and nothing is delivered while closed', () => {
  const input = fc.oneof(
    fc.constantFrom<Input>({ kind: 'start' }, { kind: 'stop' }, { kind: 'opened' }, closed, { kind: 'retry' }, { kind: 'renew' }),
    fc.nat({ max: 5 }).map((n): Input => ({ kind: 'frame', frame: frame(String(n)) })),
  );
  fc.assert(
    fc.property(fc.array(input), (inputs) => {
      let state = STOPPED;
      for (const one of inputs) {
        const next = step(state, one);
        const delivers = next.effects.some((effect) => effect.do === 'deliver');
        const idle = state.phase === 'stopped' && one.kind !== 'start';
        expect({ delivers, acts: idle && next.effects.length > 0 }).toEqual({ delivers: delivers && state.phase === 'open', acts: false });
        expect(next.state.retryAt === null).toBe(next.state.phase !== 'waiting');
        state = next.state;
      }
    }),
  );
});

test('close codes are those of the contract', () => expect(STREAM_CLOSE).toMatchObject(CLOSE));

test('a cursor that is too old is given up at once', () => {
  const open = run([{ kind: 'start' }, { kind: 'opened' }, { kind: 'frame', frame: frame('7') }]).state;
  const { effects } = run([{ ...closed, code: CLOSE.cursorTooOld }, { kind: 'retry' }], open);
  expect(effects.at(-1)).toEqual({ do: 'connect', cursor: null });
});

test('the end of the session ends the stream', () => {
  const { state, effects } = run([{ kind: 'start' }, { kind: 'opened' }, { ...closed, code: CLOSE.signedOut }, { kind: 'retry' }]);
  expect(state).toEqual(STOPPED);
  expect(effects.at(-1)).toEqual({ do: 'signed-out' });
});

test('another network is tried at once and from where the stream stopped, whatever was open or failed before', () => {
  const open = run([{ kind: 'start' }, { kind: 'opened' }, { kind: 'frame', frame: frame('7') }]).state;
  const failing = run([closed, { kind: 'retry' }, closed, { kind: 'retry' }, closed], open).state;
  for (const from of [open, failing, run([{ kind: 'retry' }], failing).state]) {
    const { state, effects } = run([{ kind: 'renew' }], from);
    expect(effects).toEqual([{ do: 'connect', cursor: '7' }]);
    // No way over it yet: the next try is as soon as a first one.
    expect(run([closed], state).effects).toEqual([{ do: 'wait', ms: 250 }]);
  }
  expect(run([{ kind: 'renew' }])).toEqual({ state: STOPPED, effects: [] });
});
