// Time as data: UTC epoch milliseconds, and the port through which shells read it.

/** UTC epoch milliseconds. */
export type EpochMs = number;
/** A length of time in milliseconds. */
export type DurationMs = number;

/** Where shells take the time from; tests give their own. Core code never sees a clock: it is given `now`. */
export type Clock = { now: () => EpochMs };

export const SECOND: DurationMs = 1_000;
export const MINUTE: DurationMs = 60_000;
export const HOUR: DurationMs = 3_600_000;
export const DAY: DurationMs = 86_400_000;
