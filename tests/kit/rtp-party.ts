// One end of an audio stream for tests: sends a tone, silence or keys in real time, and keeps what it hears with the time it came.
import dgram from 'node:dgram';
import {
  aLawDecode,
  createRtpHeader,
  encodeAudio,
  muLawDecode,
  parseRtp,
  renderDigit,
  TelephoneEventSender,
  writeRtpHeader,
  type G711,
} from '@tandem/rtp';
import { RATE, toneShare } from './audio.ts';

const FRAME = 160;
const FRAME_MS = 20;

export type RtpParty = {
  readonly port: number;
  /** Where to send, and how: from the session description of the far end. */
  talkTo(remote: { ip: string; port: number; codec: G711; telephoneEvent: number | null }): void;
  /** Sends this tone from now on; null is silence. */
  tone(hz: number | null): void;
  /** Sends no packet at all until the next `tone`. */
  mute(): void;
  /** Keys as RFC 4733 events, or as tones in the audio. Resolves when they are sent. */
  press(keys: string, how?: 'rfc4733' | 'inband'): Promise<void>;
  /** Samples heard since `fromMs` (performance.now), in order of arrival. */
  heard(fromMs?: number): Int16Array;
  /** When `hz` was first the main thing heard after `fromMs`, or null. */
  heardAt(hz: number, fromMs: number): number | null;
  /** Payload types seen. */
  payloadTypes(): number[];
  close(): void;
};

export async function openRtpParty(ip: string): Promise<RtpParty> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, ip, resolve);
  });
  const blocks: { at: number; samples: Int16Array }[] = [];
  const types = new Set<number>();
  const header = createRtpHeader();
  socket.on('message', (bytes) => {
    if (!parseRtp(bytes, header)) return;
    const { payloadType, payloadOffset, payloadLength } = header;
    types.add(payloadType);
    if (payloadType !== 0 && payloadType !== 8) return;
    const decode = payloadType === 8 ? aLawDecode : muLawDecode;
    blocks.push({ at: performance.now(), samples: Int16Array.from(bytes.subarray(payloadOffset, payloadOffset + payloadLength), decode) });
  });
  socket.on('error', () => undefined);

  let remote: Parameters<RtpParty['talkTo']>[0] | null = null;
  let hz: number | null = null;
  let silent = false;
  let phase = 0;
  let sequence = Math.floor(Math.random() * 65_536);
  let timestamp = Math.floor(Math.random() * 2 ** 31);
  let inband: Int16Array = new Int16Array(0);
  const ssrc = Math.floor(Math.random() * 2 ** 32);
  const keys = new TelephoneEventSender(FRAME);
  const packet = new Uint8Array(12 + FRAME);

  function samplesNow(): Int16Array {
    if (inband.length >= FRAME) {
      const part = inband.subarray(0, FRAME);
      inband = inband.subarray(FRAME);
      return part;
    }
    return Int16Array.from({ length: FRAME }, () => (hz === null ? 0 : Math.round(8_000 * Math.sin((2 * Math.PI * hz * phase++) / RATE))));
  }
  function sendOne(): void {
    timestamp = (timestamp + FRAME) % 2 ** 32;
    if (remote === null || silent) return;
    sequence = (sequence + 1) & 0xffff;
    const { telephoneEvent, codec } = remote;
    if (telephoneEvent !== null && keys.next(packet, 12, timestamp)) {
      writeRtpHeader(packet, keys.first, telephoneEvent, sequence, keys.timestamp, ssrc);
      socket.send(packet.slice(0, 16), remote.port, remote.ip);
      return;
    }
    encodeAudio(codec, samplesNow(), packet, 12);
    writeRtpHeader(packet, false, codec === 'PCMA' ? 8 : 0, sequence, timestamp, ssrc);
    socket.send(packet.slice(), remote.port, remote.ip);
  }
  let closed = false;
  const sending = (): boolean => !closed && (keys.busy || inband.length > 0);
  let due = performance.now();
  const timer = setInterval(() => {
    // A late timer sends what it owes, so that the stream keeps its pace.
    for (; due <= performance.now(); due += FRAME_MS) sendOne();
  }, 10);

  return {
    port: socket.address().port,
    talkTo(to) {
      remote = to;
    },
    tone(next) {
      hz = next;
      silent = false;
    },
    mute() {
      silent = true;
    },
    async press(text, how = 'rfc4733') {
      if (how === 'rfc4733') {
        for (const key of text) keys.press(key, 100);
        while (sending()) await pause(20);
        return;
      }
      const tones = [...text].flatMap((key) => [...(renderDigit(key, 120) ?? [])]);
      inband = Int16Array.from([...tones, ...new Int16Array((FRAME - (tones.length % FRAME)) % FRAME)]);
      while (sending()) await pause(20);
    },
    heard: (fromMs = 0) => Int16Array.from(blocks.filter((block) => block.at >= fromMs).flatMap((block) => [...block.samples])),
    heardAt: (wanted, fromMs) => blocks.find((block) => block.at >= fromMs && toneShare(block.samples, wanted) > 0.6)?.at ?? null,
    payloadTypes: () => [...types],
    close() {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      socket.close();
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
