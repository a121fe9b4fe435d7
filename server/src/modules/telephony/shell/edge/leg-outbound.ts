// Dialling a device or a trunk, over another trunk where one fails, and what comes back for our INVITE.
import {
  ackInDialog,
  acceptResponse,
  dialogOfResponse,
  nameAddr,
  newRequest,
  parseUri,
  readSession,
  requestInDialog,
  retryInterval,
  sipUri,
  type ClientKey,
  type Flow,
  type Header,
  type Request,
  type Response,
  type Uri,
} from '@tandem/sip';
import type { Address } from '@tandem/contract/address.ts';
import type { DialPlan } from '../../core/dial-plan.ts';
import { keysAfterRefusal, keysFor } from '../../core/encryption.ts';
import { q850Of } from '../../core/hangup.ts';
import { isWayDown } from '../../core/leg/outbound.ts';
import { dialledLeg } from '../../core/leg/step.ts';
import type { Dial, EdgeContext, Leg, Way } from './context.ts';
import { proven } from './credentials.ts';
import { abilities, carryOut, feed, ourContact, reasons } from './leg-effects.ts';
import { applyAgreed, isBrowser, offerOf, readTheirAnswer, sdesSide } from './leg-media.ts';
import { newLeg } from './new-leg.ts';
import { learn, offeredSession, sessionInput } from './session-fields.ts';

/** Why there is no way to whom core wants dialled. */
export type NoWay = { cause: 'unreachable' | 'not-found' };

export async function dial(context: EdgeContext, command: Dial, ways: Way[] | NoWay, plan: DialPlan): Promise<void> {
  const { tenant, leg: id, call } = command;
  if (context.legs.has(id)) return;
  context.fact({ kind: 'leg.dialled', at: context.now(), tenant, leg: id, call });
  const failed = (cause: 'unreachable' | 'not-found' | 'media-failed'): void =>
    // What a far end would have answered, so that who asked for the transfer is told so.
    context.fact({
      kind: 'leg.ended',
      at: context.now(),
      tenant,
      leg: id,
      call,
      cause,
      by: 'system',
      sipStatus: cause === 'not-found' ? 404 : null,
    });
  if ('cause' in ways) return failed(ways.cause);
  const [first, ...others] = ways.filter((way) => parseUri(way.uri).ok);
  if (!first) return failed('unreachable');
  const { state, effects } = dialledLeg(command.timeoutMs, others.length);
  const flow = first.flow();
  if (keysFor(first.party.encryption, flow.transport) === 'refused') {
    context.log.warn('a phone that must have encrypted audio did not register over TLS', { leg: id });
    return failed('media-failed');
  }
  const leg = newLeg(context, {
    id,
    call,
    tenant,
    party: first.party,
    plan,
    state,
    flow,
    invite: inviteOver(context, first, { flow, id }, command.from, null),
    key: { kind: 'client', key: '' as ClientKey },
    offered: true,
    ways: others,
  });
  context.legs.add(leg);
  try {
    leg.media = await context.media.open(id, call);
  } catch (error) {
    context.log.warn('no media for an outbound call', { leg: id, error: String(error) });
    context.legs.remove(leg);
    return failed('media-failed');
  }
  // Taken back while the port was opened: nothing was sent yet.
  if (leg.state.cancelling !== null) return feed(context, leg, { kind: 'refused', status: 487, q850: null });
  leg.caller = command.from;
  leg.answersItself = command.autoAnswer === true;
  takeWay(context, leg, first);
  for (const effect of effects) carryOut(context, leg, effect);
}

/** The way taken failed before anything rang: the INVITE goes over the next one, as a new call to that far end. */
export function nextWay(context: EdgeContext, leg: Leg): void {
  const way = leg.ways.shift();
  if (!way || leg.key.kind !== 'client') return;
  // Where nothing came at all, it would take a late answer back.
  context.gateway.cancel(leg.key.key);
  context.log.info('a call goes over the next trunk', { leg: leg.id, ...(way.party.kind === 'trunk' ? { trunk: way.party.trunk } : {}) });
  if (leg.party.kind === 'trunk' && !leg.answeredBy) context.trunkHeard(leg.party, 'no answer to an INVITE');
  takeWay(context, leg, way);
}

