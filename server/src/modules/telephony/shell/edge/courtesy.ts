// What a caller hears when nobody takes his call, because core or the database is away: it rings, and if that lasts he is told, and let go.
// His call is in the journal as any other: it is listed as missed when core is back. Core that comes back earlier takes it as it stands.
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import type { EdgeContext, Leg } from './context.ts';
import { feed } from './leg-effects.ts';

export type CourtesyDelays = { ringMs: number; tellMs: number };

type Courtesy = {
  arrived(leg: LegId): void;
  /** Core says what is to be done with the leg: it is in charge. */
  commanded(leg: LegId): void;
  /** True where that play was ours. */
  played(leg: LegId, play: string): boolean;
  close(): void;
};

/** A core that is well takes a call within a tenth of a second. A database that was restarted is back within three. */
export const COURTESY: CourtesyDelays = { ringMs: 2_000, tellMs: 12_000 };

const PLAY = 'courtesy';
/** Nothing is known of who calls. */
const WORDS: PlayItem[] = (['zh-CN', 'en'] as const).flatMap((language) => [
  { kind: 'prompt', prompt: 'technical-problem', language },
  { kind: 'prompt', prompt: 'try-again-later', language },
  { kind: 'silence', ms: 400 },
]);

export function createCourtesy(context: EdgeContext, delays: CourtesyDelays): Courtesy {
  const waiting = new Map<LegId, NodeJS.Timeout>();

  function later(leg: Leg, ms: number, then: () => void): void {
    clearTimeout(waiting.get(leg.id));
    waiting.set(
      leg.id,
      setTimeout(() => {
        if (context.legs.get(leg.id) === leg) then();
        else waiting.delete(leg.id);
      }, ms),
    );
  }

  function tell(leg: Leg): void {
    context.log.warn('nobody takes a call: the caller is told', { leg: leg.id });
    feed(context, leg, { kind: 'answer' });
    context.media.play(leg.id, PLAY, WORDS, false);
  }

  return {
    arrived(id) {
      const leg = context.legs.get(id);
      // Who calls from a phone of ours sees for himself.
      if (leg?.party.kind !== 'trunk') return;
      later(leg, delays.ringMs, () => {
        feed(context, leg, { kind: 'ring' });
        later(leg, delays.tellMs - delays.ringMs, () => tell(leg));
      });
    },
    commanded(leg) {
      clearTimeout(waiting.get(leg));
      waiting.delete(leg);
    },
    played(id, play) {
      if (play !== PLAY) return false;
      const leg = context.legs.get(id);
      // Taken by core meanwhile: it is told what to do with it.
      if (leg && waiting.delete(id)) feed(context, leg, { kind: 'hangup', cause: 'failed' });
      return true;
    },
    close() {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
