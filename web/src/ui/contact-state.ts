// The state of a contact and of an agent as tone, icon and catalogue key: one meaning, one colour, everywhere.
import type { IconName } from './icons.tsx';
import type { Tone } from './StateBadge.tsx';

export type Look = { tone: Tone; icon: IconName; key: string };

/** What is looked at of a contact; the contract's summary has it all. */
export type ContactState = {
  channel?: 'voice' | 'chat';
  state: 'open' | 'wrap-up' | 'closed';
  stage: 'flow' | 'queue' | 'ring' | 'agent' | 'other';
};

/** Where an open contact is now, or how a closed one ended. */
export function contactLook(contact: ContactState): Look {
  if (contact.state === 'wrap-up') return { tone: 'wrap', icon: 'pen', key: 'state.wrap-up' };
  if (contact.state === 'closed') return { tone: 'quiet', icon: 'check', key: 'state.closed' };
  switch (contact.stage) {
    case 'flow':
      return { tone: 'hold', icon: 'bot', key: 'state.flow' };
    case 'queue':
      return { tone: 'ringing', icon: 'hourglass', key: 'state.queue' };
    case 'ring':
      return { tone: 'ringing', icon: 'bell', key: 'state.ring' };
    case 'agent':
      return contact.channel === 'chat'
        ? { tone: 'live', icon: 'chat', key: 'state.chat' }
        : { tone: 'live', icon: 'phone', key: 'state.agent' };
    case 'other':
      return { tone: 'live', icon: 'phone', key: 'state.other' };
  }
}

const AGENT_LOOKS = {
  offered: { tone: 'ringing', icon: 'bell', key: 'agent-state.offered' },
  'on-contact': { tone: 'live', icon: 'phone', key: 'agent-state.on-contact' },
  'wrap-up': { tone: 'wrap', icon: 'pen', key: 'agent-state.wrap-up' },
  idle: { tone: 'live', icon: 'check', key: 'agent-state.idle' },
  available: { tone: 'hold', icon: 'person', key: 'agent-state.available' },
  busy: { tone: 'hold', icon: 'person', key: 'agent-state.busy' },
  away: { tone: 'hold', icon: 'moon', key: 'agent-state.away' },
  'not-responding': { tone: 'danger', icon: 'alert', key: 'agent-state.not-responding' },
  resting: { tone: 'hold', icon: 'hourglass', key: 'agent-state.resting' },
  unreachable: { tone: 'danger', icon: 'alert', key: 'agent-state.unreachable' },
  offline: { tone: 'quiet', icon: 'circle', key: 'agent-state.offline' },
} as const satisfies Record<string, Look>;

export function agentLook(state: keyof typeof AGENT_LOOKS): Look {
  return AGENT_LOOKS[state];
}

export const DIRECTION_ICONS = { inbound: 'inbound', outbound: 'outbound', internal: 'internal' } as const satisfies Record<
  string,
  IconName
>;

/** How one is called whose name nobody knows. */
export const unknownKey = ({ channel }: { channel: 'voice' | 'chat' }): string =>
  channel === 'chat' ? 'contacts.visitor' : 'contacts.unknown';

/** How it came: the way a call went, or another channel. */
export function wayOf({ channel, direction }: { channel: 'voice' | 'chat'; direction: keyof typeof DIRECTION_ICONS }): Omit<Look, 'tone'> {
  return channel === 'chat'
    ? { icon: 'chat', key: 'search.channels.chat' }
    : { icon: DIRECTION_ICONS[direction], key: `direction.${direction}` };
}

/** Of an address or an id of a visitor, enough to tell those apart who write at the same time. */
const VISITOR_LETTERS = 6;
/** What tells a visitor nobody knows from another, after the word for one; empty where he was erased. */
export const visitorMark = (address: string): string => address.slice(-VISITOR_LETTERS);
