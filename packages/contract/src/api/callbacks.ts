// Call-backs: GET/POST /callbacks, POST /callbacks/{id}/take, DELETE /callbacks/{id}. A call-back is a contact of its own; its id is the contact's.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

export const CallbackState = Type.Union([
  Type.Literal('waiting'),
  /** An agent has taken it out of turn and is calling. */
  Type.Literal('taken'),
  Type.Literal('reached'),
  Type.Literal('given-up'),
  Type.Literal('cancelled'),
]);

export const Callback = Type.Object({
  id: IdOf('int'),
  /** The contact in which the customer asked for it. */
  origin: nullable(IdOf('int')),
  customer: IdOf('cus'),
  /** The customer's; empty where he has none. */
  name: Type.String(),
  queue: IdOf('que'),
  /** Null where the customer was erased. */
  address: nullable(Type.String()),
  state: CallbackState,
  /** Tries that did not reach him. */
  attempts: Type.Integer(),
  notBefore: nullable(At),
  requestedAt: At,
  /** The agent who last called, or is calling, out of turn. */
  takenBy: nullable(Type.Object({ id: IdOf('agt'), name: Type.String() })),
});
export type Callback = Static<typeof Callback>;
export const CallbackPage = PageOf(Callback);
/** `state=waiting` answers all that are not over, also those that an agent has taken. */
export const CallbackQuery = Type.Object({ ...PageQuery.properties, state: Type.Optional(CallbackState) }, { additionalProperties: false });

/** One of `customer` (his first number is called) and `address` (dialled text), or both. */
export const NewCallback = Type.Object(
  {
    customer: Type.Optional(IdOf('cus')),
    address: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[+0-9*# ().-]+$' })),
    queue: IdOf('que'),
    /** Not before then, epoch ms; as soon as it is its turn where left out. */
    notBefore: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);