/** No RFC of the time of these phones says how to ask for it: Call-Info is what snom, Grandstream and Yealink read, Alert-Info what Polycom and Cisco do. */
function answerAfter(context: EdgeContext): Header[] {
  return [
    { name: 'call-info', value: `<sip:${context.gateway.sentBy('udp').host}>;answer-after=0` },
    { name: 'alert-info', value: '<http://127.0.0.1/>;info=alert-autoanswer;delay=0' },
  ];
}

function takeWay(context: EdgeContext, leg: Leg, way: Way): void {
  leg.party = way.party;
  leg.flow = way.flow();
  leg.answeredBy = false;
  leg.secured = { ...leg.secured, required: isBrowser(leg.flow) };
  const keys = keysFor(way.party.encryption, leg.flow.transport);
  leg.keys = keys === 'refused' ? 'only' : keys;
  leg.sdes = sdesSide(leg.keys);
  leg.invite = inviteOver(context, way, leg, leg.caller, offerOf(leg), leg.answersItself ? answerAfter(context) : []);
  context.legs.dialled(leg, context.gateway.request(leg.invite, leg.flow));
}

function inviteOver(
  context: EdgeContext,
  way: Way,
  leg: Pick<Leg, 'flow' | 'id'>,
  caller: Dial['from'],
  sdp: string | null,
  more: readonly Header[] = [],
): Request {
  const target = parseUri(way.uri);
  if (!target.ok) throw new Error(`no SIP URI: ${way.uri}`);
  const { host, port } = context.gateway.sentBy(leg.flow.transport);
  const from = way.from === null ? sipUri({ user: userText(caller.address), host, port }) : sipUri(way.from);
  const asserted: Header[] = way.asserted === null ? [] : [{ name: 'p-asserted-identity', value: `<${way.asserted}>` }];
  return newRequest({
    method: 'INVITE',
    uri: target.value,
    from: nameAddr(from, { tag: context.gateway.endpoint.token(), display: caller.display }),
    to: nameAddr(withoutParams(target.value)),
    callId: context.gateway.endpoint.token(),
    cseq: 1,
    contact: [ourContact(context, leg)],
    headers: [...abilities, ...offeredSession(), ...asserted, ...more],
    ...(sdp === null ? {} : { body: { type: 'application/sdp', text: sdp } }),
  });
}

/** True where the response belonged to an INVITE of ours. */
export function inviteAnswered(context: EdgeContext, key: ClientKey, response: Response): boolean {
  const leg = context.legs.byClient(key);
  if (!leg) return false;
  const { status } = response;
  heard(context, leg, status);
  if (status < 200) feed(context, leg, { kind: 'provisional', status });
  else if (status < 300) accepted(context, leg, key, response);
  else if (!askAgain(context, leg, response)) feed(context, leg, { kind: 'refused', status, q850: q850Of(reasons(response)) });
  return true;
}

function heard(context: EdgeContext, leg: Leg, status: number): void {
  leg.answeredBy = true;
  if (leg.party.kind !== 'trunk') return;
  if (isWayDown(status)) context.trunkHeard(leg.party, `an INVITE was answered with ${status}`);
  else if (status >= 180) context.trunkHeard(leg.party, null);
}

/** Its offer was refused for its media (RFC 3261, section 21.4.26): by a phone over WebSocket that is no browser, or one that takes other keys or none. */
function offerOtherwise(context: EdgeContext, leg: Leg): boolean {
  const keys = keysAfterRefusal(leg.party.encryption, leg.keys);
  if (leg.secured.required && leg.party.encryption !== 'required') leg.secured = { ...leg.secured, required: false };
  else if (keys === null) return false;
  else {
    leg.keys = keys;
    leg.sdes = sdesSide(keys);
  }
  leg.sdpVersion += 1;
  const { cseq } = leg.invite;
  leg.invite = { ...leg.invite, via: [], cseq: { ...cseq, number: cseq.number + 1 }, body: Buffer.from(offerOf(leg)) };
  context.legs.dialled(leg, context.gateway.request(leg.invite, leg.flow));
  return true;
}

