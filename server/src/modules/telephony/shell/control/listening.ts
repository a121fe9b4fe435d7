// Calls that somebody listens to in a browser: each is asked of the edge again and again, and streamed as an endless WAV.
import { Readable } from 'node:stream';
import type { EdgeAudio } from '@tandem/contract/ports/edge.ts';
import type { CallId, LegId } from '@tandem/contract/ids.ts';
import { decodeTable, SAMPLE_RATE, wavHeader } from '@tandem/rtp';
import { legsOf } from '../../core/control/ending.ts';
import type { CallState } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Calls } from './calls.ts';

/** The edge forgets a listener after 12 s. */
const RENEW_MS = 5_000;
/** Legs come and go: how soon a new one is heard. */
const LOOK_MS = 1_000;
/** What a browser has not taken: 2 s of 16-bit stereo. Beyond that the newest is dropped, never the call held up. */
const MOST_WAITING = 64_000;
/** No sound within this: the edge is away, or the call has no audio. */
const FIRST_SOUND_MS = 2_000;
/** A WAV that never ends says the greatest length there is. */
const ENDLESS = 0xffff_ff00;

const PCMU = decodeTable('PCMU');

type Listener = { call: CallId; stream: Readable; allowed: () => Promise<boolean>; legs: string; renewedAt: number; heard: () => void };

export type Listening = {
  /** Audio of a listened call came from the edge. */
  heard(audio: EdgeAudio): void;
  /**
   * The call from now on: customer left, everybody else right. Null where no sound comes. `allowed` is asked again every second: the
   * stream ends with the right to hear it, and with the call.
   */
  open(call: CallId, allowed: () => Promise<boolean>): Promise<Readable | null>;
  close(): void;
};

export function createListening(options: {
  calls: Pick<Calls, 'byCall'>;
  edge: ControlPorts['edge'];
  id: () => string;
  now: () => number;
}): Listening {
  const { calls, edge, id, now } = options;
  const listeners = new Map<string, Listener>();
  let timer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    for (const [listen, listener] of listeners) {
      const state = calls.byCall(listener.call);
      if (state === null || state.over || !(await listener.allowed())) {
        listener.stream.push(null);
        continue;
      }
      const { left, right } = channels(state);
      const legs = [...left, '|', ...right].join(' ');
      if (legs === listener.legs && now() - listener.renewedAt < RENEW_MS) continue;
      listener.legs = legs;
      listener.renewedAt = now();
      await edge.command({ do: 'listen', listen, left, right });
    }
  }

  function end(listen: string): void {
    if (!listeners.delete(listen)) return;
    void edge.command({ do: 'stop-listening', listen });
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  }

  return {
    heard({ listen, audio }) {
      const listener = listeners.get(listen);
      if (listener === undefined) return;
      listener.heard();
      if (listener.stream.readableLength > MOST_WAITING) return;
      listener.stream.push(toPcm(Buffer.from(audio, 'base64')));
    },
    async open(call, allowed) {
      const listen = id();
      const stream = new Readable({
        highWaterMark: MOST_WAITING,
        read: () => undefined,
        destroy(error, done) {
          end(listen);
          done(error);
        },
      });
      stream.once('end', () => end(listen));
      stream.push(wavHeader('pcm16', SAMPLE_RATE, 2, ENDLESS));
      const sound = new Promise<boolean>((resolve) => {
        const late = setTimeout(() => resolve(false), FIRST_SOUND_MS);
        const heard = (): void => {
          clearTimeout(late);
          resolve(true);
        };
        listeners.set(listen, { call, stream, allowed, legs: '', renewedAt: 0, heard });
      });
      await look();
      timer ??= setInterval(() => void look().catch(() => undefined), LOOK_MS);
      if (await sound) return stream;
      stream.destroy();
      return null;
    },
    close() {
      for (const { stream } of listeners.values()) stream.push(null);
    },
  };
}

function channels(state: CallState): { left: LegId[]; right: LegId[] } {
  const { leg } = state.customer;
  // What a supervisor whispers is for the agent alone.
  const aside = state.monitor?.mode === 'barge' ? undefined : state.monitor?.leg;
  return { left: [leg], right: legsOf(state).filter((each) => each !== leg && each !== aside) };
}

function toPcm(bytes: Uint8Array): Uint8Array {
  const pcm = Buffer.allocUnsafe(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) pcm.writeInt16LE(PCMU[bytes[i]!]!, i * 2);
  return pcm;
}
