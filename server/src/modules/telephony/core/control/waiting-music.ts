// What somebody hears who waits in a call, on hold, in a consultation or in a numbered place: the music of the line he stood in, else the product's.
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import { edge, type CallState, type ControlEffect, type ControlInput, type ControlStep } from './state.ts';

const SHIPPED: PlayItem[] = [{ kind: 'music', music: 'default' }];
const INSTEAD = /^(?:hold|consult|park)-(?!.*-shipped$)/;

export function waitingMusic(state: CallState, leg: LegId, why: 'hold' | 'consult' | 'park'): ControlEffect {
  return play(leg, `${why}-${leg}`, state.music ?? SHIPPED);
}

/** A tenant's own music that is not at hand (its media worker is a new one, or kept newer clips) is no reason for silence; null where it is not that. */
export function withoutMusic(state: CallState, input: Extract<ControlInput, { kind: 'played' }>): ControlStep | null {
  if (input.end !== 'failed' || !INSTEAD.test(input.play)) return null;
  return { state, effects: [play(input.leg, `${input.play}-shipped`, SHIPPED)] };
}

function play(leg: LegId, name: string, items: PlayItem[]): ControlEffect {
  return edge({ do: 'play', leg, play: name, items, loop: true });
}
