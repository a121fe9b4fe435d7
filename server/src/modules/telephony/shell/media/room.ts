// One call's room: its legs, who hears whom, and what is recorded of it.
import type { LegId, RecordingId } from '@tandem/contract/ids.ts';
import { FRAME_SAMPLES, Mixer } from '@tandem/rtp';
import type { MessagePort } from 'node:worker_threads';
import type { Gain, MediaEvent, RecordingSpec } from '../../ports.ts';
import { Deserted } from './deserted.ts';
import type { Identity } from './dtls/identity.ts';
import { MediaLeg, type SealedState, type MediaSockets } from './leg.ts';
import type { OpusSource } from './opus-source.ts';
import type { Player } from './player.ts';
import { RecordingTap } from './recording-tap.ts';

export class Room {
  readonly #mixer = new Mixer(FRAME_SAMPLES);
  readonly #legs = new Map<LegId, MediaLeg>();
  readonly #taps = new Map<RecordingId, RecordingTap>();
  readonly #emit: (event: MediaEvent) => void;
  readonly #identity: Identity;
  readonly #opus: OpusSource;
  readonly #deserted: Deserted;
  #gains: readonly Gain[] = [];
  readonly #mix = (slot: number, out: Int16Array): boolean => this.#mixer.mix(slot, out);
  readonly #frameOf = (leg: MediaLeg): Int16Array | null => (leg.sounds ? this.#mixer.input(leg.slot) : null);

  /** `music`: what who waits for a far end that is away hears. */
  constructor(emit: (event: MediaEvent) => void, identity: Identity, opus: OpusSource, music: () => Player) {
    this.#emit = emit;
    this.#identity = identity;
    this.#opus = opus;
    this.#deserted = new Deserted(music);
  }

  get empty(): boolean {
    return this.#legs.size === 0;
  }

  join(id: LegId, sockets: MediaSockets, sealed: SealedState | null = null): MediaLeg {
    const leg = new MediaLeg(id, this.#mixer.join(), sockets, this.#emit, { identity: this.#identity, state: sealed }, this.#opus);
    this.#legs.set(id, leg);
    this.#applyGains();
    return leg;
  }

  leave(leg: MediaLeg): void {
    this.#legs.delete(leg.id);
    this.#mixer.leave(leg.slot);
    leg.close();
  }

  /** Also for legs that are not there yet: they find their gains when they join. */
  setGains(gains: readonly Gain[]): void {
    this.#gains = gains;
    this.#applyGains();
  }

  /** Starts a recording, or changes the channels of one that runs. */
  record(spec: RecordingSpec, port: MessagePort): void {
    const tap = this.#taps.get(spec.recording);
    if (tap === undefined) this.#taps.set(spec.recording, new RecordingTap(spec, port));
    else tap.change(spec);
  }

  stopRecording(recording: RecordingId): boolean {
    const tap = this.#taps.get(recording);
    tap?.end();
    return this.#taps.delete(recording);
  }

  /** Ends all recordings: the room closes. */
  close(): void {
    for (const recording of this.#taps.keys()) this.stopRecording(recording);
    for (const leg of this.#legs.values()) this.leave(leg);
  }

  tick(nowMs: number, skipped: number): void {
    for (const leg of this.#legs.values()) {
      leg.sounds = leg.listen(this.#mixer.input(leg.slot), nowMs, skipped);
      this.#mixer.setActive(leg.slot, leg.sounds);
    }
    const deserted = this.#deserted.look(this.#legs.values(), this.#gains, nowMs);
    for (const leg of this.#legs.values()) leg.speak(this.#mix, skipped, deserted?.get(leg.id) ?? null);
    for (const tap of this.#taps.values()) tap.tick(this.#legs.values(), this.#frameOf, skipped);
  }

  #applyGains(): void {
    this.#mixer.clearGains();
    for (const { listener, speaker, gain } of this.#gains) {
      const to = this.#legs.get(listener);
      const from = this.#legs.get(speaker);
      if (to !== undefined && from !== undefined) this.#mixer.setGain(to.slot, from.slot, gain);
    }
  }
}
