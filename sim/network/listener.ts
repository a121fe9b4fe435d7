// What a simulated person makes of what he hears: somebody speaks, it is quiet again, that is a human voice.
import { createRtpHeader, decodeTable, parseRtp } from '@tandem/rtp';
import type { RtpParty } from '../rtp-party.ts';
import { toneShare } from '../tones.ts';
import { createWatch } from '../watch.ts';

export type Listener = {
  /** Something was said and is over: it has been quiet for `ms`. Rejects when that does not come in time. */
  pauseAfterSpeech(ms: number, withinMs: number): Promise<void>;
  /** The voice of somebody whose hello is at `hz` was heard. */
  heardHello(hz: number): boolean;
  hello(hz: number, withinMs: number): Promise<void>;
};

/** Mean square of samples above which somebody speaks: well above a line's noise. */
const LOUD = 20_000;
/** Packets of 20 ms in a row that make a hello. */
const SURE = 12;

export function listenTo(party: RtpParty, hellosHz: readonly number[]): Listener {
  const header = createRtpHeader();
  const watch = createWatch();
  const runs = new Map<number, number>();
  const heard = new Set<number>();
  let spoke = false;
  let quietMs = 0;
  party.onPacket((packet) => {
    if (!parseRtp(packet, header) || (header.payloadType !== 0 && header.payloadType !== 8)) return;
    const table = decodeTable(header.payloadType === 8 ? 'PCMA' : 'PCMU');
    const samples = Int16Array.from(
      packet.subarray(header.payloadOffset, header.payloadOffset + header.payloadLength),
      (byte) => table[byte]!,
    );
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0);
    const loud = power > LOUD * samples.length;
    spoke ||= loud;
    quietMs = loud ? 0 : quietMs + 20;
    for (const hz of hellosHz) {
      const run = toneShare(samples, hz, power) > 0.6 ? (runs.get(hz) ?? 0) + 1 : 0;
      runs.set(hz, run);
      if (run >= SURE) heard.add(hz);
    }
    watch.changed();
  });
  return {
    async pauseAfterSpeech(ms, withinMs) {
      spoke = false;
      quietMs = 0;
      await watch.until(
        () => 'a pause after speech',
        () => (spoke && quietMs >= ms) || null,
        withinMs,
      );
    },
    heardHello: (hz) => heard.has(hz),
    async hello(hz, withinMs) {
      await watch.until(
        () => 'a human voice',
        () => heard.has(hz) || null,
        withinMs,
      );
    },
  };
}
