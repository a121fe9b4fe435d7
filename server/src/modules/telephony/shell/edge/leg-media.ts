// The media side of a leg: our session description, and what the far end's means for the RTP port.
import { randomBytes } from 'node:crypto';
import { buildOffer, formatSdp, negotiate, parseSdp, readAnswer, type Agreed, type Capabilities, type Flow } from '@tandem/sip';
import { codecsOffered, CODECS } from '../../core/codecs.ts';
import type { EdgeContext, Leg } from './context.ts';

/** RFC 8839, section 5.4: at least 24 bits and 128 bits of chance. */
export const newIceCredentials = (): { ufrag: string; pwd: string } => ({
  ufrag: randomBytes(6).toString('base64'),
  pwd: randomBytes(24).toString('base64'),
});

/** What speaks SIP over WebSocket is a browser (RFC 7118), and those take secured audio only. */
export const isBrowser = ({ transport }: Flow): boolean => transport === 'ws' || transport === 'wss';

export function capabilities(leg: Pick<Leg, 'media' | 'sdpSession' | 'sdpVersion' | 'secured'>): Capabilities {
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
  };
}

export function offerOf(leg: Leg): string {
  return formatSdp(buildOffer({ ...capabilities(leg), codecs: codecsOffered(leg.secured.required, leg.agreed?.codec ?? null) }));
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
  const read = readAnswer(parseSdp(body), capabilities(leg));
  return read.ok ? read.agreed : null;
}

/** Points the RTP port at what was agreed. */
export function applyAgreed(context: EdgeContext, leg: Leg, agreed: Agreed): void {
  leg.agreed = agreed;
  const { secured } = agreed;
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
