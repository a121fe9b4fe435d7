// What the page around the desk is told of contacts, out of the events of the log: each thing once, in its order. Pure.
import type { Frame } from '../../live/connection.ts';

/** `ring`: look who it is, and tell it. The others are told as they are. */
export type Telling =
  | { tell: 'ring'; contact: string }
  | { tell: 'answered'; contact: string }
  | { tell: 'ended'; contact: string; answered: boolean }
  | { tell: 'wrapped-up'; contact: string; disposition: string; resolved: boolean };

/** The contacts that ring or are talked with here. */
export type Told = ReadonlyMap<string, 'ringing' | 'answered'>;

export const NOTHING_TOLD: Told = new Map();

export function tellOf(
  told: Told,
  { type, stream: contact, data }: Pick<Frame, 'type' | 'stream' | 'data'>,
  agent: string,
): [Told, Telling | null] {
  const own = data['agent'] === agent;
  const known = told.get(contact);
  const mark = (state: 'ringing' | 'answered'): Told => new Map([...told, [contact, state]]);
  const without = (): Told => new Map([...told].filter(([id]) => id !== contact));
  switch (type) {
    // A call that comes past the queues rings without an offer.
    case 'work.offered':
    case 'call.dialled':
      return own && known === undefined ? [mark('ringing'), { tell: 'ring', contact }] : [told, null];
    case 'call.bridged':
      return own && known !== 'answered' ? [mark('answered'), { tell: 'answered', contact }] : [told, null];
    case 'work.offer-ended':
      return own && known === 'ringing' ? [without(), { tell: 'ended', contact, answered: false }] : [told, null];
    case 'work.released':
      return own && known !== undefined ? [without(), { tell: 'ended', contact, answered: known === 'answered' }] : [told, null];
    case 'interaction.ended':
      return known === undefined ? [told, null] : [without(), { tell: 'ended', contact, answered: known === 'answered' }];
    case 'interaction.wrapped-up':
      return own
        ? [told, { tell: 'wrapped-up', contact, disposition: String(data['disposition']), resolved: data['resolved'] === true }]
        : [told, null];
    default:
      return [told, null];
  }
}
