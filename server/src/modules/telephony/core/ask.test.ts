import { expect, it } from 'vitest';
import { startAsk, stepAsk, type AskEffect, type AskInput } from './ask.ts';

const collect = { min: 2, max: 4, terminators: '#', firstDigitMs: 5_000, interDigitMs: 2_000 };
function run(bargeIn: boolean, prompting: boolean, inputs: AskInput[]): AskEffect[] {
  const first = startAsk(collect, bargeIn, prompting);
  let state = first.state;
  const effects = [...first.effects];
  for (const input of inputs) {
    const next = stepAsk(state, input);
    state = next.state;
    effects.push(...next.effects);
  }
  return effects;
}
const digits = (text: string): AskInput[] => [...text].map((digit) => ({ kind: 'digit', digit }));
const done = (effects: AskEffect[]) => effects.filter((e) => e.do === 'done');

it.each([
  ['full length', digits('1234'), { digits: '1234', end: 'complete' }],
  ['end key', digits('12#'), { digits: '12', end: 'complete' }],
  ['end key too early', digits('1#'), { digits: '1', end: 'too-short' }],
  ['silence', [{ kind: 'timer' }] as AskInput[], { digits: '', end: 'no-input' }],
  ['between-keys time-out', [...digits('123'), { kind: 'timer' }] as AskInput[], { digits: '123', end: 'complete' }],
])('%s', (_name, inputs, expected) => {
  expect(done(run(true, false, inputs))).toEqual([{ do: 'done', ...expected }]);
});

it('barge-in stops the prompt with the first key', () => {
  expect(run(true, true, digits('1'))).toEqual([{ do: 'stop-prompt' }, { do: 'start-timer', ms: 2_000 }]);
});
it('without barge-in keys during the prompt are not heard', () => {
  expect(run(false, true, [...digits('99'), { kind: 'prompt-ended' }, ...digits('12#')]).at(-1)).toEqual({
    do: 'done',
    digits: '12',
    end: 'complete',
  });
});
it('the first-key timer starts when the prompt ends', () => {
  expect(run(true, true, [{ kind: 'prompt-ended' }])).toEqual([{ do: 'start-timer', ms: 5_000 }]);
});
it('nothing is heard after the end', () => {
  expect(done(run(true, false, digits('123456')))).toHaveLength(1);
});
