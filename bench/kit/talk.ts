// Sends RTP for many calls from one timer: a packet every 20 ms each, none drifting and none in step with another.
import { FRAME_MS, FRAME_SAMPLES, RTP_HEADER_BYTES, writeRtpHeader } from '@tandem/rtp';
import type { PhoneCall } from './phone-call.ts';

export type Talk = {
  /** Sends until the call ends. `fill` writes the mu-law payload of packet `n`. */
  add(call: Pick<PhoneCall, 'audio' | 'remote' | 'ended'>, fill: (payload: Uint8Array, n: number) => void): void;
  stop(): void;
};

type Talker = {
  call: Pick<PhoneCall, 'audio' | 'remote'>;
  fill(payload: Uint8Array, n: number): void;
  startAt: number;
  n: number;
  ssrc: number;
};

export function createTalk(everyMs = 1): Talk {
  const talkers = new Set<Talker>();
  let added = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    for (const talker of talkers) while (now >= talker.startAt + talker.n * FRAME_MS) send(talker);
  }, everyMs);
  return {
    add(call, fill) {
      added += 1;
      const startAt = performance.now() + ((added * 7.3) % FRAME_MS);
      const talker: Talker = { call, fill, startAt, n: 0, ssrc: added };
      talkers.add(talker);
      void call.ended.then(() => talkers.delete(talker));
    },
    stop: () => clearInterval(timer),
  };
}

function send(talker: Talker): void {
  const { ip, port } = talker.call.remote();
  const packet = new Uint8Array(RTP_HEADER_BYTES + FRAME_SAMPLES);
  writeRtpHeader(packet, talker.n === 0, 0, talker.n & 0xffff, (talker.n * FRAME_SAMPLES) >>> 0, talker.ssrc);
  talker.fill(packet.subarray(RTP_HEADER_BYTES), talker.n);
  talker.n += 1;
  try {
    talker.call.audio.send(packet, port, ip);
  } catch {
    // The call ended in this very turn: its socket is closed.
  }
}
