// A phone that has lost its dialog but not its call, as a web page that was loaded anew: its INVITE with Replaces (RFC 3891) names the old
// dialog, and the leg goes on in the new one. Core and the other side notice nothing but a gap in the sound.
import { dialogOfRequest, requestInDialog, responseTo, type Flow, type Request, type ServerKey } from '@tandem/sip';
import type { EdgeContext, Leg, Party } from './context.ts';
import { abilities, feed, ourContact } from './leg-effects.ts';
import { answerTo, applyAgreed, newIceCredentials, sdesSide } from './leg-media.ts';
import { learn, sessionFor, sessionInput } from './session-fields.ts';

/** Only the phone itself: another one of the same agent is core's to decide. */
export function isReturn(leg: Leg, by: Party): boolean {
  return leg.party.kind === 'device' && by.kind === 'device' && leg.party.device === by.device;
}

export function takeBack(context: EdgeContext, leg: Leg, key: ServerKey, request: Request, flow: Flow): void {
  const before = { dialog: leg.dialog, flow: leg.flow, secured: leg.secured, sdes: leg.sdes };
  const refuse = (status: number): void => {
    leg.secured = before.secured;
    leg.sdes = before.sdes;
    leg.sdpVersion -= 1;
    context.gateway.respond(key, responseTo(request, status, { tag: context.gateway.endpoint.token() }));
  };
  leg.sdpVersion += 1;
  // Who comes back has other keys, and nothing of the old association.
  leg.secured = { ...leg.secured, ...newIceCredentials(), role: null };
  leg.sdes = sdesSide(leg.keys);
  const session = sessionFor(request);
  // Its 2xx would be the second without an ACK (RFC 3261, section 14.2).
  if (!session.ok || leg.reinvite !== null) return refuse(session.ok ? 491 : session.status);
  const described = answerTo(leg, request.body);
  if (!described.ok) return refuse(described.status);

  leg.flow = flow;
  leg.flowLostAt = null;
  leg.reinviting = false;
  learn(leg, request);
  const response = responseTo(request, 200, {
    tag: context.gateway.endpoint.token(),
    contact: [ourContact(context, leg)],
    headers: [...abilities, ...session.headers],
    body: { type: 'application/sdp', text: described.sdp },
  });
  context.legs.keep(leg, dialogOfRequest(request, response));
  context.legs.reinvited(leg, { key, offered: false });
  applyAgreed(context, leg, described.agreed);
  context.gateway.respond(key, response);
  feed(context, leg, sessionInput(context, session.timer));
  feed(context, leg, { kind: 'reoffered', held: described.agreed.held });
  context.log.info('a phone is back in its call', { leg: leg.id });
  // Section 3: the replaced dialog ends. Where nobody has it any more, nobody minds.
  if (before.dialog !== null) context.requests.send(requestInDialog(before.dialog, 'BYE').request, before.flow);
}
