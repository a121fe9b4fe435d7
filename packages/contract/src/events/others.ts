// Facts outside an interaction: presence (stream = agent), customers (stream = customer), configuration (stream = the object's id).
import { Type } from 'typebox';
import { IdOf } from '../ids.ts';
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
  }),
);

/** Profile fields are sealed with the customer's key. */
export const customerCreated = defineEvent(
  'customer.created',
  1,
  Type.Object({ customer: IdOf('cus'), known: Type.Boolean(), profile: Personal }),
);
export const customerChanged = defineEvent('customer.changed', 1, Type.Object({ customer: IdOf('cus'), profile: Personal }));
export const customerErased = defineEvent('customer.erased', 1, Type.Object({ customer: IdOf('cus') }));

/** A configuration object as it stands after a change: `kind` names it, `value` is the full new value, or null where it was removed. */
export const configChanged = defineEvent(
  'config.changed',
  1,
  Type.Object({
    kind: Type.Union([
      Type.Literal('tenant'),
      Type.Literal('site'),
      Type.Literal('team'),
      Type.Literal('user'),
      Type.Literal('role'),
      Type.Literal('queue'),
      Type.Literal('skill'),
      Type.Literal('agent-skills'),
      Type.Literal('number'),
      Type.Literal('device'),
      Type.Literal('trunk'),
      Type.Literal('flow'),
      Type.Literal('lookup-table'),
    ]),
    id: Type.String(),
    value: Type.Unknown(),
    engine: Type.String(),
  }),
);

export const flowPublished = defineEvent(
  'flow.published',
  1,
  Type.Object({ flow: IdOf('flo'), version: Type.Integer(), by: Type.Union([IdOf('usr'), Type.Null()]) }),
);

export const OTHER_EVENTS = [presenceChanged, customerCreated, customerChanged, customerErased, configChanged, flowPublished] as const;
