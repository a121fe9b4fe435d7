// The line as a supervisor sees and changes it: GET /waiting, POST /interactions/{id}/reassign.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { Mood } from '../priority.ts';
import { At, TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

export const WaitingContact = Type.Object({
  interaction: IdOf('int'),
  work: IdOf('wrk'),
  queue: Type.Object({ id: IdOf('que'), name: nullable(TenantText) }),
  customer: Type.Object({ name: Type.String(), level: nullable(Type.String()), known: Type.Boolean() }),
  /** The customer's address; empty once he was erased. */
  remote: Type.String(),
  /** `callback`: nobody is on the line. */
  task: Type.Union([Type.Literal('call'), Type.Literal('callback')]),
  /** Points of the queue and of its own together; each counts as so many minutes waited as GET /routing/rules says. */
  priority: Type.Integer(),
  queuedAt: At,
  /** Whose phone rings for it now. */
  offeredTo: nullable(Type.Object({ id: IdOf('agt'), name: Type.String() })),
  /** How many more are rung with him, where its queue rings everybody at once. */
  offeredBeside: Type.Integer({ minimum: 0 }),
  /** Nobody else is offered it while he is there. */
  reservedFor: nullable(Type.Object({ id: IdOf('agt'), name: Type.String() })),
});
export type WaitingContact = Static<typeof WaitingContact>;
export const WaitingPage = PageOf(WaitingContact);

/** A line of thousands is read in few pages; `interactions`, parted by commas: of these contacts alone those that wait. */
export const WaitingQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
  interactions: Type.Optional(Type.String({ maxLength: 4_200, pattern: '^int_[\\w-]+(,int_[\\w-]+){0,99}$' })),
});

/** What is left out stays as it is; a change of queue without `agent` lifts a reservation. The priority is that of `GET /waiting`. */
export const Reassign = Type.Object(
  {
    queue: Type.Optional(IdOf('que')),
    /** Null: for everybody again. */
    agent: Type.Optional(nullable(IdOf('agt'))),
    priority: Type.Optional(Type.Integer({ minimum: -1_000, maximum: 1_000 })),
    /** How he seems to feel: has the points that the rules give it. */
    mood: Type.Optional(Mood),
    /** Why, for the contact's timeline. */
    note: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
);
