// The share of his time an agent was at work, newer time counting more: an exponential mean over the last half hour.
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import type { Agent, Occupancy } from './types.ts';

const HALF_HOUR_MS = 1_800_000;
/** Longer than this nobody is kept out of work, however high his share is. */
const LONGEST_REST_MS = 300_000;

export const FRESH: Occupancy = { share: 0, at: 0 };

/** As of `now`, where since `at` he was at work all the time, or not at all. */
export function occupancyAt({ share, at }: Occupancy, atWork: boolean, now: EpochMs): Occupancy {
  const kept = Math.exp(-Math.max(0, now - at) / HALF_HOUR_MS);
  return { share: atWork ? 1 - (1 - share) * kept : share * kept, at: Math.max(at, now) };
}

/** The share as of `now` of somebody who did since what he does. */
export function shareAt({ occupancy, holds, occupiedBy }: Pick<Agent, 'occupancy' | 'holds' | 'occupiedBy'>, now: EpochMs): number {
  return occupancyAt(occupancy, holds.length > 0 || occupiedBy !== null, now).share;
}

/** How long he must be idle for his share to fall to the cap; 0 where it is below. */
export function restFor({ share }: Occupancy, cap: number | null): DurationMs {
  if (cap === null || cap <= 0 || share <= cap) return 0;
  return Math.min(LONGEST_REST_MS, Math.ceil(HALF_HOUR_MS * Math.log(share / cap)));
}

/** Orders idle agents by their shares without asking what time it is: all idle shares fall at the same pace. */
export function occupancyKey({ share, at }: Occupancy): number {
  return share <= 0 ? -Infinity : Math.log(share) + at / HALF_HOUR_MS;
}
