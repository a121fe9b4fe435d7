// The tenant as its administrators see it: GET/PATCH /company.
import { Type, type Static } from 'typebox';
import { At, Language } from '../texts.ts';
import { nullable } from './page.ts';

const fields = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  language: Language,
  /** IANA zone. */
  zone: Type.String({ minLength: 1, maxLength: 60 }),
  /** ISO 3166-1: how numbers are read that people type. */
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
};

export const Company = Type.Object({
  ...fields,
  /** When an administrator said that it is ready for calls; null: the first steps are still to be done. */
  setUpAt: nullable(At),
});
export type Company = Static<typeof Company>;

export const ChangeCompany = Type.Object(
  {
    name: Type.Optional(fields.name),
    language: Type.Optional(fields.language),
    zone: Type.Optional(fields.zone),
    country: Type.Optional(fields.country),
    /** True: the first steps are done, now. False: they are shown again. */
    setUp: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeCompany = Static<typeof ChangeCompany>;
