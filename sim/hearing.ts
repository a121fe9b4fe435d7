// What one party of a call hears, packet by packet: whose voice stands in it now, and how often each stood in it.
import { createRtpHeader, parseRtp } from '@tandem/rtp';
import type { RtpParty } from './rtp-party.ts';

export type Hearing = {
  /** Who has been heard in ten packets on end; null where nobody was. */
  now(): number | null;
  /** Packets since `mark()` in which somebody was heard, by who it was; of the packets that were listened to. */
  counts(): ReadonlyMap<number, number>;
  /** Starts counting afresh. */
  mark(): void;
};

const SURE_AFTER = 10;

/** For mu-law audio. `who` tells whose voice a packet holds; only every `every`th packet is listened to once somebody is known, as listening costs. */
export function listen(party: RtpParty, who: (payload: Uint8Array) => number | null, every = 1): Hearing {
  const header = createRtpHeader();
  let counts = new Map<number, number>();
  let last: number | null = null;
  let times = 0;
  let n = 0;
  party.onPacket((packet) => {
    n += 1;
    if (n % every !== 0 || !parseRtp(packet, header) || header.payloadType !== 0) return;
    const heard = who(packet.subarray(header.payloadOffset, header.payloadOffset + header.payloadLength));
    times = heard === last ? times + 1 : 1;
    last = heard;
    if (heard !== null) counts.set(heard, (counts.get(heard) ?? 0) + 1);
  });
  return {
    now: () => (times >= SURE_AFTER ? last : null),
    counts: () => counts,
    mark() {
      counts = new Map();
    },
  };
}
