// How a leg sounds, told while it is up and once more with its end.
import type { EdgeFact } from '@tandem/contract/edge.ts';
import { estimateMos } from '@tandem/rtp';
import type { LegStats } from '../../ports.ts';
import { equipmentOf } from '../media/leg-quality.ts';
import type { EdgeContext, Leg } from './context.ts';

/** The end of a leg waits no longer for its last figures: it is told without them. */
const LAST_FIGURES_MS = 150;
/** Each leg in its turn, so that no worker is asked for all of them at once. */
const TURNS = 10;
const PACKET_MS = 20;

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

/** What was counted at the last look. */
type Look = { at: number; stats: LegStats };

/** Signals the quality of every leg that is up once in `everyMs`. Returns how to stop it. */
export function tellQuality(context: EdgeContext, everyMs = 10_000): () => void {
  let turn = 0;
  const looks = new WeakMap<Leg, Look>();
  const timer = setInterval(() => {
    turn = (turn + 1) % TURNS;
    for (const leg of context.legs.values()) {
      if (leg.agreed !== null && leg.id.charCodeAt(leg.id.length - 1) % TURNS === turn) void tell(context, leg, looks);
    }
  }, everyMs / TURNS);
  return () => clearInterval(timer);
}

async function tell(context: EdgeContext, leg: Leg, looks: WeakMap<Leg, Look>): Promise<void> {
  const stats = await context.media.stats(leg.id).catch(() => null);
  // Without media it has ended meanwhile, and its end says the rest.
  if (stats === null || !context.legs.has(leg.id)) return;
  const at = context.now();
  const before = looks.get(leg);
  looks.set(leg, { at, stats });
  const recent = { mos: before ? recentMos(before.stats, stats) : null, spanMs: before ? Math.max(0, Math.round(at - before.at)) : 0 };
  context.signal({ kind: 'quality', at, leg: leg.id, quality: stats.quality, recent });
}

/** Of a whole call the last bad seconds are a small part: only what came since the last look counts. */
function recentMos(before: LegStats, now: LegStats): number | null {
  const received = now.packetsReceived - before.packetsReceived;
  const late = now.packetsLate - before.packetsLate;
  const missing = Math.max(0, now.packetsLost - before.packetsLost) + late;
  const unheard = Math.max(0, missing - (now.packetsRepaired - before.packetsRepaired));
  const { codec, rttMs, remote } = now.quality;
  const expected = received + missing - late;
  const heard =
    received <= 0 || expected <= 0
      ? null
      : estimateMos({
          loss: Math.min(1, unheard / expected),
          delayMs: (rttMs ?? 0) / 2 + 2 * now.jitterMs + PACKET_MS,
          ...equipmentOf(codec),
        });
  // What the far end tells of is its last interval already (RFC 3550, section 6.4.1).
  const both = [heard, remote?.mos ?? null].filter((mos) => mos !== null);
  return both.length === 0 ? null : Math.min(...both);
}
