// Who sends and who listens, seen from either side (RFC 3264, sections 5.1, 6.1 and 8.4).
import { isSecured } from './secured.ts';
import type { Direction, Sdp, SdpMedia } from './types.ts';

const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;
const isDirection = (name: string): name is Direction => (directions as readonly string[]).includes(name);

export const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly';
export const receives = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly';

function of(send: boolean, receive: boolean): Direction {
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}

/** What the other side's direction means for us: its sending is our hearing. */
export const mirrored = (direction: Direction): Direction => of(receives(direction), sends(direction));

/** What both allow. */
export const within = (a: Direction, b: Direction): Direction => of(sends(a) && sends(b), receives(a) && receives(b));

/** The direction of a section: its own, else the session's, else sendrecv. An address of zeros is the old way to say "send me nothing" (RFC 3264, 8.4). */
export function directionOf(sdp: Sdp, media: SdpMedia): Direction {
  const named = [...media.attributes, ...sdp.attributes].find((attribute) => isDirection(attribute.name))?.name;
  const direction: Direction = named !== undefined && isDirection(named) ? named : 'sendrecv';
  // Where ICE finds the addresses, that of c= says nothing (RFC 8840, section 4.1.1).
  if (isSecured(media)) return direction;
  const ip = media.ip ?? sdp.ip;
  return ip === '0.0.0.0' || ip === '::' ? within(direction, 'sendonly') : direction;
}