/** With credentials where they are asked for (RFC 3261, section 22.2), with a longer session where ours was too short (RFC 4028, section 7.3). */
function askAgain(context: EdgeContext, leg: Leg, response: Response): boolean {
  if (leg.state.cancelling !== null) return false;
  if (response.status === 488 && offerOtherwise(context, leg)) return true;
  const interval = retryInterval(response);
  const longer = interval === null || leg.longer ? null : withSession(leg.invite, interval);
  const again = longer ?? proven(leg.invite, response, leg.party.kind === 'trunk' ? leg.party.account : null);
  if (again === null) return false;
  leg.longer ||= longer !== null;
  leg.invite = again;
  context.legs.dialled(leg, context.gateway.request(again, leg.flow));
  return true;
}

function withSession(invite: Request, intervalS: number): Request {
  const offered = offeredSession(intervalS);
  const others = invite.headers.filter((field) => !offered.some(({ name }) => name === field.name));
  return { ...invite, via: [], cseq: { ...invite.cseq, number: invite.cseq.number + 1 }, headers: [...others, ...offered] };
}

function accepted(context: EdgeContext, leg: Leg, key: ClientKey, response: Response): void {
  const made = dialogOfResponse(leg.invite, response);
  if (!made.ok) return feed(context, leg, { kind: 'media-failed' });
  const dialog = acceptResponse(made.value, leg.invite, response);
  context.gateway.ack(key, ackInDialog(dialog, leg.invite.cseq.number), leg.flow);
  if (leg.dialog !== null && leg.dialog.remoteTag !== dialog.remoteTag) {
    // A fork answered too: only the first is talked with (RFC 3261, section 13.2.2.4).
    context.requests.send(requestInDialog(dialog, 'BYE').request, leg.flow);
    return;
  }
  context.legs.keep(leg, dialog);
  learn(leg, response);
  const agreed = readTheirAnswer(leg, response.body);
  if (agreed === null) {
    // Not an answer to anybody but us: no audio can come of it, so it never counts as answered.
    feed(context, leg, { kind: 'media-failed' });
    return feed(context, leg, { kind: 'accepted' });
  }
  applyAgreed(context, leg, agreed);
  feed(context, leg, { kind: 'accepted' });
  feed(context, leg, sessionInput(context, readSession(response)));
}

/** A 2xx for a leg that has ended, from a slow fork or past our CANCEL: acknowledged and hung up (RFC 3261, section 13.2.2.4). */
export function lateAnswer(context: EdgeContext, key: ClientKey, response: Response, flow: Flow): void {
  if (response.cseq.method !== 'INVITE' || response.status < 200 || response.status > 299) return;
  const { from, to, callId, cseq } = response;
  const made = dialogOfResponse(newRequest({ method: 'INVITE', uri: to.uri, from, to, callId, cseq: cseq.number }), response);
  if (!made.ok) return;
  context.gateway.ack(key, ackInDialog(made.value, cseq.number), flow);
  context.requests.send(requestInDialog(made.value, 'BYE').request, flow);
}

export function inviteFailed(context: EdgeContext, key: ClientKey, why: 'timeout' | 'transport', detail: string): void {
  const leg = context.legs.byClient(key);
  if (!leg) return;
  if (leg.party.kind === 'trunk' && !leg.answeredBy) {
    context.trunkHeard(leg.party, why === 'timeout' ? 'no answer to an INVITE' : `cannot be connected to (${detail})`);
    // Told of once.
    leg.answeredBy = true;
  }
  feed(context, leg, { kind: 'failed', why });
}

/** To has no business with the registered contact's transport parameters. */
function withoutParams(uri: Uri): Uri {
  return uri.scheme === 'sip' || uri.scheme === 'sips'
    ? sipUri({ ...(uri.user === null ? {} : { user: uri.user }), host: uri.host, port: uri.port })
    : uri;
}

export function userText(address: Address): string {
  switch (address.kind) {
    case 'e164':
      return address.e164;
    case 'service':
      return address.digits;
    case 'extension':
      return address.extension;
    case 'unknown':
      return encodeURIComponent(address.text).replaceAll('%', '_') || 'anonymous';
  }
}
