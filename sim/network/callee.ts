// What the simulated public network does with a call to a number. Pure: the number and the dice decide.
import type { Dice } from '../../server/src/kernel/dice.ts';

export type Callee =
  /** Rings so long, talks so long, hangs up. */
  | { does: 'answer'; ringMs: number; talkMs: number }
  | { does: 'ring-out' }
  | { does: 'busy' }
  | { does: 'decline'; ringMs: number }
  /** A greeting, a beep, and it listens until the caller hangs up. */
  | { does: 'voicemail'; ringMs: number }
  /** Special information tones, then the network's announcement ends the call (ITU-T E.180, clause 7). */
  | { does: 'intercept' }
  /** A fax machine's answer tone (ITU-T T.30). */
  | { does: 'fax'; ringMs: number }
  | { does: 'unallocated' }
  | { does: 'congestion' };

/** The last two digits that choose a behaviour; all other numbers are people by chance. */
const BY_ENDING: Readonly<Record<string, Callee['does']>> = {
  '90': 'ring-out',
  '91': 'busy',
  '92': 'decline',
  '93': 'voicemail',
  '94': 'intercept',
  '95': 'fax',
  '96': 'unallocated',
  '97': 'congestion',
  '98': 'answer',
};

/** Of a hundred people who are called: shares that dialler vendors report, rounded. */
const SHARES: readonly (readonly [Callee['does'], number])[] = [
  ['answer', 0.55],
  ['voicemail', 0.2],
  ['ring-out', 0.12],
  ['busy', 0.06],
  ['decline', 0.04],
  ['unallocated', 0.02],
  ['fax', 0.01],
];

export function calleeOf(number: string, dice: Dice): Callee {
  const does = BY_ENDING[number.slice(-2)] ?? byChance(dice.roll());
  switch (does) {
    case 'answer':
      return { does, ringMs: Math.min(15_000, dice.human(4_000)), talkMs: Math.min(120_000, dice.human(20_000)) };
    case 'decline':
    case 'fax':
      return { does, ringMs: dice.human(3_000) };
    case 'voicemail':
      return { does, ringMs: 12_000 };
    default:
      return { does };
  }
}

function byChance(roll: number): Callee['does'] {
  let sum = 0;
  for (const [does, share] of SHARES) {
    sum += share;
    if (roll < sum) return does;
  }
  return 'ring-out';
}
