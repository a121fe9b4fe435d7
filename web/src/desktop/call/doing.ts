// What can be done with a call in its present state, in the order of the buttons, and why something cannot be done now. Pure.
import type { LiveCall } from '../../api/calls.ts';
import type { ShownCall } from './as-asked.ts';
import type { IconName } from '../../ui/icons.tsx';
import type { Look } from '../../ui/contact-state.ts';

export type Doing =
  | 'hold'
  | 'resume'
  | 'transfer'
  | 'consult'
  | 'swap'
  | 'conference'
  | 'complete'
  | 'cancel'
  | 'park'
  | 'carry'
  | 'stay'
  | 'keypad'
  | 'hang-up';

/** Key of the sentence that says why not. */
export type Why = 'not-answered' | 'phone-holds' | 'customer-holds' | 'rings' | 'together' | 'moving' | 'ending';
export type Offered = { doing: Doing; why: Why | null };

export const ICONS = {
  hold: 'pause',
  resume: 'play',
  transfer: 'transfer',
  consult: 'ask',
  swap: 'internal',
  conference: 'people',
  complete: 'check',
  cancel: 'cross',
  park: 'parking',
  carry: 'headset',
  stay: 'back',
  keypad: 'keypad',
  'hang-up': 'hangUp',
} as const satisfies Record<Doing, IconName>;

/** With Alt, so that they work while notes are written, and no letter alone does anything. */
export const KEYS = {
  hold: 'H',
  resume: 'H',
  transfer: 'T',
  consult: 'C',
  swap: 'S',
  conference: 'J',
  complete: 'G',
  cancel: 'B',
  park: 'P',
  carry: 'V',
  stay: 'V',
  keypad: 'K',
  'hang-up': 'X',
} as const satisfies Record<Doing, string>;

export type CallPhase = 'own-phone' | 'calling' | 'talking' | 'consulting' | 'passing' | 'carrying' | 'parked' | 'elsewhere';

export function phaseOf(call: LiveCall): CallPhase {
  if (call.parked !== null) return 'parked';
  if (call.consult !== null) return 'consulting';
  if (call.carrying !== null) return 'carrying';
  const customer = call.parties.find(({ role }) => role === 'customer');
  if (call.stage === 'agent' && !call.answered) return 'calling';
  if (call.stage === 'agent') return call.parties.some(({ role }) => role === 'other') ? 'passing' : 'talking';
  return customer?.state === 'waiting' ? 'own-phone' : 'elsewhere';
}

/** Asked for and on its way, which is not the same as done. */
const ASKED = {
  hold: { tone: 'hold', icon: 'pause', key: 'calls.state.holding' },
  resume: { tone: 'live', icon: 'play', key: 'calls.state.resuming' },
  'hang-up': { tone: 'quiet', icon: 'hangUp', key: 'calls.state.ending' },
} as const satisfies Record<string, Look>;

/** The state of a call as colour, icon and word. */
export function callLook(call: ShownCall): Look {
  if (call.asked !== undefined) return ASKED[call.asked];
  const phase = phaseOf(call);
  switch (phase) {
    case 'own-phone':
      return { tone: 'ringing', icon: 'bell', key: 'calls.state.own-phone' };
    case 'calling':
      return { tone: 'ringing', icon: 'outbound', key: 'calls.state.calling' };
    case 'consulting':
      return call.consult === 'conference'
        ? { tone: 'live', icon: 'people', key: 'calls.state.conference' }
        : { tone: 'hold', icon: 'ask', key: 'calls.state.consulting' };
    case 'carrying':
      return { tone: 'live', icon: 'headset', key: 'calls.state.carrying' };
    case 'passing':
      return { tone: 'hold', icon: 'transfer', key: 'calls.state.passing' };
    case 'parked':
      return { tone: 'hold', icon: 'parking', key: 'calls.state.parked' };
    case 'talking':
      return call.hold === null
        ? { tone: 'live', icon: 'phone', key: 'calls.state.talking' }
        : { tone: 'hold', icon: 'pause', key: 'calls.state.held' };
    case 'elsewhere':
      return { tone: 'quiet', icon: 'phone', key: 'calls.state.elsewhere' };
  }
}

/** The end of the call comes last, always. */
export function offeredFor(call: ShownCall): Offered[] {
  // Everything stays where it is until the call is gone, or back.
  if (call.asked === 'hang-up') return offeredNow(call).map(({ doing }) => ({ doing, why: 'ending' }));
  return offeredNow(call);
}

function offeredNow(call: LiveCall): Offered[] {
  const hangUp: Offered = { doing: 'hang-up', why: null };
  const phase = phaseOf(call);
  switch (phase) {
    case 'own-phone':
    case 'elsewhere':
    case 'parked':
      return [hangUp];
    case 'carrying':
      return [{ doing: 'stay', why: null }, { doing: 'keypad', why: null }, hangUp];
    case 'consulting': {
      const rings = call.consult === 'ringing' ? 'rings' : null;
      const apart = rings ?? (call.consult === 'conference' ? 'together' : null);
      return [
        { doing: 'swap', why: apart },
        { doing: 'conference', why: apart },
        { doing: 'complete', why: rings },
        { doing: 'cancel', why: null },
        { doing: 'keypad', why: null },
        hangUp,
      ];
    }
    case 'calling':
    case 'passing':
    case 'talking': {
      const why: Why | null = phase === 'calling' ? 'not-answered' : phase === 'passing' ? 'moving' : null;
      const held = call.hold !== null;
      const holds: Why | null = call.hold === 'agent' ? 'phone-holds' : call.hold === 'customer' ? 'customer-holds' : null;
      return [
        { doing: held ? 'resume' : 'hold', why: why ?? holds },
        { doing: 'transfer', why },
        { doing: 'consult', why },
        { doing: 'park', why },
        { doing: 'carry', why },
        { doing: 'keypad', why: phase === 'calling' ? why : null },
        hangUp,
      ];
    }
  }
}

/** May be let go by itself: whom the customer is passed on to, also while he rings, and the third of a conference. */
export function mayDrop(call: LiveCall, role: LiveCall['parties'][number]['role']): boolean {
  return call.agent !== null && (role === 'other' || (role === 'consulted' && call.consult === 'conference'));
}

/** What a keyboard's key with Alt asks for among what is offered; null where it asks for nothing. */
export function doingOfKey(offered: readonly Offered[], code: string): Offered | null {
  return offered.find(({ doing }) => `Key${KEYS[doing]}` === code) ?? null;
}
