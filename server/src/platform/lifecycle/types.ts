// The two outputs that platform parts are given instead of importing them: where to tell, and where to measure.

/** `fields` are written as they are; personal data only under keys `pii.*`. */
export type Log = {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
};

/** A measurement: the name says the unit (`_ms`, `_total`). Left out where nobody listens. */
export type Metrics = { observe(name: string, value: number, labels?: Readonly<Record<string, string>>): void };

export const silentLog: Log = { info() {}, warn() {}, error() {} };
export const noMetrics: Metrics = { observe() {} };
