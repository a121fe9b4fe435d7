// What was asked for stands on the call at once, in other words than what is done, and the parties stay as they truly are.
import { expect, test } from 'vitest';
import type { LiveCall } from '../../api/calls.ts';
import { createIntents } from '../../live/intents.ts';
import { asAsked, endOf, holdOf } from './as-asked.ts';
import { callLook, offeredFor } from './doing.ts';
import { liveCall, party } from './testkit.ts';

const call = liveCall({ parties: [party('customer')] });
const held: LiveCall = { ...call, hold: 'api' };
const pending = (): Promise<void> => new Promise(() => undefined);

test('without a wish the call is the very one the server told of', () => {
  expect(
    asAsked(
      call,
      createIntents((work) => work()),
    ),
  ).toBe(call);
});

test('hold and resume: the button turns at once, the word says that it is on its way, the customer is told of as he is', () => {
  const intents = createIntents((work) => work());
  intents.ask(holdOf(call.id), 'hold', pending);
  const holding = asAsked(call, intents);
  expect(callLook(holding).key).toBe('calls.state.holding');
  expect(offeredFor(holding)[0]).toEqual({ doing: 'resume', why: null });
  expect(holding.parties).toBe(call.parties);
  intents.ask(holdOf(call.id), 'resume', pending);
  expect(callLook(asAsked(call, intents)).key).toBe('calls.state.resuming');
  expect(callLook(asAsked(held, intents)).key).toBe('calls.state.resuming');
  expect(offeredFor(asAsked(held, intents))[0]).toEqual({ doing: 'hold', why: null });
});

test('while a call is being ended every button stays where it is and does nothing', () => {
  const intents = createIntents((work) => work());
  intents.ask(endOf(call.interaction), 'hang-up', pending);
  const ending = asAsked(call, intents);
  expect(callLook(ending).key).toBe('calls.state.ending');
  expect(offeredFor(ending).map(({ doing }) => doing)).toEqual(offeredFor(call).map(({ doing }) => doing));
  expect(offeredFor(ending).every(({ why }) => why === 'ending')).toBe(true);
});

test('a refusal leaves the call as it is', async () => {
  const intents = createIntents((work) => work());
  intents.ask(holdOf(call.id), 'hold', () => Promise.reject(new Error('wrong state')));
  expect(callLook(asAsked(call, intents)).key).toBe('calls.state.holding');
  await expect.poll(() => asAsked(call, intents)).toBe(call);
  expect(intents.of(holdOf(call.id)).refused?.message).toBe('wrong state');
});
