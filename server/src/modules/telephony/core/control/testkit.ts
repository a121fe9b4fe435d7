// For tests: a call run through inputs, and an edge that knows legs and nothing else, with the calls it serves. Facts wait in its journal until somebody has them told, in order.
import type { EdgeCommand, HangupCause } from '@tandem/contract/edge.ts';
import type { AgentId, CallId, LegId, RecordingId } from '@tandem/contract/ids.ts';
import type { CallState, ControlEffect, ControlInput, LogFact } from './state.ts';
import { finished, stepCall } from './step.ts';
import { nextTimer } from './timers.ts';

/** What is left of a call after these inputs, and all that they led to. */
export function runCall(from: CallState, inputs: readonly ControlInput[]): { state: CallState; effects: ControlEffect[] } {
  let state = from;
  const effects: ControlEffect[] = [];
  for (const input of inputs) {
    const next = stepCall(state, input);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

type ModelLeg = { call: CallId; up: boolean };
type Told = { call: CallId; input: ControlInput };
export type Model = ReturnType<typeof createModel>;

/** `choose(n)` gives a number below `n`. */
export function createModel(calls: readonly CallState[], choose: (n: number) => number) {
  const states = new Map<CallId, CallState>(calls.map((call) => [call.call, call]));
  const legs = new Map<LegId, ModelLeg>();
  const journal: Told[] = [];
  const tells: Told[] = [];
  const recordings = new Set<string>();
  const works = new Set<string>();
  const busy = new Map<AgentId, Set<CallId>>();
  const seen = { ends: new Map<CallId, number>(), attempts: 0, flow: [] as string[], facts: [] as string[], leaked: [] as string[] };
  let now = 1_000;
  let serial = 0;

  const fresh = (): LegId => `leg_${++serial}`;
  const ended = (leg: LegId, cause: HangupCause, by: 'remote' | 'local'): void => {
    const known = legs.get(leg);
    if (!known) return;
    legs.delete(leg);
    journal.push({ call: known.call, input: { kind: 'leg.ended', leg, cause, by, sipStatus: null } });
  };
  const answer = (leg: LegId): void => {
    const known = legs.get(leg);
    if (!known || known.up) return;
    known.up = true;
    journal.push({ call: known.call, input: { kind: 'leg.answered', leg } });
  };
  const moved = (leg: LegId, call: CallId): void => {
    const known = legs.get(leg);
    if (!known) return;
    const done = known.up && choose(5) > 0;
    if (known.up) known.call = call;
    journal.push({ call, input: { kind: 'leg.moved', leg, call, done } });
    if (known.up && !done) ended(leg, 'media-failed', 'local');
  };

  function command(it: EdgeCommand): void {
    if (it.do === 'dial') legs.set(it.leg, { call: it.call, up: false });
    else if (it.do === 'hangup') ended(it.leg, it.cause, 'local');
    else if (it.do === 'answer') answer(it.leg);
    else if (it.do === 'move') moved(it.leg, it.call);
    else if (it.do === 'stop-recording') recordings.delete(it.recording);
  }

  function step(call: CallId, input: ControlInput): void {
    const before = states.get(call);
    if (!before) return gone(input);
    const { state, effects } = stepCall(before, input, now);
    states.set(call, state);
    for (const effect of effects) carryOut(call, effect);
    if (finished(states.get(call)!)) states.delete(call);
  }

  /** As the shell tells a call that it waits for one that is no more. */
  function gone(input: ControlInput): void {
    for (const [call, state] of states) {
      if (input.kind === 'give' && state.coming?.leg === input.leg)
        tells.push({ call, input: { kind: 'leg.moved', leg: input.leg, call, done: false } });
      if (input.kind === 'join.asked' && state.customer.leg === input.leg)
        tells.push({ call, input: { kind: 'hang-up', cause: 'not-found', by: 'system' } });
    }
  }

  function carryOut(call: CallId, effect: ControlEffect): void {
    const state = states.get(call)!;
    if (effect.do === 'edge') command(effect.command);
    else if (effect.do === 'log') seen.facts.push(told(effect.fact));
    else if (effect.do === 'tell') tells.push({ call: effect.call, input: effect.input });
    else if (effect.do === 'offer-answered') {
      const stands = choose(4) > 0;
      if (stands) works.add(state.offer!.work);
      step(call, { kind: stands ? 'offer.accepted' : 'offer.refused', offer: effect.offer });
    } else if (effect.do === 'release') {
      if (!works.delete(effect.work)) seen.leaked.push(`${effect.work} released and not held`);
    } else if (effect.do === 'ask-recording') step(call, { kind: 'record', recording: `rec_${++serial}` });
    else if (effect.do === 'start-recording') recordings.add(effect.recording);
    else if (effect.do === 'end-interaction') seen.ends.set(call, (seen.ends.get(call) ?? 0) + 1);
    else if (effect.do === 'attempted') seen.attempts += 1;
    else if (effect.do === 'start-flow') step(call, { kind: 'flow.began' });
    else if (effect.do === 'flow') seen.flow.push(effect.input.kind);
    else if (effect.do === 'occupy') {
      const calls = busy.get(effect.agent) ?? new Set();
      busy.set(effect.agent, calls);
      if (effect.occupied) calls.add(call);
      else calls.delete(call);
    } else if (effect.do === 'park-return') {
      const by = effect.by;
      if (by !== null && choose(2) === 0) step(call, { kind: 'fetch', leg: fresh(), device: 'dev_p', agent: by, why: 'timed-out' });
      else step(call, { kind: 'park.requeue', work: `wrk_${++serial}` });
    }
  }

  return {
    legs,
    works,
    recordings,
    seen,
    fresh,
    step,
    ended,
    answer,
    stateOf: (call: CallId): CallState | undefined => states.get(call),
    openCalls: () => [...states.keys()],
    occupied: () => [...busy].filter(([, calls]) => calls.size > 0).map(([agent]) => agent),
    /** The file is complete, because it was stopped or by itself. */
    sealed(call: CallId, recording: RecordingId): void {
      recordings.delete(recording);
      step(call, { kind: 'recording.sealed', recording, durationMs: 3_000 });
    },
    arrive(call: CallId, leg: LegId): void {
      legs.set(leg, { call, up: false });
    },
    /** One thing that waits happens; false where nothing waits. */
    next(): boolean {
      const queue = tells.length > 0 && (journal.length === 0 || choose(2) === 0) ? tells : journal;
      const told = queue.shift();
      if (told) {
        // A fact of a leg on its way goes to the call that answers for it too.
        if (told.input.kind === 'leg.ended') for (const each of states.keys()) step(each, told.input);
        else step(told.call, told.input);
        return true;
      }
      return false;
    },
    /** Time passes to the next timer; false where there is none. */
    tick(): boolean {
      const due = [...states.values()].flatMap((state) => nextTimer(state) ?? []);
      if (due.length === 0) return false;
      now = Math.max(now, Math.min(...due));
      for (const call of states.keys()) step(call, { kind: 'timer' });
      return true;
    },
  };
}

/** A fact by its name and what tells its kinds apart. */
function told(fact: LogFact): string {
  if (fact.type === 'call.transferred') return `${fact.type} ${fact.data.kind} ${fact.data.accepted}`;
  return fact.type === 'call.unparked' ? `${fact.type} ${fact.data.reason}` : fact.type;
}
