// SIP devices of agents: GET/POST /devices. The secret is told once, at creation.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { nullable, PageOf } from './page.ts';

export const Username = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' });

export const Device = Type.Object({ id: IdOf('dev'), username: Username, agent: nullable(IdOf('agt')) });
export type Device = Static<typeof Device>;
export const DevicePage = PageOf(Device);

export const NewDevice = Type.Object(
  {
    id: Type.Optional(IdOf('dev')),
    /** Unique in the installation: a device is found by it alone. */
    username: Username,
    agent: nullable(IdOf('agt')),
    /** Chosen by the server where left out. */
    password: Type.Optional(Type.String({ minLength: 8, maxLength: 128 })),
  },
  { additionalProperties: false },
);
export type NewDevice = Static<typeof NewDevice>;

export const DeviceCreated = Type.Object({ device: Device, password: Type.String() });
export type DeviceCreated = Static<typeof DeviceCreated>;
