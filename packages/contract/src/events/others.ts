// Facts outside an interaction: presence (stream = agent), customers (stream = customer), configuration (stream = the object's id).
import { Type } from 'typebox';
import { StorageLevel, StoragePlaceName } from '../api/storage.ts';
import { Comparison, RaisedLevel } from '../api/thresholds.ts';
import { IdOf } from '../ids.ts';
import { MatterKind, MatterState } from '../matter.ts';
import { Personal } from '../texts.ts';
import { defineEvent } from './define.ts';

export const Presence = Type.Union([Type.Literal('available'), Type.Literal('busy'), Type.Literal('away'), Type.Literal('offline')]);

/** The whole declared state after the change, so that a reader needs no earlier event. */
export const presenceChanged = defineEvent(
  'presence.changed',
  1,
  Type.Object({
    agent: IdOf('agt'),
    signedIn: Type.Boolean(),
    presence: Presence,
    reason: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
    onQueue: Type.Boolean(),
    reachable: Type.Boolean(),
    /** Who set it for him, and why; absent or null where he did himself. */
    forced: Type.Optional(Type.Union([Type.Object({ by: IdOf('usr'), note: Type.String({ maxLength: 200 }) }), Type.Null()])),
  }),
);

/** Busy with a call that routing did not give him (he dials out, is called directly), or free of it again. `by` names the call. */
export const agentOccupied = defineEvent(
  'agent.occupied',
  1,
  Type.Object({ agent: IdOf('agt'), by: Type.String(), occupied: Type.Boolean() }),
);

/** Profile fields are sealed with the customer's key. */
export const customerCreated = defineEvent(
  'customer.created',
  1,
  Type.Object({ customer: IdOf('cus'), known: Type.Boolean(), profile: Personal }),
);
export const customerChanged = defineEvent('customer.changed', 1, Type.Object({ customer: IdOf('cus'), profile: Personal }));
/** An unknown caller turned out to be `into`, whose his contacts and numbers are from now on. His key stays until `into` is erased. */
export const customerMerged = defineEvent('customer.merged', 1, Type.Object({ customer: IdOf('cus'), into: IdOf('cus') }));
/** It was a mistake: what was his before he became `from` is his again. */
export const customerParted = defineEvent('customer.parted', 1, Type.Object({ customer: IdOf('cus'), from: IdOf('cus') }));
export const customerErased = defineEvent('customer.erased', 1, Type.Object({ customer: IdOf('cus') }));

/** Title and reference are sealed with the customer's key (stream = matter). */
const matter = {
  matter: IdOf('mat'),
  customer: IdOf('cus'),
  kind: MatterKind,
  title: Personal,
  reference: Type.Union([Personal, Type.Null()]),
};
export const matterOpened = defineEvent('matter.opened', 1, Type.Object(matter));
/** The whole matter after the change. */
export const matterChanged = defineEvent('matter.changed', 1, Type.Object({ ...matter, state: MatterState }));
export const matterRemoved = defineEvent('matter.removed', 1, Type.Object({ matter: IdOf('mat'), customer: IdOf('cus') }));

/**
 * A configuration object as it stands after a change: `kind` names it, `value` is the full new value, or null where it was removed. `before` is
 * told of what holds without ever having been set: an earlier event need not be there.
 */
export const configChanged = defineEvent(
  'config.changed',
  1,
  Type.Object({
    kind: Type.Union([
      Type.Literal('tenant'),
      Type.Literal('embedding'),
      Type.Literal('site'),
      Type.Literal('team'),
      Type.Literal('user'),
      Type.Literal('role'),
      Type.Literal('queue'),
      Type.Literal('prompt'),
      Type.Literal('chat-site'),
      Type.Literal('skill'),
      Type.Literal('agent-skills'),
      Type.Literal('number'),
      Type.Literal('device'),
      Type.Literal('trunk'),
      Type.Literal('flow'),
      Type.Literal('lookup-table'),
      Type.Literal('hours'),
      Type.Literal('retention'),
      Type.Literal('routing-rules'),
      Type.Literal('conversation-rule'),
      Type.Literal('api-key'),
      Type.Literal('dispositions'),
      Type.Literal('threshold'),
      Type.Literal('alert-limits'),
      Type.Literal('wallboard'),
      Type.Literal('lane'),
      Type.Literal('digital-worker'),
    ]),
    id: Type.String(),
    value: Type.Unknown(),
    before: Type.Optional(Type.Unknown()),
    engine: Type.String(),
  }),
);

export const flowPublished = defineEvent(
  'flow.published',
  1,
  Type.Object({ flow: IdOf('flo'), version: Type.Integer(), by: Type.Union([IdOf('usr'), Type.Null()]) }),
);

/** The room left on a disk of the installation came to another level (stream = tenant: each of them is told). */
export const storageChanged = defineEvent(
  'storage.changed',
  1,
  Type.Object({ place: StoragePlaceName, level: StorageLevel, freeBytes: Type.Integer() }),
);

const crossed = {
  threshold: IdOf('thr'),
  alarm: IdOf('alm'),
  measure: Type.String(),
  queue: Type.Union([IdOf('que'), Type.Null()]),
  value: Type.Union([Type.Number(), Type.Null()]),
};
/** A live measure crossed a limit and stayed there, or came to another level of it (stream = threshold). */
export const alarmRaised = defineEvent(
  'kpi.alarm-raised',
  1,
  Type.Object({ ...crossed, level: RaisedLevel, limit: Type.Number(), comparison: Comparison }),
);
/** The measure came back and stayed there; `changed`: its threshold was changed or removed. */
export const alarmCleared = defineEvent(
  'kpi.alarm-cleared',
  1,
  Type.Object({ ...crossed, reason: Type.Union([Type.Literal('back'), Type.Literal('changed')]) }),
);
/**
 * Somebody takes care of it (stream = its threshold, or the alarm itself where it has none). What he noted stands beside the alarm only: it may
 * name people.
 */
export const alarmAcknowledged = defineEvent(
  'kpi.alarm-acknowledged',
  1,
  Type.Object({ threshold: Type.Union([IdOf('thr'), Type.Null()]), alarm: IdOf('alm'), measure: Type.String(), level: RaisedLevel }),
);

const alert = {
  alert: IdOf('alm'),
  kind: Type.String(),
  queue: Type.Union([IdOf('que'), Type.Null()]),
  agent: Type.Union([IdOf('agt'), Type.Null()]),
  contact: Type.Union([IdOf('int'), Type.Null()]),
};
/** Something needs a supervisor, got worse or better, or came up again after its rest (stream = alert). */
export const alertRaised = defineEvent('alert.raised', 1, Type.Object({ ...alert, level: RaisedLevel }));
export const alertCleared = defineEvent('alert.cleared', 1, Type.Object(alert));
/** Somebody takes care of it; his note stands beside it only. `restsUntil`: epoch ms when it comes up again. */
export const alertTaken = defineEvent(
  'alert.taken',
  1,
  Type.Object({ ...alert, level: RaisedLevel, restsUntil: Type.Union([Type.Integer(), Type.Null()]) }),
);

export const OTHER_EVENTS = [
  presenceChanged,
  agentOccupied,
  customerCreated,
  customerChanged,
  customerMerged,
  customerParted,
  customerErased,
  matterOpened,
  matterChanged,
  matterRemoved,
  configChanged,
  flowPublished,
  storageChanged,
  alarmRaised,
  alarmCleared,
  alarmAcknowledged,
  alertRaised,
  alertCleared,
  alertTaken,
] as const;
