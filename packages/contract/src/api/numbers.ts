// Numbers and where calls to them go: GET/POST/PATCH /numbers. Trunks they come in and go out by: GET/POST/PATCH /trunks.
import { Type, type Static } from 'typebox';
import { Address } from '../address.ts';
import { IdOf } from '../ids.ts';
import { Key } from './queues.ts';
import { nullable, PageOf } from './page.ts';

const Label = Type.String({ maxLength: 120 });

export const NumberView = Type.Object({
  id: IdOf('num'),
  address: Address,
  /** The address as one string, for showing and searching. */
  display: Type.String(),
  label: Label,
  /** Calls to a number without a flow are refused. */
  flow: nullable(IdOf('flo')),
});
export type NumberView = Static<typeof NumberView>;

/** `number` is text as people write it; it is normalised with `country` (the tenant's where left out). */
export const NewNumber = Type.Object(
  {
    id: Type.Optional(IdOf('num')),
    number: Type.String({ minLength: 1, maxLength: 64 }),
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
    label: Type.Optional(Label),
    flow: nullable(IdOf('flo')),
  },
  { additionalProperties: false },
);
export type NewNumber = Static<typeof NewNumber>;

export const NumberPatch = Type.Object(
  { label: Type.Optional(Label), flow: Type.Optional(nullable(IdOf('flo'))) },
  { additionalProperties: false, minProperties: 1 },
);
export type NumberPatch = Static<typeof NumberPatch>;
export const NumberPage = PageOf(NumberView);

/** Rewrites digits on a trunk: a text that begins with `prefix` loses it and gets `replace` in its place. The first rule that fits is used. */
export const DialRule = Type.Object(
  {
    direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
    prefix: Type.String({ pattern: '^\\+?[0-9*#]{0,15}$' }),
    replace: Type.String({ pattern: '^\\+?[0-9*#]{0,15}$' }),
    /** Only for texts of at least this many characters. */
    minLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 32 })),
  },
  { additionalProperties: false },
);
export type DialRule = Static<typeof DialRule>;

const trunk = {
  /** Unique in the tenant. */
  name: Key,
  /** Source addresses that calls are taken from without digest. */
  addresses: Type.Array(Type.String({ minLength: 2, maxLength: 64 }), { maxItems: 64 }),
  host: Type.String({ minLength: 1, maxLength: 253 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  rules: Type.Array(DialRule, { maxItems: 100 }),
};
export const Trunk = Type.Object({ id: IdOf('trk'), ...trunk });
export type Trunk = Static<typeof Trunk>;
export const NewTrunk = Type.Object({ id: Type.Optional(IdOf('trk')), ...trunk }, { additionalProperties: false });
export type NewTrunk = Static<typeof NewTrunk>;
export const TrunkPage = PageOf(Trunk);

/** What is left out stays; lists are replaced whole. */
export const TrunkPatch = Type.Partial(Type.Object(trunk), { additionalProperties: false, minProperties: 1 });
export type TrunkPatch = Static<typeof TrunkPatch>;
