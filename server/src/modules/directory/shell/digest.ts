// What SIP phones prove themselves with.
import { createHash } from 'node:crypto';

/** Fixed, so that a digest key outlives a change of domain. */
export const REALM = 'tandem';

/** RFC 7616, section 3.4.2: A1 of algorithm MD5, which is what SIP phones speak. */
export function ha1(username: string, password: string): string {
  return createHash('md5').update(`${username}:${REALM}:${password}`).digest('hex');
}
