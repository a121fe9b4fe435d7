// One request at a time, of what is asked meanwhile only the last, and a refusal gives back what was true before.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_INTENT, stepIntent, wishOf, type Intent, type IntentInput } from './intent.ts';
import { createIntents } from './intents.ts';

const refusal = new Error('the queue is closed');

function run(inputs: IntentInput<string>[]): { state: Intent<string>; sent: string[] } {
  let state: Intent<string> = NO_INTENT;
  const sent: string[] = [];
  for (const input of inputs) {
    const next = stepIntent(state, input);
    state = next.state;
    if (next.send !== null) sent.push(next.send);
  }
  return { state, sent };
}

test('what is asked is sent and shown at once, and no more once it is done', () => {
  const { state, sent } = run([{ kind: 'ask', wish: 'away' }]);
  expect([wishOf(state), sent]).toEqual(['away', ['away']]);
  expect(run([{ kind: 'ask', wish: 'away' }, { kind: 'done' }]).state).toEqual(NO_INTENT);
});

test('while one is under way only the last of the others is kept', () => {
  const asked = (wish: string): IntentInput<string> => ({ kind: 'ask', wish });
  const { state, sent } = run([asked('away'), asked('available'), asked('offline')]);
  expect([wishOf(state), sent]).toEqual(['offline', ['away']]);
  expect(run([asked('away'), asked('available'), asked('offline'), { kind: 'done' }]).sent).toEqual(['away', 'offline']);
});

test('a refusal shows what is true again, with the reason, until the next wish', () => {
  const refused: IntentInput<string>[] = [
    { kind: 'ask', wish: 'away' },
    { kind: 'refused', error: refusal },
  ];
  expect(run(refused).state).toEqual({ going: null, next: null, refused: refusal });
  expect(run([...refused, { kind: 'ask', wish: 'offline' }]).state.refused).toBeNull();
  expect(run([...refused, { kind: 'forget' }]).state).toEqual(NO_INTENT);
});

test('never two under way, and the last wish is always sent', () => {
  const input = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), wish: fc.string({ minLength: 1, maxLength: 3 }) }),
    fc.constant({ kind: 'done' as const }),
    fc.constant({ kind: 'refused' as const, error: refusal }),
    fc.constant({ kind: 'forget' as const }),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 40 }), (given) => {
      let state: Intent<string> = NO_INTENT;
      let [open, last] = [0, null as string | null];
      let lastSent: string | null = null;
      for (const each of [...given, { kind: 'done' as const }, { kind: 'done' as const }]) {
        // Answers come only to what was sent.
        if ((each.kind === 'done' || each.kind === 'refused') && open === 0) continue;
        if (each.kind === 'done' || each.kind === 'refused') open -= 1;
        if (each.kind === 'ask') last = each.wish;
        const next = stepIntent(state, each);
        state = next.state;
        if (next.send !== null) [open, lastSent] = [open + 1, next.send];
        expect(open).toBeLessThanOrEqual(1);
        expect(wishOf(state) === null).toBe(open === 0);
      }
      expect(wishOf(state)).toBeNull();
      expect(lastSent).toBe(last);
    }),
  );
});

test('the intents of a page: all places hear of each, and each is sent by its own way', async () => {
  const intents = createIntents((work) => work());
  let heard = 0;
  const leave = intents.subscribe(() => (heard += 1));
  const sent: string[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const send = (wish: string): Promise<void> => {
    sent.push(wish);
    answers.push(Promise.withResolvers<void>());
    return answers.at(-1)!.promise;
  };
  intents.ask('hold:cal_1', 'hold', send);
  intents.ask('hold:cal_1', 'resume', send);
  intents.ask('hold:cal_2', 'hold', send);
  expect(sent).toEqual(['hold', 'hold']);
  expect(wishOf(intents.of('hold:cal_1'))).toBe('resume');
  expect(heard).toBe(3);
  answers[0]!.resolve();
  await answers[0]!.promise;
  await expect.poll(() => sent).toEqual(['hold', 'hold', 'resume']);
  answers[2]!.reject(refusal);
  await expect.poll(() => intents.of('hold:cal_1')).toEqual({ going: null, next: null, refused: refusal });
  intents.forget('hold:cal_1');
  expect(intents.of('hold:cal_1')).toBe(NO_INTENT);
  expect(wishOf(intents.of('hold:cal_2'))).toBe('hold');
  leave();
});

test('what is done about one thing has its turn, also after a refusal', async () => {
  const intents = createIntents((work) => work());
  const first = Promise.withResolvers<void>();
  const course: string[] = [];
  const held = intents.inTurn('cal_1', async () => {
    course.push('hold');
    await first.promise;
  });
  const passed = intents.inTurn('cal_1', async () => void course.push('transfer'));
  await intents.inTurn('cal_2', async () => void course.push('another call'));
  expect(course).toEqual(['hold', 'another call']);
  first.reject(refusal);
  await expect(held).rejects.toBe(refusal);
  await passed;
  expect(course).toEqual(['hold', 'another call', 'transfer']);
});
