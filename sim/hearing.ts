// What one party of a call hears, packet by packet: whose tone stands in it now, and how often each stood in it.
import { createRtpHeader, parseRtp } from '@tandem/rtp';
import type { RtpParty } from './rtp-party.ts';
import { heardTone } from './tones.ts';

export type Hearing = {
  /** Whose tone has been heard in ten packets on end; null where nobody's was. */
  now(): number | null;
  /** Packets since `mark()` in which somebody's tone stood, by whose it was. */
  counts(): ReadonlyMap<number, number>;
  /** Starts counting afresh. */
  mark(): void;
};

const SURE_AFTER = 10;

/** For mu-law audio. */
export function listen(party: RtpParty, tonesHz: readonly number[]): Hearing {
  const header = createRtpHeader();
  let counts = new Map<number, number>();
  let last: number | null = null;
  let times = 0;
  party.onPacket((packet) => {
    if (!parseRtp(packet, header) || header.payloadType !== 0) return;
    const who = heardTone(packet.subarray(header.payloadOffset, header.payloadOffset + header.payloadLength), tonesHz);
    times = who === last ? times + 1 : 1;
    last = who;
    if (who !== null) counts.set(who, (counts.get(who) ?? 0) + 1);
  });
  return {
    now: () => (times >= SURE_AFTER ? last : null),
    counts: () => counts,
    mark() {
      counts = new Map();
    },
  };
}
