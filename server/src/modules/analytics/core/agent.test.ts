// An agent's busy and on-queue time, from what he declares and what he is given.
import { describe, expect, test } from 'vitest';
import { agent, answeredContact, fold, presence, type TestEvent } from './testkit.ts';

const DAY = '2026-11-20';
const T = Date.parse('2026-11-20T09:00:00Z');
const S = 1_000;

describe('occupancy', () => {
  const of = (events: TestEvent[], day = DAY) => fold(events).agentDays.get(`${day}|${agent(1)}`);

  test('busy from the offer to the end of wrap-up, over the time on queue', () => {
    const events = [presence(T - 60 * S, 1, 'ready'), ...answeredContact(1, T), presence(T + 240 * S, 1, 'off-queue')];
    expect(of(events)).toMatchObject({ onQueueMs: 300 * S, busyMs: 124 * S });
  });

  test('gone off queue during a contact: the contact still counts, so that nobody is busier than 100 %', () => {
    const events = [presence(T, 1, 'ready'), ...answeredContact(1, T), presence(T + 20 * S, 1, 'away')].toSorted((a, b) => a.at - b.at);
    expect(of(events)).toMatchObject({ onQueueMs: 132 * S, busyMs: 124 * S });
  });

  test('two contacts at once count once', () => {
    const events = [
      presence(T, 1, 'ready'),
      ...answeredContact(1, T),
      ...answeredContact(2, T + 60 * S),
      presence(T + 200 * S, 1, 'offline'),
    ].toSorted((a, b) => a.at - b.at);
    expect(of(events)).toMatchObject({ onQueueMs: 200 * S, busyMs: 184 * S });
  });

  test('away, off queue and offline are not on queue', () => {
    expect(of([presence(T, 1, 'away'), presence(T + 60 * S, 1, 'off-queue'), presence(T + 90 * S, 1, 'offline')])).toBeUndefined();
  });

  test('is cut at midnight', () => {
    const at = Date.parse('2026-11-20T22:00:00Z');
    const events = [presence(at, 1, 'ready'), presence(at + 5 * 3_600 * S, 1, 'offline')];
    expect([of(events)?.onQueueMs, of(events, '2026-11-21')?.onQueueMs]).toEqual([7_200 * S, 10_800 * S]);
  });
});
