// The audit trail: GET /audit.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

export const AuditEntry = Type.Object({
  id: IdOf('aud'),
  at: At,
  user: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
  /** The API key that did it, made by `user`; null where he did it himself. */
  key: nullable(Type.Object({ id: IdOf('key'), name: Type.String() })),
  /** What was done, e.g. `user.create`, `recording.listen`, `session.create`. */
  action: Type.String(),
  object: nullable(Type.String()),
  outcome: Type.Union([Type.Literal('done'), Type.Literal('denied'), Type.Literal('failed')]),
  ip: Type.String(),
  details: Type.Record(Type.String(), Type.Unknown()),
});
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    user: Type.Optional(IdOf('usr')),
    /** The whole name, or what stands before a dot of it: `queue` finds `queue.create` and `queue.change`. */
    action: Type.Optional(Type.String({ maxLength: 64 })),
    object: Type.Optional(Type.String({ maxLength: 64 })),
    outcome: Type.Optional(AuditEntry.properties.outcome),
    from: Type.Optional(At),
    to: Type.Optional(At),
  }),
]);
export const AuditPage = PageOf(AuditEntry);
