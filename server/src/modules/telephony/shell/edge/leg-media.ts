// The media side of a leg: our session description, and what the far end's means for the RTP port.
import { randomBytes } from 'node:crypto';
import { SRTP_KEY_BYTES, SRTP_SALT_BYTES } from '@tandem/rtp';
import {
  buildOffer,
  formatSdp,
  negotiate,
  parseSdp,
  readAnswer,
  type Agreed,
  type Capabilities,
  type Flow,
  type SdesSide,
} from '@tandem/sip';
import { codecsOffered, CODECS } from '../../core/codecs.ts';
import type { Keys } from '../../core/encryption.ts';
import type { EdgeContext, Leg } from './context.ts';

/** RFC 8839, section 5.4: at least 24 bits and 128 bits of chance. */
export const newIceCredentials = (): { ufrag: string; pwd: string } => ({
  ufrag: randomBytes(6).toString('base64'),
  pwd: randomBytes(24).toString('base64'),
});

/** What speaks SIP over WebSocket is a browser (RFC 7118), and those take secured audio only. */
export const isBrowser = ({ transport }: Flow): boolean => transport === 'ws' || transport === 'wss';

/** Keys of our own for one leg, by chance. */
export const sdesSide = (keys: Keys): SdesSide | null =>
  keys === 'none'
    ? null
    : {
        required: keys === 'only',
        keys: (['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const).map((suite) => ({
          suite,
          key: randomBytes(SRTP_KEY_BYTES + SRTP_SALT_BYTES).toString('base64'),
        })),
      };

export function capabilities(leg: Pick<Leg, 'media' | 'sdpSession' | 'sdpVersion' | 'secured' | 'sdes'>): Capabilities {
  return {
    ip: leg.media.ip,
    port: leg.media.port,
    codecs: CODECS,
    telephoneEvent: 101,
    ptime: 20,
    direction: 'sendrecv',
    sessionId: leg.sdpSession,
    version: leg.sdpVersion,
    secured: leg.secured,
    ...(leg.sdes === null ? {} : { sdes: leg.sdes }),
  };
}

/** As `capabilities`, but of keys only what was agreed on before: phones that meet the same line again change nothing. */
function offering(leg: Leg): Capabilities {
  const before = leg.agreed?.sdes;
  if (before == null || leg.sdes === null) return capabilities(leg);
  const keys = leg.sdes.keys.filter(({ suite }) => suite === before.suite);
  return { ...capabilities(leg), sdes: { required: true, keys, protocol: before.protocol } };
}

export function offerOf(leg: Leg): string {
  return formatSdp(buildOffer({ ...offering(leg), codecs: codecsOffered(leg.secured.required, leg.agreed?.codec ?? null) }));
}

export type Described = { ok: true; sdp: string; agreed: Agreed } | { ok: false; status: number; why: string };

/** Answers their offer; the leg's own version grows with each description after the first. */
export function answerTo(leg: Leg, body: Uint8Array): Described {
  const offer = parseSdp(body);
  let result = negotiate(offer, capabilities(leg));
  if (result.ok && isRestart(leg.agreed, result.agreed)) {
    // RFC 8839, section 4.4.3.1.1: an ICE restart of theirs is one of ours.
    leg.secured = { ...leg.secured, ...newIceCredentials() };
    result = negotiate(offer, capabilities(leg));
  }
  if (!result.ok) return result;
  return { ok: true, sdp: formatSdp(result.answer), agreed: result.agreed };
}

function isRestart(before: Agreed | null, now: Agreed): boolean {
  const [old, fresh] = [before?.secured, now.secured];
  return old != null && fresh !== null && (old.ufrag !== fresh.ufrag || old.pwd !== fresh.pwd);
}

export function readTheirAnswer(leg: Leg, body: Uint8Array): Agreed | null {
  const read = readAnswer(parseSdp(body), offering(leg));
  return read.ok ? read.agreed : null;
}

/** Points the RTP port at what was agreed. */
export function applyAgreed(context: EdgeContext, leg: Leg, agreed: Agreed): void {
  leg.agreed = agreed;
  const { secured, sdes } = agreed;
  // What was encrypted once is not spoken in the clear any more.
  if (sdes !== null && leg.sdes !== null) leg.sdes = { ...leg.sdes, required: true };
  if (secured !== null) leg.secured = { ...leg.secured, role: secured.role, required: true };
  const { ufrag, pwd } = leg.secured;
  context.media.setRemote(leg.id, {
    ip: agreed.remoteIp,
    port: agreed.remotePort,
    rtcp: agreed.rtcp,
    codec: agreed.codec,
    payloadType: agreed.payloadType,
    telephoneEvent: agreed.telephoneEvent,
    eventClock: agreed.eventClock,
    send: agreed.send,
    receive: agreed.receive,
    ...(sdes === null ? {} : { sdes: { suite: sdes.suite, local: sdes.local, remote: sdes.remote } }),
    ...(secured === null
      ? {}
      : {
          secured: {
            local: { ufrag, pwd },
            remote: { ufrag: secured.ufrag, pwd: secured.pwd },
            fingerprint: secured.fingerprint,
            role: secured.role,
          },
        }),
  });
}
