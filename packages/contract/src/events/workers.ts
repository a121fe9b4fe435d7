// Facts of digital workers, in the stream of the contact: what he did with it (stream = interaction).
import { Type } from 'typebox';
import { IdOf } from '../ids.ts';
import { Personal } from '../texts.ts';
import { defineEvent } from './define.ts';

const contact = { interaction: IdOf('int'), work: IdOf('wrk'), agent: IdOf('agt'), queue: IdOf('que') };

/** He gave it to people, who are told what he knows: sealed with the customer's key, a line for each thing; null where he knows nothing. */
export const workerHandedOver = defineEvent(
  'worker.handed-over',
  1,
  Type.Object({
    ...contact,
    /** The line it stands in now; null: it was put through to a number. */ to: Type.Union([IdOf('que'), Type.Null()]),
    summary: Type.Union([Personal, Type.Null()]),
  }),
);
/** It ended with him. `resolved` and `disposition` as his flow says; null: it does not. */
export const workerDone = defineEvent(
  'worker.done',
  1,
  Type.Object({
    ...contact,
    resolved: Type.Union([Type.Boolean(), Type.Null()]),
    disposition: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
    talkMs: Type.Integer(),
    cost: Type.Number(),
    currency: Type.String(),
  }),
);

export const WORKER_EVENTS = [workerHandedOver, workerDone] as const;
