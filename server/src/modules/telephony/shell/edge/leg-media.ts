// The media side of a leg: our session description, and what the far end's means for the RTP port.
import { buildOffer, formatSdp, negotiate, parseSdp, readAnswer, type Agreed, type Capabilities } from '@tandem/sip';
import type { EdgeContext, Leg } from './context.ts';

export function capabilities(leg: Pick<Leg, 'media' | 'sdpSession' | 'sdpVersion'>): Capabilities {
  return {
    ip: leg.media.ip,
    port: leg.media.port,
    codecs: ['PCMA', 'PCMU'],
    telephoneEvent: 101,
    ptime: 20,
    direction: 'sendrecv',
    sessionId: leg.sdpSession,
    version: leg.sdpVersion,
  };
}

export function offerOf(leg: Leg): string {
  return formatSdp(buildOffer(capabilities(leg)));
}

export type Described = { ok: true; sdp: string; agreed: Agreed } | { ok: false; status: number; why: string };

/** Answers their offer; the leg's own version grows with each description after the first. */
export function answerTo(leg: Leg, body: Uint8Array): Described {
  const result = negotiate(parseSdp(body), capabilities(leg));
  if (!result.ok) return result;
  return { ok: true, sdp: formatSdp(result.answer), agreed: result.agreed };
}

export function readTheirAnswer(leg: Leg, body: Uint8Array): Agreed | null {
  const read = readAnswer(parseSdp(body), capabilities(leg));
  return read.ok ? read.agreed : null;
}

/** Points the RTP port at what was agreed. */
export function applyAgreed(context: EdgeContext, leg: Leg, agreed: Agreed): void {
  leg.agreed = agreed;
  context.media.setRemote(leg.id, {
    ip: agreed.remoteIp,
    port: agreed.remotePort,
    rtcp: agreed.rtcp,
    codec: agreed.codec,
    payloadType: agreed.payloadType,
    telephoneEvent: agreed.telephoneEvent,
    send: agreed.send,
    receive: agreed.receive,
  });
}
