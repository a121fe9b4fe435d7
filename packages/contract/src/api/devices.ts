// SIP devices of agents: GET/POST /devices, PATCH/DELETE /devices/{id}. A secret is told once, in the answer to what made it.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { MediaEncryption } from '../media-encryption.ts';
import { nullable, PageOf } from './page.ts';

export const Username = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' });

/** `browser`: made and kept by the agent's own page, with secrets that end by themselves. */
export const DeviceKind = Type.Union([Type.Literal('phone'), Type.Literal('browser')]);

export const Device = Type.Object({
  id: IdOf('dev'),
  username: Username,
  agent: nullable(IdOf('agt')),
  kind: DeviceKind,
  /** Of a desk phone's audio; a browser's is encrypted always. */
  encryption: MediaEncryption,
});
export type Device = Static<typeof Device>;
export const DevicePage = PageOf(Device);

/** Enough that it cannot be guessed over SIP; 128 is what phones' screens take. */
const Secret = Type.String({ minLength: 8, maxLength: 128 });

export const NewDevice = Type.Object(
  {
    id: Type.Optional(IdOf('dev')),
    /** Unique in the installation: a device is found by it alone. */
    username: Username,
    agent: nullable(IdOf('agt')),
    /** Chosen by the server where left out. */
    password: Type.Optional(Secret),
    /** Default `offered`. */
    encryption: Type.Optional(MediaEncryption),
  },
  { additionalProperties: false },
);
export type NewDevice = Static<typeof NewDevice>;

export const DeviceCreated = Type.Object({ device: Device, password: Type.String() });
export type DeviceCreated = Static<typeof DeviceCreated>;

export const DevicePatch = Type.Object(
  {
    agent: Type.Optional(nullable(IdOf('agt'))),
    /** A new one; null: chosen by the server. The phone must register again with it. */
    password: Type.Optional(nullable(Secret)),
    encryption: Type.Optional(MediaEncryption),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type DevicePatch = Static<typeof DevicePatch>;

/** `password` is null where it was not changed. */
export const DeviceChanged = Type.Object({ device: Device, password: nullable(Type.String()) });
export type DeviceChanged = Static<typeof DeviceChanged>;
