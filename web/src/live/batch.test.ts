// A burst of frames is one batch, and batches keep their distance.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBatcher, touchedBy } from './batch.ts';
import type { Frame } from './connection.ts';

const frame = (stream: string, type = 'call.answered'): Frame => ({ cursor: stream, type, stream, version: 1, at: 0, data: {} });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a burst is handed over once, the next one not before its time', () => {
  const batches: number[] = [];
  const batcher = createBatcher((frames) => batches.push(frames.length), 100, 1_000);
  vi.setSystemTime(50_000);
  for (let n = 0; n < 5; n++) batcher.add(frame('int_1'));
  vi.advanceTimersByTime(99);
  expect(batches).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(batches).toEqual([5]);
  batcher.add(frame('int_2'));
  vi.advanceTimersByTime(999);
  expect(batches).toEqual([5]);
  vi.advanceTimersByTime(1);
  expect(batches).toEqual([5, 1]);
});

test('a stopped batcher hands over nothing', () => {
  const batches: number[] = [];
  const batcher = createBatcher((frames) => batches.push(frames.length), 100, 1_000);
  batcher.add(frame('int_1'));
  batcher.stop();
  vi.advanceTimersByTime(5_000);
  expect(batches).toEqual([]);
});

test('what a batch touches', () => {
  const touched = touchedBy([
    frame('int_1'),
    frame('int_1'),
    frame('agt_1', 'presence.changed'),
    frame('cus_1'),
    frame('que_1', 'config.changed'),
  ]);
  expect([...touched.interactions]).toEqual(['int_1']);
  expect([...touched.agents]).toEqual(['agt_1']);
  const named = touchedBy([{ ...frame('int_1', 'work.assigned'), data: { agent: 'agt_2' } }]);
  expect([[...named.interactions], [...named.agents]]).toEqual([['int_1'], ['agt_2']]);
  expect([...touched.customers]).toEqual(['cus_1']);
  expect(touched.config).toBe(true);
  expect([touched.voicemails, touched.matters, touched.alarms]).toEqual([false, false, false]);
  for (const type of ['kpi.alarm-acknowledged', 'call.quality-alarm', 'call.quality-restored'])
    expect(touchedBy([frame('int_1', type)]).alarms).toBe(true);
  const inbox = touchedBy([frame('int_1', 'voicemail.left'), frame('mat_1', 'matter.opened')]);
  expect([inbox.voicemails, inbox.matters]).toEqual([true, true]);
});
