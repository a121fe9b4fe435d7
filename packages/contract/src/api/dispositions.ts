// What agents may say a contact was about: GET/PUT /dispositions, DELETE /dispositions/{queue}, GET /dispositions/history. A tree, told as a list.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At, TenantText } from '../texts.ts';
import { nullable, PageOf, WholeQuery } from './page.ts';

/** Stands in wrap-ups, figures and exports; one key means one thing in the whole tenant. */
const DispositionKey = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });

export const Disposition = Type.Object(
  {
    key: DispositionKey,
    /** The group it is in; that one stands before it in the list. Only what has nothing below it can be chosen. */
    parent: nullable(DispositionKey),
    name: TenantText,
    /** What is suggested for "resolved" as it is chosen; null: the agent is asked. */
    resolved: nullable(Type.Boolean()),
    /** What the wrap-up opens as it is chosen. */
    next: nullable(Type.Union([Type.Literal('callback'), Type.Literal('matter')])),
  },
  { additionalProperties: false },
);
export type Disposition = Static<typeof Disposition>;

export const DispositionQuery = Type.Object({ queue: Type.Optional(IdOf('que')) }, { additionalProperties: false });

export const DispositionHistoryQuery = Type.Intersect([WholeQuery, Type.Object({ queue: Type.Optional(IdOf('que')) })]);

export const DispositionTree = Type.Object({
  /** Whose it is: the queue's own, or the tenant's (null), which serves every queue without one. */
  queue: nullable(IdOf('que')),
  /** Counts the changes of that tree; 0 where nobody has changed it yet. */
  version: Type.Integer({ minimum: 0 }),
  items: Type.Array(Disposition),
  changedAt: nullable(At),
});
export type DispositionTree = Static<typeof DispositionTree>;

/** `names`: every key that was ever offered, with its name under the names of its groups, so that old wrap-ups stay readable. */
export const Dispositions = Type.Object({
  ...DispositionTree.properties,
  names: Type.Array(Type.Object({ key: Type.String(), path: Type.Array(TenantText) })),
  /** Queues with a tree of their own. */
  queues: Type.Array(IdOf('que')),
});
export type Dispositions = Static<typeof Dispositions>;

/** The whole tree as it is to be. `version`: the one that was read; refused where somebody else was quicker. */
export const PutDispositions = Type.Object(
  {
    queue: nullable(IdOf('que')),
    version: Type.Integer({ minimum: 0 }),
    items: Type.Array(Disposition, { minItems: 1, maxItems: 300 }),
  },
  { additionalProperties: false },
);
export type PutDispositions = Static<typeof PutDispositions>;

/** Of one tree, newest first. `items` null: the queue went back to the tenant's. */
export const DispositionVersion = Type.Object({
  version: Type.Integer(),
  items: nullable(Type.Array(Disposition)),
  at: At,
  by: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
});
export type DispositionVersion = Static<typeof DispositionVersion>;
export const DispositionVersions = PageOf(DispositionVersion);
