// API keys: how other programs come in. GET/POST /api-keys, DELETE /api-keys/{id}. Sent as `Authorization: Bearer tdk_...`.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { Permissions } from '../permissions.ts';
import { At } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

export const ApiKey = Type.Object({
  id: IdOf('key'),
  name: Type.String(),
  /** The first characters of the key, to know it by. */
  start: Type.String(),
  /** As given; what the key really may is never more than what its maker may now. */
  permissions: Permissions,
  /** Requests a second; null: the installation's limit. */
  perSecond: nullable(Type.Integer()),
  madeBy: Type.Object({ id: IdOf('usr'), name: Type.String() }),
  createdAt: At,
  expiresAt: nullable(At),
  /** To the minute. */
  lastUsedAt: nullable(At),
  revokedAt: nullable(At),
});
export type ApiKey = Static<typeof ApiKey>;
export const ApiKeyQuery = PageQuery;
export const ApiKeyPage = PageOf(ApiKey);

export const NewApiKey = Type.Object(
  {
    id: Type.Optional(IdOf('key')),
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    permissions: Permissions,
    /** Null: until it is revoked. */
    expiresAt: Type.Optional(nullable(At)),
    /** Counts only below the installation's limit. */
    perSecond: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 100_000 }))),
  },
  { additionalProperties: false },
);
export type NewApiKey = Static<typeof NewApiKey>;

/** `secret` is the key itself, told here only. */
export const ApiKeyCreated = Type.Object({ key: ApiKey, secret: Type.String() });
export type ApiKeyCreated = Static<typeof ApiKeyCreated>;
