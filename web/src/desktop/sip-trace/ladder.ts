// The ladder of a contact's SIP messages: who stands on which rail, and messages and events of the log in one order of time. Pure.
import type { EventView } from '@tandem/contract/api/interactions.ts';
import type { SipTrace } from '@tandem/contract/api/sip-traces.ts';

export type TracedMessage = SipTrace['messages'][number];
/** `leg`: null is Tandem itself. */
export type Rail = { leg: string | null; address: string };
export type LadderRow =
  | { kind: 'message'; key: string; at: number; offsetMs: number; from: number; to: number; failed: boolean; message: TracedMessage }
  | { kind: 'event'; key: string; at: number; offsetMs: number; event: EventView };

type Ladder = { rails: Rail[]; rows: LadderRow[] };

const FAILED = 400;

/** The first leg stands left of Tandem, where the call came from; all others right of it, in the order they began. */
export function ladderOf({ legs, messages }: Pick<SipTrace, 'legs' | 'messages'>, events: readonly EventView[]): Ladder {
  const seen = new Map<string, TracedMessage>();
  for (const message of messages) if (!seen.has(message.leg)) seen.set(message.leg, message);
  const [first, ...others] = legs.filter(({ id }) => seen.has(id));
  if (first === undefined) return { rails: [], rows: [] };
  const railOf = (leg: string): Rail => {
    const { transport, remote } = seen.get(leg)!;
    const ip = remote.ip.includes(':') ? `[${remote.ip}]` : remote.ip;
    return { leg, address: `${transport.toUpperCase()} ${ip}:${remote.port}` };
  };
  const { local } = seen.get(first.id)!;
  const rails = [railOf(first.id), { leg: null, address: `${local.ip}:${local.port}` }, ...others.map(({ id }) => railOf(id))];
  const begin = messages[0]!.at;
  const told = messages.map((message, n): LadderRow => {
    const theirs = rails.findIndex(({ leg }) => leg === message.leg);
    const [from, to] = message.direction === 'in' ? [theirs, 1] : [1, theirs];
    const failed = message.status !== null && message.status >= FAILED;
    return { kind: 'message', key: `m${n}`, at: message.at, offsetMs: message.at - begin, from, to, failed, message };
  });
  const happened = events.map((event): LadderRow => ({ kind: 'event', key: event.id, at: event.at, offsetMs: event.at - begin, event }));
  // A stable sort: of one moment, what went over the line comes before what was made of it.
  return { rails, rows: [...told, ...happened].sort((a, b) => a.at - b.at) };
}

/** How the audio that a message describes is encrypted; the keys themselves were masked before it was kept. */
export function keysIn({ sdp, text }: Pick<TracedMessage, 'sdp' | 'text'>): 'sdes' | 'dtls' | null {
  if (!sdp) return null;
  return /^a=crypto:/m.test(text) ? 'sdes' : /^a=fingerprint:/m.test(text) ? 'dtls' : null;
}

/** 75_042 -> `+1:15.042`; before the first message with a minus. */
export function offsetText(ms: number): string {
  const size = Math.abs(Math.round(ms));
  const minutes = Math.floor(size / 60_000);
  const seconds = String(Math.floor(size / 1_000) % 60).padStart(minutes > 0 ? 2 : 1, '0');
  return `${ms < 0 ? '-' : '+'}${minutes > 0 ? `${minutes}:` : ''}${seconds}.${String(size % 1_000).padStart(3, '0')}`;
}
