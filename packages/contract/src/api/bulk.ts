// Acts on many at once, each row with its own answer, and taking them back within a minute: POST /waiting/changes, /agents/changes, /duty-changes and their undo.
import { Type, type Static, type TSchema } from 'typebox';
import { Presence } from '../events/others.ts';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable } from './page.ts';

const MOST = 200;
export const Many = <T extends TSchema>(id: T) => Type.Array(id, { minItems: 1, maxItems: MOST, uniqueItems: true });
/** Why, for all of them. */
export const BulkNote = Type.String({ minLength: 1, maxLength: 200 });

export const BulkRow = Type.Object({
  /** Of the contact or the agent. */
  id: Type.String(),
  /** Null where it was done. */
  problem: nullable(Type.Object({ code: Type.String(), title: Type.String(), detail: nullable(Type.String()) })),
});
export type BulkRow = Static<typeof BulkRow>;
export const BulkAnswer = Type.Object({
  id: IdOf('blk'),
  /** Until when who did it can take it back; null where there is nothing to take back. */
  undoUntil: nullable(At),
  results: Type.Array(BulkRow),
});
export type BulkAnswer = Static<typeof BulkAnswer>;
/** Only what nobody has changed since is put back. */
export const UndoAnswer = Type.Object({ results: Type.Array(BulkRow) });

/** What is left out stays as it is; as `POST /interactions/{id}/reassign` has it. */
export const WaitingChange = Type.Object(
  {
    interactions: Many(IdOf('int')),
    queue: Type.Optional(IdOf('que')),
    agent: Type.Optional(nullable(IdOf('agt'))),
    priority: Type.Optional(Type.Integer({ minimum: -1_000, maximum: 1_000 })),
    note: BulkNote,
  },
  { additionalProperties: false },
);

/** `logOut`: puts them out instead; that cannot be taken back. */
export const AgentsChange = Type.Object(
  {
    agents: Many(IdOf('agt')),
    presence: Type.Optional(Presence),
    reason: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
    onQueue: Type.Optional(Type.Boolean()),
    logOut: Type.Optional(Type.Literal(true)),
    note: BulkNote,
  },
  { additionalProperties: false },
);
