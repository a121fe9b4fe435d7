// How a leg sounds, told while it is up and once more with its end.
import type { EdgeFact } from '@tandem/contract/edge.ts';
import type { LegStats } from '../../ports.ts';
import type { EdgeContext, Leg } from './context.ts';

/** The end of a leg waits no longer for its last figures: it is told without them. */
const LAST_FIGURES_MS = 150;
/** Each leg in its turn, so that no worker is asked for all of them at once. */
const TURNS = 10;

type Ended = Extract<EdgeFact, { kind: 'leg.ended' }>;

/** Tells the end of a leg, with what its audio was like where it had any. */
export function tellEnded(context: EdgeContext, leg: Leg, fact: Ended): void {
  if (leg.agreed === null) return context.fact(fact);
  let told = false;
  const tell = (stats: LegStats | null): void => {
    if (told) return;
    told = true;
    clearTimeout(timer);
    context.fact(stats === null ? fact : { ...fact, quality: stats.quality });
  };
  const timer = setTimeout(() => tell(null), LAST_FIGURES_MS);
  context.media.stats(leg.id).then(tell, () => tell(null));
}

/** Signals the quality of every leg that is up once in `everyMs`. Returns how to stop it. */
export function tellQuality(context: EdgeContext, everyMs = 10_000): () => void {
  let turn = 0;
  const timer = setInterval(() => {
    turn = (turn + 1) % TURNS;
    for (const leg of context.legs.values()) {
      if (leg.agreed !== null && leg.id.charCodeAt(leg.id.length - 1) % TURNS === turn) void tell(context, leg);
    }
  }, everyMs / TURNS);
  return () => clearInterval(timer);
}

async function tell(context: EdgeContext, leg: Leg): Promise<void> {
  const stats = await context.media.stats(leg.id).catch(() => null);
  // Without media it has ended meanwhile, and its end says the rest.
  if (stats !== null && context.legs.has(leg.id))
    context.signal({ kind: 'quality', at: context.now(), leg: leg.id, quality: stats.quality });
}
