// Keys of audio in a session description (RFC 4568): `a=crypto` lines, as desk phones and providers write them.
import type { SdpAttribute, SdpMedia, SdesAgreed, SdesSide, SdesSuite } from './types.ts';

const SUITES: readonly SdesSuite[] = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'];
const isSuite = (text: string): text is SdesSuite => (SUITES as readonly string[]).includes(text);

type Line = { readonly tag: string; readonly suite: SdesSuite; readonly key: string };

/**
 * The lines that can be used, in the order of preference of who wrote them (section 5.1.1). One with a master key identifier is another kind of
 * packet, one with several keys needs such, and one with a session parameter that is not known must be passed over (section 6.3.8).
 */
export function cryptoLines(media: SdpMedia): Line[] {
  return media.attributes.flatMap(({ name, value }) => {
    if (name !== 'crypto') return [];
    const [tag = '', suite = '', key = '', ...session] = (value ?? '').trim().split(/\s+/);
    // `inline:<key>`, then a lifetime or none.
    const inline = /^inline:([A-Za-z0-9+/]{40})(?:\|(?:2\^)?\d{1,16})?$/i.exec(key)?.[1];
    if (!/^\d{1,9}$/.test(tag) || !isSuite(suite) || inline === undefined) return [];
    // A window of replays is a hint to the far end alone, and what begins with a minus may be ignored.
    if (session.some((each) => !/^(?:-|WSH=)/i.test(each))) return [];
    return [{ tag, suite, key: inline }];
  });
}

export const hasCrypto = (media: SdpMedia): boolean => media.attributes.some(({ name }) => name === 'crypto');

const lineOf = ({ tag, suite, key }: Line): SdpAttribute => ({ name: 'crypto', value: `${tag} ${suite} inline:${key}` });

/** Of an offer of ours: every suite with a key of its own. */
export const offeredLines = (ours: SdesSide): SdpAttribute[] =>
  ours.keys.map(({ suite, key }, at) => lineOf({ tag: String(at + 1), suite, key }));

/** The line of theirs that we take, and the one it is answered with (section 5.1.2). */
export function taken(media: SdpMedia, ours: SdesSide): { agreed: SdesAgreed; line: SdpAttribute } | null {
  for (const { tag, suite, key } of cryptoLines(media)) {
    const own = ours.keys.find((each) => each.suite === suite);
    if (own === undefined) continue;
    return { agreed: { suite, local: own.key, remote: key, protocol: media.protocol }, line: lineOf({ tag, suite, key: own.key }) };
  }
  return null;
}

/** What an answer took of our offer; null where that is none of our lines (section 5.1.3). */
export function answered(media: SdpMedia, ours: SdesSide): SdesAgreed | null {
  const [line, ...more] = cryptoLines(media);
  const own = line === undefined ? undefined : ours.keys[Number(line.tag) - 1];
  if (line === undefined || more.length > 0 || own?.suite !== line.suite) return null;
  return { suite: line.suite, local: own.key, remote: line.key, protocol: media.protocol };
}
