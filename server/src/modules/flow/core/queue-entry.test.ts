// What a queue node tells the line of the customer: a topic and a mood, as they are written or out of a variable.
import { describe, expect, it } from 'vitest';
import { knownOf } from './queue-entry.ts';

describe('what is known of who comes', () => {
  const known = (topic: string | undefined, mood: string | undefined, vars: Record<string, string | number | boolean> = {}) =>
    knownOf({ vars }, { ...(topic === undefined ? {} : { topic }), ...(mood === undefined ? {} : { mood }) });

  it.each([
    [undefined, undefined, {}, {}],
    ['refund', 'angry', {}, { topic: 'refund', mood: 'angry' }],
    ['{{about}}', '{{ mood }}', { about: ' refund ', mood: 'Upset' }, { topic: 'refund', mood: 'upset' }],
    // A variable that was never set, or holds something else, says nothing.
    ['{{about}}', '{{ mood }}', {}, {}],
    ['{{about}}', '{{ mood }}', { about: '', mood: 'furious' }, {}],
    ['{{about}}', undefined, { about: 'x'.repeat(200) }, { topic: 'x'.repeat(64) }],
  ] as const)('%s and %s with %j', (topic, mood, vars, found) => {
    expect(known(topic, mood, vars)).toEqual(found);
  });
});
