// Numbers and where calls to them go: GET/POST/PATCH/DELETE /numbers. Trunks they come in and go out by: GET/POST/PATCH/DELETE /trunks.
import { Type, type Static } from 'typebox';
import { Address } from '../address.ts';
import { IdOf } from '../ids.ts';
import { MediaEncryption } from '../media-encryption.ts';
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

/** How our side of a call that goes out is named to a trunk. */
export const TrunkCaller = Type.Object(
  {
    /** In From: the calling number, rewritten by the `out` rules; or the account's user name, where a provider takes nothing else. */
    from: Type.Union([Type.Literal('number'), Type.Literal('account')]),
    /** Whether the calling number is asserted (P-Asserted-Identity, RFC 3325): only to a trunk within our circle of trust. */
    assert: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type TrunkCaller = Static<typeof TrunkCaller>;

/** `tls`: what the provider shows must be a certificate of its host, trusted by this system. */
export const TrunkTransport = Type.Union([Type.Literal('udp'), Type.Literal('tcp'), Type.Literal('tls')]);
export type TrunkTransport = Static<typeof TrunkTransport>;

/** RFC 3263. `host`: the address of `host`, and `port`. `srv`: what SRV of `host` names for `transport`. `naptr`: its NAPTR chooses the transport, too. */
export const TrunkLookup = Type.Union([Type.Literal('host'), Type.Literal('srv'), Type.Literal('naptr')]);
export type TrunkLookup = Static<typeof TrunkLookup>;

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

/** Fields that have a default when a trunk is made. */
const settings = {
  /** Calls go out over the trunk with the lowest number; over the next where that one fails. Default 10. */
  priority: Type.Integer({ minimum: 1, maximum: 100 }),
  /** Default `udp`. */
  transport: TrunkTransport,
  /** Whether OPTIONS are sent every 30 s to see that it lives. Default false. */
  check: Type.Boolean(),
  caller: TrunkCaller,
  /** Default `host`. Calls are taken from every address that was found. */
  lookup: TrunkLookup,
  /** Of its audio. `required` needs TLS. Default `offered`. */
  encryption: MediaEncryption,
};

const account = {
  username: Type.String({ minLength: 1, maxLength: 128 }),
  /** Whether we register with it (calls come to us that way); else it only answers challenges. */
  register: Type.Boolean(),
  /** Seconds that are asked for. */
  expiresS: Type.Integer({ minimum: 60, maximum: 86_400 }),
};
export const TrunkAccount = Type.Object(account);
export type TrunkAccount = Static<typeof TrunkAccount>;

/** The password is written and never given back; left out, the one that is kept stays. */
export const TrunkAccountWish = Type.Object(
  {
    username: account.username,
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    register: Type.Optional(account.register),
    expiresS: Type.Optional(account.expiresS),
  },
  { additionalProperties: false },
);
export type TrunkAccountWish = Static<typeof TrunkAccountWish>;

/** One server of a trunk that DNS named. */
export const TrunkTarget = Type.Object({
  /** As DNS has it. */
  host: Type.String(),
  ip: Type.String(),
  port: Type.Integer(),
  transport: TrunkTransport,
  /** Of its SRV record (RFC 2782): the lowest is tried first, and of equals by weight. */
  priority: Type.Integer(),
  weight: Type.Integer(),
  /** False for half a minute after it did not answer, or with 503: it is tried last. */
  good: Type.Boolean(),
});
export type TrunkTarget = Static<typeof TrunkTarget>;

/** How it does, as the edge sees it now. */
export const TrunkCondition = Type.Object({
  /** False after three checks in a row without a good answer. */
  healthy: Type.Boolean(),
  /** Null where it needs no registration. */
  registered: nullable(Type.Boolean()),
  /** Round trip of the last check, milliseconds. */
  rttMs: nullable(Type.Number()),
  detail: Type.String(),
  /** Absent where it is not looked up. */
  targets: Type.Optional(Type.Array(TrunkTarget)),
});
export type TrunkCondition = Static<typeof TrunkCondition>;

export const Trunk = Type.Object({ id: IdOf('trk'), ...trunk, ...settings, account: nullable(TrunkAccount) });
export type Trunk = Static<typeof Trunk>;
/** `state`: null while the edge is not connected. */
export const TrunkView = Type.Object({ ...Trunk.properties, state: nullable(TrunkCondition) });
export type TrunkView = Static<typeof TrunkView>;

const wishes = { ...Type.Partial(Type.Object(settings)).properties, account: Type.Optional(nullable(TrunkAccountWish)) };
export const NewTrunk = Type.Object({ id: Type.Optional(IdOf('trk')), ...trunk, ...wishes }, { additionalProperties: false });
export type NewTrunk = Static<typeof NewTrunk>;
export const TrunkPage = PageOf(TrunkView);

/** What is left out stays; lists are replaced whole; `account: null` takes it away. */
export const TrunkPatch = Type.Object(
  { ...Type.Partial(Type.Object(trunk)).properties, ...wishes },
  { additionalProperties: false, minProperties: 1 },
);
export type TrunkPatch = Static<typeof TrunkPatch>;
