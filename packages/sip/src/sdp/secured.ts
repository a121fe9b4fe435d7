// Audio secured as browsers do it, in a session description: ICE (RFC 8839), a DTLS fingerprint (RFC 8122, RFC 8842), one port (RFC 8843).
import { hasCrypto } from './sdes.ts';
import type { Capabilities, Sdp, SdpAttribute, SdpMedia, SecuredAgreed, SecuredSide } from './types.ts';

const PROTOCOL = /^(?:UDP\/TLS\/)?RTP\/SAVPF?$/i;

/** By ICE and DTLS; keys in the description (RFC 4568) are another matter. */
export const isSecured = (media: SdpMedia): boolean =>
  PROTOCOL.test(media.protocol) && (!hasCrypto(media) || media.attributes.some(({ name }) => name === 'ice-ufrag'));

/** Host candidates, the first one preferred (RFC 8445, section 5.1.2.1; RFC 8839, section 5.1). */
function candidates(ips: readonly string[], port: number): SdpAttribute[] {
  return ips.map((ip, at) => {
    const priority = ((126 << 24) | ((65_535 - at) << 8) | 255) >>> 0;
    return { name: 'candidate', value: `${at + 1} 1 UDP ${priority} ${ip} ${port} typ host` };
  });
}

const valueOf = (sdp: Sdp, media: SdpMedia, name: string): string | null =>
  [...media.attributes, ...sdp.attributes].find((attribute) => attribute.name === name)?.value ?? null;

/** What the far end told of itself, or why that will not do. `ours`: the DTLS role we have or, in an offer of ours, may still have either of. */
export function securedOf(sdp: Sdp, media: SdpMedia, ours: SecuredSide, answer: boolean): SecuredAgreed | string {
  const ufrag = valueOf(sdp, media, 'ice-ufrag');
  const pwd = valueOf(sdp, media, 'ice-pwd');
  if (ufrag === null || pwd === null || !/^[\w+/-]{4,256}$/.test(ufrag) || !/^[\w+/-]{22,256}$/.test(pwd)) return 'no ICE credentials';
  const fingerprints = [...media.attributes, ...sdp.attributes].flatMap(({ name, value }) => {
    const [, algorithm, hash] = name === 'fingerprint' ? (/^(sha-256|sha-384|sha-512) ([0-9A-F:]{95,191})$/i.exec(value ?? '') ?? []) : [];
    return algorithm === undefined || hash === undefined ? [] : [{ algorithm: algorithm.toLowerCase(), value: hash }];
  });
  const fingerprint = fingerprints[0];
  if (fingerprint === undefined) return 'no fingerprint';
  if (!media.attributes.some(({ name }) => name === 'rtcp-mux')) return 'no rtcp-mux';
  const setup = valueOf(sdp, media, 'setup')?.toLowerCase();
  if (setup === 'active') return { ufrag, pwd, fingerprint, role: 'server' };
  if (setup === 'passive') return { ufrag, pwd, fingerprint, role: 'client' };
  // RFC 8842, section 5.3: who may choose speaks first, unless the roles are known from before.
  if (setup === 'actpass' && !answer) return { ufrag, pwd, fingerprint, role: ours.role ?? 'client' };
  return 'no DTLS role';
}

/** Makes a plain section one that is secured by us. `mid`: what the offer calls it. */
export function secure(
  plain: SdpMedia,
  ours: Capabilities,
  side: SecuredSide,
  setup: string,
  protocol: string,
  mid: string | null,
): SdpMedia {
  const { ufrag, pwd, fingerprint } = side;
  const attributes: SdpAttribute[] = [
    ...plain.attributes,
    { name: 'rtcp-mux', value: null },
    ...(mid === null ? [] : [{ name: 'mid', value: mid }]),
    // One stream, one track: without a name for it a browser makes a track that belongs to none.
    { name: 'msid', value: 'tandem audio' },
    { name: 'ice-ufrag', value: ufrag },
    { name: 'ice-pwd', value: pwd },
    { name: 'fingerprint', value: `${fingerprint.algorithm} ${fingerprint.value}` },
    { name: 'setup', value: setup },
    ...candidates([ours.ip, ...(side.otherIps ?? [])], ours.port),
    { name: 'end-of-candidates', value: null },
  ];
  return { ...plain, protocol, attributes };
}

export const midOf = (media: SdpMedia): string | null => media.attributes.find(({ name }) => name === 'mid')?.value ?? null;

/** We only answer checks (RFC 8445, section 2.5), and share the one port where the offer groups sections. */
export function sessionAttributes(mid: string | null, offer: Sdp | null): SdpAttribute[] {
  const grouped =
    mid !== null &&
    (offer === null ||
      offer.attributes.some(({ name, value }) => name === 'group' && /^BUNDLE /.test(value ?? '') && value!.split(' ').includes(mid)));
  return [{ name: 'ice-lite', value: null }, ...(grouped ? [{ name: 'group', value: `BUNDLE ${mid}` }] : [])];
}
