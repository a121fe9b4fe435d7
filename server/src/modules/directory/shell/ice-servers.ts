// The servers that help a browser's media through NAT: STUN as configured, TURN with credentials that end by themselves.
import { createHmac } from 'node:crypto';
import type { IceServer } from '@tandem/contract/api/phones.ts';
import type { Secret } from '../../../platform/config/secret.ts';

export type IceSettings = { stun: readonly string[]; turn: { urls: readonly string[]; secret: Secret } | null };

/**
 * `untilMs`: UTC epoch ms at which the TURN credentials end. They are coturn's (`use-auth-secret`, draft-uberti-behave-turn-rest-00): the
 * user name is expiry in seconds and a name, the password its HMAC-SHA1 under the shared secret, base64.
 */
export function iceServers({ stun, turn }: IceSettings, name: string, untilMs: number): IceServer[] {
  const servers: IceServer[] = [];
  if (stun.length > 0) servers.push({ urls: [...stun] });
  if (turn !== null) {
    const username = `${Math.floor(untilMs / 1_000)}:${name}`;
    const credential = createHmac('sha1', turn.secret.reveal()).update(username).digest('base64');
    servers.push({ urls: [...turn.urls], username, credential });
  }
  return servers;
}
