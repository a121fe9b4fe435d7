// What a party has heard, kept with the time it came.
import { aLawDecode, createRtpHeader, muLawDecode, parseRtp } from '@tandem/rtp';
import { MOST, toneShare } from './tones.ts';

export type Ear = {
  readonly take: (packet: Uint8Array) => void;
  /** Samples heard since `fromMs` (performance.now), in order of arrival. */
  heard(fromMs?: number): Int16Array;
  /** When `hz` was first the main thing heard after `fromMs`, or null. */
  heardAt(hz: number, fromMs: number): number | null;
  /** Payload types seen. */
  payloadTypes(): number[];
};

export function createEar(): Ear {
  const blocks: { at: number; samples: Int16Array }[] = [];
  const types = new Set<number>();
  const header = createRtpHeader();
  return {
    take(packet) {
      if (!parseRtp(packet, header)) return;
      const { payloadType, payloadOffset, payloadLength } = header;
      types.add(payloadType);
      if (payloadType !== 0 && payloadType !== 8) return;
      const decode = payloadType === 8 ? aLawDecode : muLawDecode;
      const payload = packet.subarray(payloadOffset, payloadOffset + payloadLength);
      blocks.push({ at: performance.now(), samples: Int16Array.from(payload, decode) });
    },
    heard: (fromMs = 0) => Int16Array.from(blocks.filter((block) => block.at >= fromMs).flatMap((block) => [...block.samples])),
    heardAt: (hz, fromMs) => blocks.find((block) => block.at >= fromMs && toneShare(block.samples, hz) > MOST)?.at ?? null,
    payloadTypes: () => [...types],
  };
}
