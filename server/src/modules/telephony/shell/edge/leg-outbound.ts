// Dialling a device or a trunk, and what comes back for our INVITE.
import { randomInt } from 'node:crypto';
import {
  ackInDialog,
  acceptResponse,
  dialogOfResponse,
  nameAddr,
  newRequest,
  parseUri,
  requestInDialog,
  sipUri,
  type ClientKey,
  type Response,
  type Uri,
} from '@tandem/sip';
import type { Address } from '@tandem/contract/address.ts';
import type { DialPlan } from '../../core/dial-plan.ts';
import { q850Of } from '../../core/hangup.ts';
import { dialledLeg } from '../../core/leg/step.ts';
import type { Dial, EdgeContext, Leg } from './context.ts';
import { carryOut, feed, ourContact, reasons } from './leg-effects.ts';
import { applyAgreed, offerOf, readTheirAnswer } from './leg-media.ts';

export type Route = { uri: string; flow: Leg['flow'] };
/** Why there is no way to whom core wants dialled. */
export type NoRoute = { cause: 'unreachable' | 'not-found' };

export async function dial(context: EdgeContext, command: Dial, route: Route | NoRoute, plan: DialPlan): Promise<void> {
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
  if ('cause' in route) return failed(route.cause);
  const target = parseUri(route.uri);
  if (!target.ok) return failed('unreachable');
  const { state, effects } = dialledLeg(command.timeoutMs);
  const tag = context.gateway.endpoint.token();
  const { host, port } = context.gateway.sentBy;
  const from = nameAddr(sipUri({ user: userText(command.from.address), host, port }), { tag, display: command.from.display });
  const draft = { flow: route.flow, id };
  const leg: Leg = {
    id,
    call,
    tenant,
    plan,
    state,
    flow: route.flow,
    invite: newRequest({
      method: 'INVITE',
      uri: target.value,
      from,
      to: nameAddr(withoutParams(target.value)),
      callId: context.gateway.endpoint.token(),
      cseq: 1,
    }),
    key: { kind: 'client', key: '' as ClientKey },
    dialog: null,
    reinvite: null,
    announce: null,
    tag,
    media: { ip: host, port: 9 },
    sdpSession: String(randomInt(1, 2 ** 47)),
    sdpVersion: 1,
    agreed: null,
    offered: true,
    announcement: null,
    typedAhead: '',
    ask: null,
    timers: new Map(),
    refers: new Map(),
    heardRtp: false,
  };
  context.legs.set(id, leg);
  try {
    leg.media = await context.media.open(id, call);
  } catch (error) {
    context.log.warn('no media for an outbound call', { leg: id, error: String(error) });
    context.legs.delete(id);
    return failed('media-failed');
  }
  // Taken back while the port was opened: nothing was sent yet.
  if (leg.state.cancelling !== null) return feed(context, leg, { kind: 'refused', status: 487, q850: null });
  leg.invite = newRequest({
    method: 'INVITE',
    uri: target.value,
    from,
    to: leg.invite.to,
    callId: leg.invite.callId,
    cseq: 1,
    contact: [ourContact(context, draft)],
    body: { type: 'application/sdp', text: offerOf(leg) },
  });
  leg.key = { kind: 'client', key: context.gateway.request(leg.invite, leg.flow) };
  for (const effect of effects) carryOut(context, leg, effect);
}

/** True where the response belonged to an INVITE of ours. */
export function inviteAnswered(context: EdgeContext, key: ClientKey, response: Response): boolean {
  const leg = byClientKey(context, key);
  if (!leg) return false;
  const { status } = response;
  if (status < 200) feed(context, leg, { kind: 'provisional', status });
  else if (status < 300) accepted(context, leg, key, response);
  else feed(context, leg, { kind: 'refused', status, q850: q850Of(reasons(response)) });
  return true;
}

function accepted(context: EdgeContext, leg: Leg, key: ClientKey, response: Response): void {
  const made = dialogOfResponse(leg.invite, response);
  if (!made.ok) return feed(context, leg, { kind: 'media-failed' });
  const dialog = acceptResponse(made.value, leg.invite, response);
  context.gateway.ack(key, ackInDialog(dialog, leg.invite.cseq.number), leg.flow);
  if (leg.dialog !== null && leg.dialog.remoteTag !== dialog.remoteTag) {
    // A fork answered too: only the first is talked with (RFC 3261, section 13.2.2.4).
    context.gateway.request(requestInDialog(dialog, 'BYE').request, leg.flow);
    return;
  }
  leg.dialog = dialog;
  const agreed = readTheirAnswer(leg, response.body);
  if (agreed === null) {
    // Not an answer to anybody but us: no audio can come of it, so it never counts as answered.
    feed(context, leg, { kind: 'media-failed' });
    return feed(context, leg, { kind: 'accepted' });
  }
  applyAgreed(context, leg, agreed);
  feed(context, leg, { kind: 'accepted' });
}

/** A 2xx for a leg that has ended, from a slow fork or past our CANCEL: acknowledged and hung up (RFC 3261, section 13.2.2.4). */
export function lateAnswer(context: EdgeContext, key: ClientKey, response: Response, flow: Leg['flow']): void {
  if (response.cseq.method !== 'INVITE' || response.status < 200 || response.status > 299) return;
  const { from, to, callId, cseq } = response;
  const made = dialogOfResponse(newRequest({ method: 'INVITE', uri: to.uri, from, to, callId, cseq: cseq.number }), response);
  if (!made.ok) return;
  context.gateway.ack(key, ackInDialog(made.value, cseq.number), flow);
  context.gateway.request(requestInDialog(made.value, 'BYE').request, flow);
}

export function inviteFailed(context: EdgeContext, key: ClientKey, why: 'timeout' | 'transport'): boolean {
  const leg = byClientKey(context, key);
  if (leg) feed(context, leg, { kind: 'failed', why });
  return leg !== undefined;
}

function byClientKey(context: EdgeContext, key: ClientKey): Leg | undefined {
  for (const leg of context.legs.values()) if (leg.key.kind === 'client' && leg.key.key === key) return leg;
  return undefined;
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
