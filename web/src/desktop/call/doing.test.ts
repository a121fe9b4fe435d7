// What a call's buttons offer in each of its states, why something is not offered, and which key means which.
import { expect, test } from 'vitest';
import type { LiveCall, Party } from '../../api/calls.ts';
import { callLook, doingOfKey, KEYS, mayDrop, offeredFor, phaseOf, type Doing } from './doing.ts';
import { liveCall as call, party } from './testkit.ts';

const third = (consult: LiveCall['consult'], state: Party['state'] = 'up'): LiveCall =>
  call({ consult, parties: [party('customer'), party('agent'), party('consulted', state)] });

const words = (each: LiveCall): string =>
  offeredFor(each)
    .map(({ doing, why }) => (why === null ? doing : `${doing}:${why}`))
    .join(' ');

test.each<[string, LiveCall, string, string]>([
  ['talk', call(), 'talking', 'hold transfer consult park carry keypad hang-up'],
  ['held by the screen', call({ hold: 'api' }), 'talking', 'resume transfer consult park carry keypad hang-up'],
  ['held by the phone', call({ hold: 'agent' }), 'talking', 'resume:phone-holds transfer consult park carry keypad hang-up'],
  ['held by the customer', call({ hold: 'customer' }), 'talking', 'resume:customer-holds transfer consult park carry keypad hang-up'],
  ['third rings', third('ringing', 'ringing'), 'consulting', 'swap:rings conference:rings complete:rings cancel keypad hang-up'],
  ['with the third', third('consulted'), 'consulting', 'swap conference complete cancel keypad hang-up'],
  ['all three', third('conference'), 'consulting', 'swap:together conference:together complete cancel keypad hang-up'],
  [
    'target rings',
    call({ parties: [party('customer'), party('agent'), party('other', 'ringing')] }),
    'passing',
    'hold:moving transfer:moving consult:moving park:moving carry:moving keypad hang-up',
  ],
  [
    'dialled, and it rings there',
    call({ answered: false, parties: [party('customer', 'ringing'), party('agent')] }),
    'calling',
    'hold:not-answered transfer:not-answered consult:not-answered park:not-answered carry:not-answered keypad:not-answered hang-up',
  ],
  [
    'the own phone rings',
    call({ stage: 'ring', answered: false, parties: [party('customer', 'waiting'), party('agent', 'ringing')] }),
    'own-phone',
    'hang-up',
  ],
  ['on its way to another phone', call({ carrying: 'dev_2' }), 'carrying', 'stay keypad hang-up'],
  ['in a menu', call({ stage: 'flow', agent: null, parties: [party('customer')] }), 'elsewhere', 'hang-up'],
  [
    'parked',
    call({ stage: 'other', agent: null, parked: { place: '7001', by: 'agt_1', until: 1 }, parties: [party('customer', 'held')] }),
    'parked',
    'hang-up',
  ],
])('%s', (_name, each, phase, offered) => {
  expect(phaseOf(each)).toBe(phase);
  expect(words(each)).toBe(offered);
  expect(callLook(each).key).toMatch(/^calls\.state\./);
});

test('within one state every key means one thing, and none of them types a letter alone', () => {
  for (const each of [call(), call({ hold: 'api' }), third('consulted')]) {
    const offered = offeredFor(each);
    for (const one of offered) expect(doingOfKey(offered, `Key${KEYS[one.doing]}`)).toBe(one);
  }
  expect(doingOfKey(offeredFor(call()), 'KeyS')).toBeNull();
  // A letter is used twice only where the one takes the other's place; O and N open a contact and the dial dialog.
  const letters = Object.entries(KEYS).map(([doing, letter]) => [letter, doing as Doing] as const);
  const shared = letters.filter(([letter]) => letters.filter(([other]) => other === letter).length > 1).map(([, doing]) => doing);
  expect(shared).toEqual(['hold', 'resume', 'carry', 'stay']);
  expect(letters.some(([letter]) => ['O', 'N'].includes(letter))).toBe(false);
});

test('who may be let go by himself', () => {
  const passing = call({ parties: [party('customer'), party('agent'), party('other')] });
  expect(['customer', 'agent', 'other'].filter((role) => mayDrop(passing, role as Party['role']))).toEqual(['other']);
  expect(mayDrop(third('consulted'), 'consulted')).toBe(false);
  expect(mayDrop(third('conference'), 'consulted')).toBe(true);
});
