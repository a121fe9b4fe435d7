// Playing to a leg and asking it for keys: the pure ask machine tied to media and timers.
import type { Collect, PlayItem } from '@tandem/contract/edge.ts';
import { startAsk, stepAsk, type AskInput, type AskStep } from '../../core/ask.ts';
import type { EdgeContext, Leg } from './context.ts';

const MOST_TYPED_AHEAD = 16;
/** The announcement is over and its question not yet put: the flow is deciding. */
const ANNOUNCED = '';

export function play(context: EdgeContext, leg: Leg, id: string, items: PlayItem[], loop: boolean): void {
  endAsk(leg);
  leg.announcement = loop ? null : id;
  context.media.play(leg.id, id, items, loop);
}

export function stop(context: EdgeContext, leg: Leg): void {
  endAsk(leg);
  leg.announcement = null;
  leg.typedAhead = '';
  context.media.stop(leg.id);
}

export function ask(context: EdgeContext, leg: Leg, id: string, items: PlayItem[], collect: Collect, bargeIn: boolean): void {
  // The same question again after a reconnection of core is already being asked.
  if (leg.ask?.id === id) return;
  endAsk(leg);
  const first = startAsk(collect, bargeIn, items.length > 0);
  leg.ask = { id, state: first.state, timer: null };
  if (items.length > 0) context.media.play(leg.id, id, items, false);
  else context.media.stop(leg.id);
  leg.announcement = null;
  apply(context, leg, first);
  const ahead = leg.typedAhead;
  leg.typedAhead = '';
  // Keys for this question, pressed before it was put; what is left over is nobody's.
  for (const digit of bargeIn ? ahead : '') if (leg.ask?.id === id) step(context, leg, { kind: 'digit', digit });
}

/** A key heard on the leg: part of an answer where one is awaited, else news for core; in an announcement also kept for the question behind it. */
export function onDigit(context: EdgeContext, leg: Leg, digit: string): void {
  if (leg.ask) step(context, leg, { kind: 'digit', digit });
  else {
    if (leg.announcement !== null) leg.typedAhead = (leg.typedAhead + digit).slice(-MOST_TYPED_AHEAD);
    context.signal({ kind: 'digit', at: context.now(), leg: leg.id, digit });
  }
}

export function onPlayed(context: EdgeContext, leg: Leg, id: string, end: 'finished' | 'stopped' | 'failed'): void {
  if (leg.ask?.id === id) {
    if (end !== 'stopped') step(context, leg, { kind: 'prompt-ended' });
    return;
  }
  if (leg.announcement === id) leg.announcement = ANNOUNCED;
  context.signal({ kind: 'played', at: context.now(), leg: leg.id, play: id, end });
}

export function endAsk(leg: Leg): void {
  if (leg.ask?.timer) clearTimeout(leg.ask.timer);
  leg.ask = null;
}

function step(context: EdgeContext, leg: Leg, input: AskInput): void {
  if (leg.ask) apply(context, leg, stepAsk(leg.ask.state, input));
}

function apply(context: EdgeContext, leg: Leg, result: AskStep): void {
  const current = leg.ask;
  if (current === null) return;
  current.state = result.state;
  for (const effect of result.effects) {
    if (effect.do === 'stop-prompt') context.media.stop(leg.id, current.id);
    else if (effect.do === 'done') {
      endAsk(leg);
      context.signal({ kind: 'asked', at: context.now(), leg: leg.id, ask: current.id, digits: effect.digits, end: effect.end });
    } else {
      if (current.timer) clearTimeout(current.timer);
      current.timer = effect.do === 'start-timer' ? setTimeout(() => step(context, leg, { kind: 'timer' }), effect.ms) : null;
    }
  }
}
