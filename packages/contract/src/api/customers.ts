// Customers as the API shows them: GET /customers, GET/PATCH /customers/{id}, /customers/{id}/timeline, POST /customers/{id}/erase.
import { Type, type Static } from 'typebox';
import { ContactChannel } from '../channel.ts';
import { IdOf } from '../ids.ts';
import { At, Language } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

export const CustomerIdentity = Type.Object({
  channel: ContactChannel,
  /** Canonical address (addressKey). */
  address: Type.String(),
});
export type CustomerIdentity = Static<typeof CustomerIdentity>;

const profile = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  /** `platinum`, `gold`, `standard`, or what the tenant uses. */
  level: nullable(Type.String({ minLength: 1, maxLength: 40 })),
  language: nullable(Language),
  tags: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 50 }),
  note: Type.String({ maxLength: 4_000 }),
  /** The agent who looks after him, asked before whoever spoke with him last. */
  owner: nullable(IdOf('agt')),
};

export const Customer = Type.Object({
  id: IdOf('cus'),
  ...profile,
  /** False for a caller nobody has named yet: his name is his address. */
  known: Type.Boolean(),
  identities: Type.Array(CustomerIdentity),
  createdAt: At,
  updatedAt: At,
});
export type Customer = Static<typeof Customer>;

export const CustomerPatch = Type.Partial(Type.Object(profile), { additionalProperties: false, minProperties: 1 });
export type CustomerPatch = Static<typeof CustomerPatch>;

/** `q` finds by a part of the name or of a number; `address` those who have exactly this one, as contacts tell it. */
export const CustomerQuery = Type.Intersect([
  PageQuery,
  Type.Object({ q: Type.Optional(Type.String({ maxLength: 100 })), address: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) }),
]);

/** As dialled in the tenant's country, or as they were read. */
export const CustomerNumbers = Type.Object(
  { numbers: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 20 }) },
  { additionalProperties: false },
);

/** A row of a lookup table that is about him: an order. */
export const CustomerRecord = Type.Object({ table: Type.String(), key: Type.String(), value: Type.Record(Type.String(), Type.String()) });
export type CustomerRecord = Static<typeof CustomerRecord>;
export const CustomerRecords = PageOf(CustomerRecord);
export const CustomerPage = PageOf(Customer);

export const CustomerErased = Type.Object({ id: IdOf('cus'), interactions: Type.Integer(), recordings: Type.Integer() });
export type CustomerErased = Static<typeof CustomerErased>;
