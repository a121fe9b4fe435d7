// Requests inside a leg's dialog: BYE, re-INVITE and UPDATE (hold, resume), REFER (blind transfer), INFO (keys).
import {
  acceptRequest,
  bodyText,
  dialogKey,
  dialogKeyOf,
  nameAddr,
  notifyOfRefer,
  parseReferTo,
  responseTo,
  type Flow,
  type Request,
  type ServerKey,
} from '@tandem/sip';
import { q850Of } from '../../core/hangup.ts';
import type { EdgeContext, Leg } from './context.ts';
import { feed, ourContact, reasons } from './leg-effects.ts';
import { userOf } from './leg-inbound.ts';
import { answerTo, applyAgreed, offerOf, readTheirAnswer } from './leg-media.ts';
import { onDigit } from './leg-play.ts';

/** True where the request belonged to a dialog of ours and was answered. */
export function inDialog(context: EdgeContext, key: ServerKey, request: Request, flow: Flow): boolean {
  const wanted = dialogKeyOf(request);
  const leg =
    wanted === null ? undefined : [...context.legs.values()].find((each) => each.dialog !== null && dialogKey(each.dialog) === wanted);
  if (!leg?.dialog) return false;
  const accepted = acceptRequest(leg.dialog, request);
  if (!accepted.ok) {
    context.gateway.respond(key, responseTo(request, accepted.status));
    return true;
  }
  leg.dialog = accepted.dialog;
  // A phone whose connection broke speaks over a new one; what we have to say must follow it there.
  if (leg.flow.transport !== 'udp' && flow.transport === leg.flow.transport) leg.flow = flow;
  switch (request.method) {
    case 'BYE':
      context.gateway.respond(key, responseTo(request, 200));
      feed(context, leg, { kind: 'bye', q850: q850Of(reasons(request)) });
      break;
    case 'INVITE':
    case 'UPDATE':
      reoffer(context, leg, key, request);
      break;
    case 'REFER':
      refer(context, leg, key, request);
      break;
    case 'INFO':
      info(context, leg, key, request);
      break;
    default:
      context.gateway.respond(key, responseTo(request, 200));
  }
  return true;
}

function reoffer(context: EdgeContext, leg: Leg, key: ServerKey, request: Request): void {
  const contact = [ourContact(context, leg)];
  // Only a leg both sides agreed on can be renegotiated (RFC 3261, section 14.2).
  if (leg.state.phase !== 'up') return context.gateway.respond(key, responseTo(request, 491));
  if (request.body.length === 0) {
    // A refresh without an offer: UPDATE needs none; a re-INVITE gets ours, to be answered in the ACK.
    if (request.method === 'UPDATE') return context.gateway.respond(key, responseTo(request, 200, { contact }));
    leg.sdpVersion += 1;
    leg.reinvite = { key, offered: true };
    return context.gateway.respond(key, responseTo(request, 200, { contact, body: { type: 'application/sdp', text: offerOf(leg) } }));
  }
  leg.sdpVersion += 1;
  const described = answerTo(leg, request.body);
  if (!described.ok) {
    // The session stays as it was (section 14.2).
    leg.sdpVersion -= 1;
    return context.gateway.respond(key, responseTo(request, described.status));
  }
  if (request.method === 'INVITE') leg.reinvite = { key, offered: false };
  applyAgreed(context, leg, described.agreed);
  context.gateway.respond(key, responseTo(request, 200, { contact, body: { type: 'application/sdp', text: described.sdp } }));
  feed(context, leg, { kind: 'reoffered', held: described.agreed.held });
}

/** The ACK of a 2xx that carried our offer holds the answer; without one the leg has no media. */
export function acknowledged(context: EdgeContext, leg: Leg, key: ServerKey, ack: Request): void {
  if (leg.reinvite?.key === key) {
    const { offered } = leg.reinvite;
    leg.reinvite = null;
    const answer = offered && ack.body.length > 0 ? readTheirAnswer(leg, ack.body) : null;
    // Without an answer the session stays as it was (section 14.2).
    if (answer === null) return;
    applyAgreed(context, leg, answer);
    return feed(context, leg, { kind: 'reoffered', held: answer.held });
  }
  if (!leg.offered && leg.agreed === null) {
    const agreed = ack.body.length > 0 ? readTheirAnswer(leg, ack.body) : null;
    feed(context, leg, { kind: 'acked' });
    if (agreed === null) return feed(context, leg, { kind: 'media-failed' });
    return applyAgreed(context, leg, agreed);
  }
  feed(context, leg, { kind: 'acked' });
}

function refer(context: EdgeContext, leg: Leg, key: ServerKey, request: Request): void {
  const target = parseReferTo(request);
  const user = target === null ? null : userOf(nameAddr(target.uri));
  if (target === null || user === null || user === '') return context.gateway.respond(key, responseTo(request, 400));
  // An attended transfer (RFC 3891) dialled as a blind one would connect the wrong parties; other methods than INVITE mean nothing here.
  if (target.replaces !== null || target.method !== 'INVITE') return context.gateway.respond(key, responseTo(request, 501));
  if (leg.refers.size > 0) return context.gateway.respond(key, responseTo(request, 491));
  context.gateway.respond(key, responseTo(request, 202, { contact: [ourContact(context, leg)] }));
  const transfer = `${leg.id}-${request.cseq.number}`;
  leg.refers.set(transfer, request.cseq.number);
  notify(context, leg, request.cseq.number, 100);
  context.signal({ kind: 'transfer.requested', at: context.now(), leg: leg.id, transfer, target: context.address(user, leg.plan) });
}

/** Tells the phone that asked by REFER what became of it; the subscription ends with it (RFC 3515, section 2.4.7). */
export function transferResult(context: EdgeContext, leg: Leg, transfer: string, status: number): void {
  const cseq = leg.refers.get(transfer);
  if (cseq === undefined) return;
  leg.refers.delete(transfer);
  notify(context, leg, cseq, status);
}

function notify(context: EdgeContext, leg: Leg, referSeq: number, status: number): void {
  if (leg.dialog === null) return;
  const built = notifyOfRefer(leg.dialog, referSeq, status);
  leg.dialog = built.dialog;
  context.gateway.request(built.request, leg.flow);
}

/** Keys by INFO: `Signal=5` (application/dtmf-relay) or the bare key (application/dtmf). */
function info(context: EdgeContext, leg: Leg, key: ServerKey, request: Request): void {
  const text = bodyText(request);
  const digit = (/^\s*signal\s*=\s*([0-9*#A-D])\s*$/im.exec(text) ?? /^\s*([0-9*#A-D])\s*$/i.exec(text))?.[1];
  context.gateway.respond(key, responseTo(request, 200));
  if (digit) onDigit(context, leg, digit.toUpperCase());
}
