// Session timers of a leg (RFC 4028): the refreshes we send.
import { ackInDialog, acceptResponse, readSession, type Flow, type Request, type Response } from '@tandem/sip';
import type { EdgeContext, Leg } from './context.ts';
import { abilities, feed } from './leg-effects.ts';
import { offerOf } from './leg-media.ts';
import { wasCutOff } from './leg-probe.ts';
import { sendInDialog } from './leg-requests.ts';
import type { Outcome } from './requests.ts';
import { offeredSession, sessionInput } from './session-fields.ts';

/** A refresh that met a re-INVITE of theirs is tried again after this (RFC 3261, section 14.1). */
const AGAIN_MS = 3_000;

/** By UPDATE where the far end takes it, else by a re-INVITE that offers what is agreed already (RFC 4028, section 7.4). */
export function refresh(context: EdgeContext, leg: Leg): void {
  if (leg.reinviting || leg.reinvite !== null) return later(context, leg);
  const headers = [...abilities, ...offeredSession()];
  leg.reinviting = true;
  const { flow } = leg;
  const done = (outcome: Outcome): void => refreshed(context, leg, flow, outcome);
  if (leg.updates) return sendInDialog(context, leg, 'UPDATE', { headers }, done);
  const body = { type: 'application/sdp', text: offerOf(leg) };
  sendInDialog(context, leg, 'INVITE', { headers, body }, done);
}

function refreshed(context: EdgeContext, leg: Leg, flow: Flow, outcome: Outcome): void {
  const { request, response, key } = outcome;
  // The phone is back in another dialog: what the old one came to says nothing of this one.
  if (leg.dialog?.callId !== request.callId) return;
  leg.reinviting = false;
  if (response !== null && response.status < 300 && request.method === 'INVITE') acknowledge(context, leg, key, request, response);
  if (!context.legs.has(leg.id)) return;
  // Once more, over the connection that the phone has come back with, or comes back with; until the session is over.
  if (wasCutOff(leg, flow, outcome)) return later(context, leg);
  // Silence, or an answer that says it knows nothing of the call (RFC 3261, section 12.2.1.2).
  if (response === null || response.status === 408 || response.status === 481) {
    // A phone whose connection broke may come back until the session is over.
    if (leg.flowLostAt === null) feed(context, leg, { kind: 'failed', why: 'timeout' });
  } else if (response.status < 300) feed(context, leg, sessionInput(context, readSession(response)));
  else if (response.status === 491) later(context, leg);
  // Any other refusal leaves the session to run out.
}

function acknowledge(context: EdgeContext, leg: Leg, key: Outcome['key'], request: Request, response: Response): void {
  if (leg.dialog === null) return;
  context.legs.keep(leg, acceptResponse(leg.dialog, request, response));
  context.gateway.ack(key, ackInDialog(leg.dialog, request.cseq.number), leg.flow);
}

function later(context: EdgeContext, leg: Leg): void {
  clearTimeout(leg.timers.get('refresh'));
  leg.timers.set(
    'refresh',
    setTimeout(() => feed(context, leg, { kind: 'timer', timer: 'refresh' }), AGAIN_MS),
  );
}
