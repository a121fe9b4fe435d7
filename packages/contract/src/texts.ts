// Words shared by everything that crosses a wire: languages, tenant texts, times, personal data.
import { Type, type Static } from 'typebox';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export const Language = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]);
export type Language = Static<typeof Language>;

/** A text a tenant wrote, in each language it has. At least one is there; a reader falls back to the other. */
export const TenantText = Type.Object(
  { 'zh-CN': Type.Optional(Type.String()), en: Type.Optional(Type.String()) },
  { additionalProperties: false, minProperties: 1 },
);
export type TenantText = Static<typeof TenantText>;

/** UTC epoch milliseconds. */
export const At = Type.Integer({ minimum: 0 });

/**
 * Personal data inside an event: sealed under its customer's own key (`personal:v1:<customer>:<base64>`), so that destroying the
 * key erases it while the log stays whole. Made and opened only by `platform/crypto/personal.ts`.
 */
export const Personal = Type.String({ pattern: '^personal:v1:' });
