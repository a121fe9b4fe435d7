// The supervisor's alert feed: GET /alerts, GET /alerts/count, POST /alerts/{id}/acknowledge. One entry a cause, whatever found it.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable, PageOf } from './page.ts';
import { Acknowledged, Comparison, RaisedLevel } from './thresholds.ts';

/** What is watched without anybody having set a limit; `limit` and `call-sound` are the alarms of GET /alarms. */
export const WATCHED_KINDS = [
  'service-level',
  'queue-unstaffed',
  'long-wait',
  'long-hold',
  'wait-parity',
  'agent-wrap-up',
  'agent-away',
  'routing-invariant',
  'trunk-down',
  'edge-away',
  'overloaded',
  'callback-given-up',
  'matching-fell-back',
] as const;
export type WatchedKind = (typeof WATCHED_KINDS)[number];
export const AlertKind = Type.Union([...WATCHED_KINDS, 'limit', 'call-sound'].map((kind) => Type.Literal(kind)));
export type AlertKind = WatchedKind | 'limit' | 'call-sound';

const Named = <P extends 'que' | 'agt' | 'trk'>(prefix: P) => nullable(Type.Object({ id: IdOf(prefix), name: Type.String() }));

export const Alert = Type.Object({
  id: IdOf('alm'),
  kind: Type.Unsafe<AlertKind>(AlertKind),
  level: RaisedLevel,
  /** How often it came back within minutes of being over: one cause is one entry. */
  times: Type.Integer({ minimum: 1 }),
  /** Of a limit: id of the live measure. */
  measure: nullable(Type.String()),
  comparison: nullable(Comparison),
  /** In ms for what lasts too long, a share from 0 to 1 for a service level, what the parity index is at least, contacts where nobody is ready, MOS for sound, faults for routing. */
  value: nullable(Type.Number()),
  limit: nullable(Type.Number()),
  queue: Named('que'),
  agent: Named('agt'),
  trunk: Named('trk'),
  contact: nullable(IdOf('int')),
  /** Since when it is so: a customer waits since before anybody was told. */
  since: At,
  raisedAt: At,
  /** Null while it lasts. */
  clearedAt: nullable(At),
  /** Null until somebody takes it; again once it has got worse, came back, or its rest is over. */
  acknowledged: nullable(Acknowledged),
  /** Until when it rests: then it wants somebody again, if it still lasts. */
  restsUntil: nullable(At),
});
export type Alert = Static<typeof Alert>;
export const AlertPage = PageOf(Alert);

/** `open`: lasting and taken by nobody. */
export const AlertCount = Type.Object({ open: Type.Integer({ minimum: 0 }), lasting: Type.Integer({ minimum: 0 }) });
export type AlertCount = Static<typeof AlertCount>;

/** `level`: as whoever takes it sees it. `restMinutes`: it comes up again after so long, unless it is over. */
export const AcknowledgeAlert = Type.Object(
  {
    level: RaisedLevel,
    note: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    restMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 480 })),
  },
  { additionalProperties: false },
);
export type AcknowledgeAlert = Static<typeof AcknowledgeAlert>;
