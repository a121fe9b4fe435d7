// Requests inside a leg's dialog: BYE, re-INVITE and UPDATE (hold, resume, session refresh), INFO (keys); REFER is `leg-transfer.ts`.
import { acceptRequest, bodyText, dialogKeyOf, reinviteRefusal, responseTo, type Flow, type Request, type ServerKey } from '@tandem/sip';
import { q850Of } from '../../core/hangup.ts';
import type { EdgeContext, Leg } from './context.ts';
import { feed, ourContact, reasons } from './leg-effects.ts';
import { answerTo, applyAgreed, offerOf, readTheirAnswer } from './leg-media.ts';
import { onDigit } from './leg-play.ts';
import { refer } from './leg-transfer.ts';
import { learn, sessionFor, sessionInput } from './session-fields.ts';

/** True where the request belonged to a dialog of ours and was answered. */
export function inDialog(context: EdgeContext, key: ServerKey, request: Request, flow: Flow): boolean {
  const wanted = dialogKeyOf(request);
  const leg = wanted === null ? undefined : context.legs.byDialog(wanted);
  if (!leg?.dialog) return false;
  const accepted = acceptRequest(leg.dialog, request);
  if (!accepted.ok) {
    context.gateway.respond(key, responseTo(request, accepted.status));
    return true;
  }
  context.legs.keep(leg, accepted.dialog);
  // A phone whose connection broke speaks over a new one; what we have to say must follow it there.
  if (leg.flow.transport !== 'udp' && flow.transport === leg.flow.transport) {
    leg.flow = flow;
    leg.flowLostAt = null;
  }
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
  const glare = reinviteRefusal({ ours: leg.reinviting, theirs: false }, 0);
  if (glare !== null) return context.gateway.respond(key, responseTo(request, glare.status));
  const session = sessionFor(request);
  if (!session.ok) return context.gateway.respond(key, responseTo(request, session.status, { headers: session.headers }));
  learn(leg, request);
  const { headers, timer } = session;
  if (request.body.length === 0) {
    // A refresh without an offer: UPDATE needs none; a re-INVITE gets ours, to be answered in the ACK.
    feed(context, leg, sessionInput(context, timer));
    if (request.method === 'UPDATE') return context.gateway.respond(key, responseTo(request, 200, { contact, headers }));
    leg.sdpVersion += 1;
    context.legs.reinvited(leg, { key, offered: true });
    return context.gateway.respond(
      key,
      responseTo(request, 200, { contact, headers, body: { type: 'application/sdp', text: offerOf(leg) } }),
    );
  }
  leg.sdpVersion += 1;
  const described = answerTo(leg, request.body);
  if (!described.ok) {
    // The session stays as it was (section 14.2).
    leg.sdpVersion -= 1;
    return context.gateway.respond(key, responseTo(request, described.status));
  }
  if (request.method === 'INVITE') context.legs.reinvited(leg, { key, offered: false });
  applyAgreed(context, leg, described.agreed);
  context.gateway.respond(key, responseTo(request, 200, { contact, headers, body: { type: 'application/sdp', text: described.sdp } }));
  feed(context, leg, sessionInput(context, timer));
  feed(context, leg, { kind: 'reoffered', held: described.agreed.held });
}

/** The ACK of a 2xx that carried our offer holds the answer; without one the leg has no media. */
export function acknowledged(context: EdgeContext, leg: Leg, key: ServerKey, ack: Request): void {
  if (leg.reinvite?.key === key) {
    const { offered } = leg.reinvite;
    context.legs.reinvited(leg, null);
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

/** Keys by INFO: `Signal=5` (application/dtmf-relay) or the bare key (application/dtmf). */
function info(context: EdgeContext, leg: Leg, key: ServerKey, request: Request): void {
  const text = bodyText(request);
  const digit = (/^\s*signal\s*=\s*([0-9*#A-D])\s*$/im.exec(text) ?? /^\s*([0-9*#A-D])\s*$/i.exec(text))?.[1];
  context.gateway.respond(key, responseTo(request, 200));
  if (digit) onDigit(context, leg, digit.toUpperCase());
}
