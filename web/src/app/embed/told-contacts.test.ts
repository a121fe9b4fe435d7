import { describe, expect, test } from 'vitest';
import { NOTHING_TOLD, tellOf, type Telling, type Told } from './told-contacts.ts';

const ME = 'agt_me';
const event = (type: string, data: Record<string, unknown> = { agent: ME }, stream = 'int_a') => ({ type, stream, data });

function run(events: ReturnType<typeof event>[]): Telling[] {
  let told: Told = NOTHING_TOLD;
  return events.flatMap((each) => {
    const [next, telling] = tellOf(told, each, ME);
    told = next;
    return telling ?? [];
  });
}

describe('what the page around the desk is told', () => {
  test('a call from the line: rings once, answered once, ended once, wrapped up', () => {
    const told = run([
      event('work.offered'),
      event('call.dialled'),
      event('call.bridged'),
      event('call.bridged'),
      event('work.released'),
      event('interaction.ended', {}),
      event('interaction.wrapped-up', { agent: ME, disposition: 'sale', resolved: true }),
    ]);
    expect(told).toEqual([
      { tell: 'ring', contact: 'int_a' },
      { tell: 'answered', contact: 'int_a' },
      { tell: 'ended', contact: 'int_a', answered: true },
      { tell: 'wrapped-up', contact: 'int_a', disposition: 'sale', resolved: true },
    ]);
  });

  test('one that was not taken ends unanswered, and rings anew when it comes back', () => {
    const missed = event('work.offer-ended', { agent: ME, outcome: 'no-answer' });
    expect(run([event('work.offered'), missed, event('work.offered')]).map(({ tell }) => tell)).toEqual(['ring', 'ended', 'ring']);
  });

  test("a direct call that nobody answers ends with the contact; colleagues' contacts are none of the page's business", () => {
    expect(run([event('call.dialled'), event('interaction.ended', {})])).toEqual([
      { tell: 'ring', contact: 'int_a' },
      { tell: 'ended', contact: 'int_a', answered: false },
    ]);
    expect(run(['work.offered', 'call.bridged', 'interaction.wrapped-up'].map((type) => event(type, { agent: 'agt_other' })))).toEqual([]);
    expect(run([event('interaction.ended', {})])).toEqual([]);
  });
});
