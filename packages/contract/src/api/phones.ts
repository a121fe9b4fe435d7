// The browser as a phone: POST/PUT/DELETE /me/phone. What it registers over `/sip` with, and the servers that help its media through NAT.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { DeviceKind } from './devices.ts';
import { PageOf } from './page.ts';

/** As RTCPeerConnection takes it. */
export const IceServer = Type.Object({
  urls: Type.Array(Type.String()),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});
export type IceServer = Static<typeof IceServer>;

/** `until`: when the secret ends unless it is kept alive, UTC epoch ms. */
export const PhoneLife = Type.Object({ until: At, iceServers: Type.Array(IceServer) });
export type PhoneLife = Static<typeof PhoneLife>;

/** `ha1` is the digest key of the user in the realm (RFC 7616, section 3.4.2, MD5): told here once, kept nowhere in the clear. */
export const OpenedPhone = Type.Object({
  device: IdOf('dev'),
  username: Type.String(),
  realm: Type.String(),
  ha1: Type.String(),
  until: At,
  iceServers: Type.Array(IceServer),
});
export type OpenedPhone = Static<typeof OpenedPhone>;

/** One of the agent's own phones that can be called. `rings`: it is his phone now; `ringsToo`: it rings along with that one. */
export const OwnDevice = Type.Object({
  id: IdOf('dev'),
  username: Type.String(),
  kind: DeviceKind,
  rings: Type.Boolean(),
  ringsToo: Type.Boolean(),
});
export type OwnDevice = Static<typeof OwnDevice>;
export const OwnDevicePage = PageOf(OwnDevice);
export const OwnDevicePatch = Type.Object({ ringsToo: Type.Boolean() }, { additionalProperties: false });

/** Whether some browser is the own phone now; ICE servers to try the network with, good for minutes. */
export const PhoneView = Type.Object({ open: Type.Boolean(), iceServers: Type.Array(IceServer) });
export type PhoneView = Static<typeof PhoneView>;
