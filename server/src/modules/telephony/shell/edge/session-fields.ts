// Session timers in messages (RFC 4028): what we propose, what we answer, and the timers that follow from it.
import { answerSession, headerList, proposeSession, type Header, type Message, type Request, type SessionTimer } from '@tandem/sip';
import type { LegInput } from '../../core/leg/state.ts';
import type { EdgeContext, Leg } from './context.ts';

/** RFC 4028, section 4 recommends half an hour. */
export const SESSION_S = 1_800;

/** For an INVITE or UPDATE of ours; a longer interval is what a 422 asked for, and then our least too (section 7.3). */
export const offeredSession = (intervalS = SESSION_S): Header[] =>
  proposeSession(intervalS).flatMap((field) => {
    if (field.name === 'supported') return [];
    return field.name === 'min-se' && intervalS !== SESSION_S ? { ...field, value: String(intervalS) } : field;
  });

/** The fields of our 2xx, and the timer they stand for; or the 422 that is to be answered. */
export const sessionFor = (request: Request): ReturnType<typeof answerSession> => answerSession(request, SESSION_S);

export function sessionInput(context: Pick<EdgeContext, 'sessionDelays'>, timer: SessionTimer | null): LegInput {
  return { kind: 'session', ...(timer === null ? { refreshMs: null, endMs: null } : context.sessionDelays(timer)) };
}

/** From what the far end says of itself in its INVITE, UPDATE or 2xx. */
export function learn(leg: Leg, message: Message): void {
  const allow = headerList(message, 'allow');
  if (allow.length > 0) leg.updates = allow.some((method) => method.toUpperCase() === 'UPDATE');
}
