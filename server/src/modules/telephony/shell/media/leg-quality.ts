// What a leg's statistics mean for the ear: loss, delay and score, both ways.
import type { LegQuality } from '@tandem/contract/edge.ts';
import { estimateMos, OPUS_NARROWBAND, type Equipment, type RemoteView } from '@tandem/rtp';
import type { AudioCodec } from '../../core/codecs.ts';

export type Heard = {
  codec: AudioCodec | null;
  encryption: 'sdes' | 'dtls' | null;
  packetsSent: number;
  packetsReceived: number;
  packetsLost: number;
  packetsLate: number;
  /** Of those lost, the ones that were heard from their copies. */
  packetsRepaired: number;
  packetsExpected: number;
  jitterMs: number;
  /** Mean time in our jitter buffer. */
  bufferMs: number;
  rttMs: number | null;
  remote: RemoteView | null;
};

/** A frame is collected for 20 ms before it is sent. */
const PACKET_MS = 20;

/** For `estimateMos`: nothing for G.711, which it has by itself. */
export const equipmentOf = (codec: AudioCodec | null): { equipment?: Equipment } =>
  codec === 'OPUS' ? { equipment: OPUS_NARROWBAND } : {};

export function qualityOf(heard: Heard): LegQuality {
  const { codec, encryption, packetsSent, packetsReceived, packetsLost, jitterMs, rttMs, remote } = heard;
  const way = (rttMs ?? 0) / 2;
  const share = (packets: number): number => (heard.packetsExpected === 0 ? 0 : Math.max(0, Math.min(1, packets / heard.packetsExpected)));
  const missing = packetsLost + heard.packetsLate;
  const heardLoss = share(missing - heard.packetsRepaired);
  return {
    codec,
    encryption,
    packetsSent,
    packetsReceived,
    packetsLost,
    jitterMs: tenth(jitterMs),
    lossPercent: tenth(100 * share(missing)),
    rttMs: rttMs === null ? null : tenth(rttMs),
    mos: packetsReceived === 0 ? null : estimateMos({ loss: heardLoss, delayMs: way + heard.bufferMs, ...equipmentOf(codec) }),
    remote: remote === null ? null : theirs(remote, way, codec),
  };
}

/** What it loses in its own buffer it does not tell, nor how long that is: taken as twice its jitter and a packet. */
function theirs({ loss, jitterMs }: RemoteView, way: number, codec: AudioCodec | null): NonNullable<LegQuality['remote']> {
  const mos = estimateMos({ loss, delayMs: way + 2 * jitterMs + PACKET_MS, ...equipmentOf(codec) });
  return { lossPercent: tenth(100 * loss), jitterMs: tenth(jitterMs), mos };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
