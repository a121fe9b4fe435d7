// One end of an audio stream on a UDP socket: sends what its voice says in real time, and hears what comes.
import dgram from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import { FRAME_MS, FRAME_SAMPLES, RTP_HEADER_BYTES, TelephoneEventSender, writeRtpHeader, type G711 } from '@tandem/rtp';
import { createEar, type Ear } from './ear.ts';
import { createNetwork, type Impairment } from './impairment.ts';
import { createPace, type Pace } from './pace.ts';
import { createVoice, type Fill } from './voice.ts';

export type Remote = { ip: string; port: number; codec: G711; telephoneEvent: number | null };

export type RtpParty = Omit<Ear, 'take'> & {
  readonly port: number;
  /** Where to send, and how: from the session description of the far end. */
  talkTo(remote: Remote): void;
  /** Sends this tone from now on; null is silence. */
  tone(hz: number | null): void;
  /** Sends what `fill` writes from now on. */
  say(fill: Fill): void;
  /** Says these samples (8 kHz) once. Resolves when they are said, or the call is over. */
  speak(samples: Int16Array): Promise<void>;
  /** Sends no packet at all until the next `tone` or `say`. */
  mute(): void;
  /** Keys as RFC 4733 events, or as tones in the audio. Resolves when they are sent. */
  press(keys: string, how?: 'rfc4733' | 'inband'): Promise<void>;
  /** Told of every packet as it comes. */
  onPacket(told: (packet: Uint8Array) => void): void;
  close(): void;
};

export type RtpPartyOptions = {
  /** The beat it shares with others; else one of its own. */
  pace?: Pace;
  /** False: nothing is kept for `heard`, `heardAt` and `payloadTypes`, which then know nothing; for long and many calls. */
  keeps?: boolean;
  /** What each packet becomes before it is sent, e.g. SRTP; may not change what it is given. */
  seal?: (packet: Uint8Array) => Uint8Array;
  /** What the network does to what it sends, and to what it is sent; nothing where left out. */
  sends?: Impairment;
  hears?: Impairment;
};

const EVENT_BYTES = 4;
const KEY_MS = 100;

export async function openRtpParty(ip: string, options: RtpPartyOptions = {}): Promise<RtpParty> {
  const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 18 });
  await new Promise<void>((resolve) => {
    socket.bind(0, ip, resolve);
  });
  // The far end may be gone a moment before us.
  socket.on('error', () => undefined);
  const { take, ...ear } = createEar();
  const way = options.sends === undefined ? null : createNetwork(options.sends);
  const wayBack = options.hears === undefined ? null : createNetwork(options.hears);
  const hearers: ((packet: Uint8Array) => void)[] = options.keeps === false ? [] : [take];
  const heard = (bytes: Uint8Array): void => hearers.forEach((hearer) => hearer(bytes));
  socket.on('message', (bytes) => (wayBack === null ? heard(bytes) : wayBack.carry(() => heard(bytes))));

  const voice = createVoice();
  const keys = new TelephoneEventSender(FRAME_SAMPLES);
  const packet = new Uint8Array(RTP_HEADER_BYTES + FRAME_SAMPLES);
  const payload = packet.subarray(RTP_HEADER_BYTES);
  const ssrc = Math.floor(Math.random() * 2 ** 32);
  let sequence = Math.floor(Math.random() * 65_536);
  let timestamp = Math.floor(Math.random() * 2 ** 31);
  let remote: Remote | null = null;
  let muted = false;
  let fresh = true;
  let closed = false;

  function sendOne(): void {
    timestamp = (timestamp + FRAME_SAMPLES) % 2 ** 32;
    if (closed || remote === null || muted) {
      fresh = true;
      return;
    }
    sequence = (sequence + 1) & 0xffff;
    const { telephoneEvent, codec } = remote;
    if (telephoneEvent !== null && keys.next(packet, RTP_HEADER_BYTES, timestamp)) {
      writeRtpHeader(packet, keys.first, telephoneEvent, sequence, keys.timestamp, ssrc);
      const event = packet.slice(0, RTP_HEADER_BYTES + EVENT_BYTES);
      send(options.seal?.(event) ?? event, remote);
      return;
    }
    voice.next(codec, payload);
    // The marker bit stands on the first packet after a pause (RFC 3551 4.1).
    writeRtpHeader(packet, fresh, codec === 'PCMA' ? 8 : 0, sequence, timestamp, ssrc);
    fresh = false;
    send(options.seal?.(packet) ?? packet.slice(), remote);
  }
  function send(bytes: Uint8Array, { port, ip: to }: Remote): void {
    const deliver = (): void => {
      if (!closed) socket.send(bytes, port, to);
    };
    if (way === null) deliver();
    else way.carry(deliver);
  }
  const pressing = (): boolean => !closed && (keys.busy || voice.speaking);
  const pace = options.pace ?? createPace();
  const leave = pace.join(sendOne);

  return {
    ...ear,
    port: socket.address().port,
    talkTo(to) {
      remote = to;
    },
    tone(hz) {
      voice.tone(hz);
      muted = false;
    },
    say(fill) {
      voice.fill(fill);
      muted = false;
    },
    async speak(samples) {
      voice.speak(samples);
      muted = false;
      while (pressing()) await pause(FRAME_MS);
    },
    mute() {
      muted = true;
    },
    async press(text, how = 'rfc4733') {
      if (how === 'rfc4733') for (const key of text) keys.press(key, KEY_MS);
      else voice.press(text);
      while (pressing()) await pause(FRAME_MS);
    },
    onPacket: (told) => void hearers.push(told),
    close() {
      if (closed) return;
      closed = true;
      leave();
      if (!options.pace) pace.stop();
      way?.close();
      wayBack?.close();
      socket.close();
    },
  };
}
