// Who hears nobody because everybody he should hear is away: a web page that is loaded anew, crashed, or sleeps. He hears music, not silence.
// It is the worker's own affair: it needs no signalling, and holds while core is away.
import type { LegId } from '@tandem/contract/ids.ts';
import type { Gain } from '../../ports.ts';
import type { Player } from './player.ts';

type Somebody = { readonly id: LegId; isAway(nowMs: number): boolean };

export class Deserted {
  readonly #music: () => Player;
  #players = new Map<LegId, Player>();

  constructor(music: () => Player) {
    this.#music = music;
  }

  /** What each of them hears meanwhile; null where all is well, which is nearly always. */
  look(legs: Iterable<Somebody>, gains: readonly Gain[], nowMs: number): ReadonlyMap<LegId, Player> | null {
    let away: Set<LegId> | null = null;
    for (const leg of legs) if (leg.isAway(nowMs)) (away ??= new Set()).add(leg.id);
    if (away === null) {
      if (this.#players.size > 0) this.#players = new Map();
      return null;
    }
    const players = new Map<LegId, Player>();
    for (const { listener } of gains) {
      if (players.has(listener) || !isLeft(listener, gains, away)) continue;
      players.set(listener, this.#players.get(listener) ?? this.#music());
    }
    this.#players = players;
    return players;
  }
}

function isLeft(listener: LegId, gains: readonly Gain[], away: ReadonlySet<LegId>): boolean {
  return gains.every((each) => each.listener !== listener || each.gain === 0 || away.has(each.speaker));
}
