// The header's times: what never happened is not counted, what goes on is open.
import { expect, test } from 'vitest';
import { timesOf } from './times.ts';

const segment = (kind: 'flow' | 'queue' | 'agent', startedAt: number, endedAt: number | null) => ({
  id: kind,
  kind,
  flow: null,
  queue: null,
  agent: null,
  startedAt,
  endedAt,
  outcome: null,
});

test('a contact in the line has waited since it came there', () => {
  const times = timesOf({ startedAt: 0, endedAt: null, segments: [segment('flow', 0, 5), segment('queue', 5, null)] });
  expect(times).toEqual([
    { key: 'total', from: 0, to: null },
    { key: 'wait', from: 5, to: null },
    { key: 'talk', from: null, to: null },
  ]);
});

test('a closed contact has no open times, and talk spans all agents', () => {
  const times = timesOf({
    startedAt: 0,
    endedAt: 50,
    segments: [segment('queue', 5, 9), segment('agent', 9, 20), segment('queue', 20, 25), segment('agent', 25, null)],
  });
  expect(times).toEqual([
    { key: 'total', from: 0, to: 50 },
    { key: 'wait', from: 20, to: 25 },
    { key: 'talk', from: 9, to: 50 },
  ]);
});
