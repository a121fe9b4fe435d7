// Carries out what the leg machine decides: answers, CANCEL, BYE, timers, reports.
import {
  nameAddr,
  requestInDialog,
  responseTo,
  confirmed,
  dialogOfRequest,
  headerList,
  sipUri,
  type Message,
  type NameAddr,
} from '@tandem/sip';
import { reasonHeader } from '../../core/hangup.ts';
import type { LegEffect, LegInput } from '../../core/leg/state.ts';
import { stepLeg } from '../../core/leg/step.ts';
import type { EdgeContext, Leg } from './context.ts';
import { answerTo, applyAgreed, offerOf } from './leg-media.ts';
import { endAsk } from './leg-play.ts';

export function feed(context: EdgeContext, leg: Leg, input: LegInput): void {
  const { state, effects } = stepLeg(leg.state, input);
  leg.state = state;
  for (const effect of effects) carryOut(context, leg, effect);
}

export function ourContact(context: EdgeContext, leg: Pick<Leg, 'flow' | 'id'>): NameAddr {
  const { host, port } = context.gateway.sentBy;
  const params: Record<string, string | null> = leg.flow.transport === 'tcp' ? { transport: 'tcp' } : {};
  return nameAddr(sipUri({ user: 'tandem', host, port, params }));
}

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
    case 'close':
      return close(context, leg);
    case 'report':
      leg.announce?.();
      return context.fact({ ...effect.report, at: context.now(), tenant: leg.tenant, leg: leg.id, call: leg.call });
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

function respond(context: EdgeContext, leg: Leg, status: number): void {
  if (leg.key.kind !== 'server') return;
  const provisional = status < 200;
  const reliably = provisional && headerList(leg.invite, 'require').some((tag) => tag.toLowerCase() === '100rel');
  const response = responseTo(leg.invite, status, { tag: leg.tag, ...(provisional ? { contact: [ourContact(context, leg)] } : {}) });
  // From here on the caller may speak inside the dialog (RFC 3261, section 12.1.1).
  if (provisional && status > 100) leg.dialog ??= dialogOfRequest(leg.invite, response);
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
  const response = responseTo(leg.invite, 200, {
    tag: leg.tag,
    contact: [ourContact(context, leg)],
    body: { type: 'application/sdp', text: sdp },
  });
  leg.dialog = leg.dialog === null ? dialogOfRequest(leg.invite, response) : confirmed(leg.dialog);
  context.gateway.respond(leg.key.key, response);
}

function bye(context: EdgeContext, leg: Leg, reason: string | null): void {
  if (leg.dialog === null) return;
  const built = requestInDialog(leg.dialog, 'BYE', reason ? { headers: [{ name: 'reason', value: reason }] } : {});
  leg.dialog = built.dialog;
  context.gateway.request(built.request, leg.flow);
}

function close(context: EdgeContext, leg: Leg): void {
  for (const timer of leg.timers.values()) clearTimeout(timer);
  leg.timers.clear();
  endAsk(leg);
  context.legs.delete(leg.id);
  context.media
    .close(leg.id)
    .catch((error: unknown) => context.log.warn('closing the media of a leg failed', { leg: leg.id, error: String(error) }));
}

/** The first value of a Reason-like header list, for causes. */
export const reasons = (message: Message): string[] => headerList(message, 'reason');
