// What a leg's statistics mean for the ear: loss, delay and score, both ways.
import type { LegQuality } from '@tandem/contract/edge.ts';
import { estimateMos, type RemoteView } from '@tandem/rtp';
import type { AudioCodec } from '../../ports.ts';

export type Heard = {
  codec: AudioCodec | null;
  packetsSent: number;
  packetsReceived: number;
  packetsLost: number;
  packetsLate: number;
  packetsExpected: number;
  jitterMs: number;
  /** Mean time in our jitter buffer. */
  bufferMs: number;
  rttMs: number | null;
  remote: RemoteView | null;
};

/** A frame is collected for 20 ms before it is sent. */
const PACKET_MS = 20;

export function qualityOf(heard: Heard): LegQuality {
  const { codec, packetsSent, packetsReceived, packetsLost, jitterMs, rttMs, remote } = heard;
  const way = (rttMs ?? 0) / 2;
  const loss = heard.packetsExpected === 0 ? 0 : Math.min(1, (packetsLost + heard.packetsLate) / heard.packetsExpected);
  return {
    codec,
    packetsSent,
    packetsReceived,
    packetsLost,
    jitterMs: tenth(jitterMs),
    lossPercent: tenth(100 * loss),
    rttMs: rttMs === null ? null : tenth(rttMs),
    mos: packetsReceived === 0 ? null : estimateMos({ loss, delayMs: way + heard.bufferMs }),
    remote: remote === null ? null : theirs(remote, way),
  };
}

/** What it loses in its own buffer it does not tell, nor how long that is: taken as twice its jitter and a packet. */
function theirs({ loss, jitterMs }: RemoteView, way: number): NonNullable<LegQuality['remote']> {
  const mos = estimateMos({ loss, delayMs: way + 2 * jitterMs + PACKET_MS });
  return { lossPercent: tenth(100 * loss), jitterMs: tenth(jitterMs), mos };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
