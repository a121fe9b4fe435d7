// What administrators changed, object by object: GET /history, POST /history/{id}/restore.
import { Type, type Static } from 'typebox';
import { HISTORY_KINDS, type HistoryKind as Kind } from '../history.ts';
import { IdOf } from '../ids.ts';
import { At, TenantText } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

const HistoryKind = Type.Unsafe<Kind>({ type: 'string', enum: [...HISTORY_KINDS] });

/** Without a kind: all that the caller may restore. Without an id: all objects of the kind, removed ones too. */
export const HistoryQuery = Type.Intersect([
  PageQuery,
  Type.Object({ kind: Type.Optional(HistoryKind), id: Type.Optional(Type.String({ maxLength: 64 })) }),
]);
export type HistoryQuery = Static<typeof HistoryQuery>;

/**
 * One field that differs. `path`: names of fields, and in lists the key or id of the element. Of a list without keys `removed` and `added`
 * are told, of everything else what it was and what it became; absent is not the same as null.
 */
export const HistoryChange = Type.Object({
  path: Type.Array(Type.String()),
  before: Type.Optional(Type.Unknown()),
  after: Type.Optional(Type.Unknown()),
  removed: Type.Optional(Type.Array(Type.Unknown())),
  added: Type.Optional(Type.Array(Type.Unknown())),
});
export type HistoryChange = Static<typeof HistoryChange>;

/** A name a tenant wrote, in its languages; a person's, a number or a key is the same in each. */
const Name = Type.Union([TenantText, Type.String()]);

/** `password`: of a trunk's account, or the first one of a user who is gone, whose name and address are gone with him. */
export const HistoryAsk = Type.Union([Type.Literal('name'), Type.Literal('email'), Type.Literal('password')]);
export type HistoryAsk = Static<typeof HistoryAsk>;

export const HistoryEntry = Type.Object({
  id: IdOf('evt'),
  kind: HistoryKind,
  /** The object's id; the tenant's for what there is once. */
  object: Type.String(),
  /** As it is called, or was last. */
  name: nullable(Name),
  at: At,
  /** Null: the system did it, as at the first start. */
  user: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
  /** The API key of `user` that did it. */
  key: nullable(Type.String()),
  what: Type.Union([Type.Literal('created'), Type.Literal('changed'), Type.Literal('removed')]),
  /** Empty where only a secret changed, which is kept nowhere. */
  changes: Type.Array(HistoryChange),
  /** What differs today from how this change left it; absent on the newest. */
  toNow: Type.Optional(Type.Array(HistoryChange)),
  /** Of the ids in the changes. */
  names: Type.Record(Type.String(), Name),
  /** Nothing was changed since: the object is as this entry left it. */
  newest: Type.Boolean(),
  /** Which states can be asked for again: as it was before this change, as it was after it. */
  restorable: Type.Object({ before: Type.Boolean(), after: Type.Boolean() }),
  /** What has to be given with it, as it is kept nowhere; absent: nothing for either. */
  asks: Type.Optional(Type.Object({ before: Type.Array(HistoryAsk), after: Type.Array(HistoryAsk) })),
});
export type HistoryEntry = Static<typeof HistoryEntry>;
export const HistoryPage = PageOf(HistoryEntry);

export const RestoreState = Type.Object(
  {
    to: Type.Union([Type.Literal('before'), Type.Literal('after')]),
    /** Refused where somebody changed the object after this entry: for undoing one's own last change. */
    unlessChangedSince: Type.Optional(Type.Boolean()),
    /** What the entry `asks` for. */
    given: Type.Optional(
      Type.Object(
        {
          name: Type.Optional(Type.String({ maxLength: 120 })),
          email: Type.Optional(Type.String({ maxLength: 254 })),
          password: Type.Optional(Type.String({ maxLength: 256 })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type RestoreState = Static<typeof RestoreState>;

/** The newest change of the object. `secret`: of a new API key in the place of one that was revoked, told here only. */
export const RestoredState = Type.Object({ ...HistoryEntry.properties, secret: Type.Optional(Type.String()) });
export type RestoredState = Static<typeof RestoredState>;
