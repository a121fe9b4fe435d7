// Carries out what the leg machine decides: answers, CANCEL, BYE, timers, reports.
import {
  nameAddr,
  responseTo,
  confirmed,
  dialogOfRequest,
  headerList,
  sipUri,
  type Header,
  type Message,
  type NameAddr,
} from '@tandem/sip';
import type { EdgeFact } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import { reasonHeader } from '../../core/hangup.ts';
import type { LegEffect, LegInput } from '../../core/leg/state.ts';
import { stepLeg } from '../../core/leg/step.ts';
import type { EdgeContext, Leg } from './context.ts';
import { METHODS } from './gateway.ts';
import { endDigits } from './leg-digits.ts';
import { answerTo, applyAgreed, offerOf } from './leg-media.ts';
import { endAsk } from './leg-play.ts';
import { tellEnded } from './leg-sound.ts';
import { sendInDialog } from './leg-requests.ts';
import { sessionFor, sessionInput } from './session-fields.ts';

export function feed(context: EdgeContext, leg: Leg, input: LegInput): void {
  const { state, effects } = stepLeg(leg.state, input);
  leg.state = state;
  for (const effect of effects) carryOut(context, leg, effect);
}

export function ourContact(context: EdgeContext, leg: Pick<Leg, 'flow' | 'id'>): NameAddr {
  const { transport } = leg.flow;
  const { host, port } = context.gateway.sentBy(transport);
  // RFC 7118, section 5.4: WebSocket is `ws`, also where TLS is below it.
  const params: Record<string, string> = transport === 'udp' ? {} : { transport: transport === 'wss' ? 'ws' : transport };
  return nameAddr(sipUri({ user: 'tandem', host, port, params }));
}

/** What we can do beyond RFC 3261, told in INVITEs and their answers. */
export const abilities: readonly Header[] = [
  { name: 'supported', value: 'replaces, timer' },
  { name: 'allow', value: [...METHODS, 'ACK', 'CANCEL', 'PRACK'].join(', ') },
];

export function carryOut(context: EdgeContext, leg: Leg, effect: LegEffect): void {
  switch (effect.do) {
    case 'respond':
      return respond(context, leg, effect.status);
    case 'accept':
      return accept(context, leg);
    case 'cancel':
      if (leg.key.kind === 'client') context.gateway.cancel(leg.key.key);
      return;
    case 'bye':
      return bye(context, leg, reasonHeader(effect.cause));
    case 'next-way':
      return context.carryOn.nextWay(leg);
    case 'refresh':
      return context.carryOn.refresh(leg);
    case 'close':
      return close(context, leg);
    case 'report':
      leg.announce?.();
      return report(context, leg, { ...effect.report, at: context.now(), tenant: leg.tenant, leg: leg.id, call: leg.call });
    case 'start-timer': {
      clearTimeout(leg.timers.get(effect.timer));
      leg.timers.set(
        effect.timer,
        setTimeout(() => feed(context, leg, { kind: 'timer', timer: effect.timer }), effect.ms),
      );
      return;
    }
    case 'stop-timer':
      clearTimeout(leg.timers.get(effect.timer));
      leg.timers.delete(effect.timer);
  }
}

function report(context: EdgeContext, leg: Leg, fact: Extract<EdgeFact, { leg: LegId }>): void {
  if (fact.kind === 'leg.ended') tellEnded(context, leg, fact);
  else context.fact(fact);
}

function respond(context: EdgeContext, leg: Leg, status: number): void {
  if (leg.key.kind !== 'server') return;
  const provisional = status < 200;
  const reliably = provisional && headerList(leg.invite, 'require').some((tag) => tag.toLowerCase() === '100rel');
  const response = responseTo(leg.invite, status, { tag: leg.tag, ...(provisional ? { contact: [ourContact(context, leg)] } : {}) });
  // From here on the caller may speak inside the dialog (RFC 3261, section 12.1.1).
  if (provisional && status > 100 && leg.dialog === null) context.legs.keep(leg, dialogOfRequest(leg.invite, response));
  context.gateway.respond(leg.key.key, response, reliably);
}

function accept(context: EdgeContext, leg: Leg): void {
  if (leg.key.kind !== 'server') return;
  let sdp: string;
  if (leg.offered) {
    const described = answerTo(leg, leg.invite.body);
    // The offer was found good when it came; it cannot turn bad.
    if (!described.ok) return feed(context, leg, { kind: 'media-failed' });
    sdp = described.sdp;
    applyAgreed(context, leg, described.agreed);
  } else {
    sdp = offerOf(leg);
  }
  const session = sessionFor(leg.invite);
  const response = responseTo(leg.invite, 200, {
    tag: leg.tag,
    contact: [ourContact(context, leg)],
    headers: [...abilities, ...(session.ok ? session.headers : [])],
    body: { type: 'application/sdp', text: sdp },
  });
  context.legs.keep(leg, leg.dialog === null ? dialogOfRequest(leg.invite, response) : confirmed(leg.dialog));
  context.gateway.respond(leg.key.key, response);
  // One that was too short was refused as it came.
  if (session.ok) feed(context, leg, sessionInput(context, session.timer));
}

function bye(context: EdgeContext, leg: Leg, reason: string | null): void {
  sendInDialog(context, leg, 'BYE', reason ? { headers: [{ name: 'reason', value: reason }] } : {});
}

function close(context: EdgeContext, leg: Leg): void {
  for (const timer of leg.timers.values()) clearTimeout(timer);
  leg.timers.clear();
  endAsk(leg);
  endDigits(leg);
  context.legs.remove(leg);
  context.media
    .close(leg.id)
    .catch((error: unknown) => context.log.warn('closing the media of a leg failed', { leg: leg.id, error: String(error) }));
}

/** The first value of a Reason-like header list, for causes. */
export const reasons = (message: Message): string[] => headerList(message, 'reason');
