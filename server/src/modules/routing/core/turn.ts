// One turn of the router: takes what came in, folds it, lets time do its part, and hands out work. Pure; the shell makes it durable.
import type { OfferId } from '@tandem/contract/ids.ts';
import { ok, type Refusal, type Result } from '../../../kernel/result.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { decide, type RoutingCommand } from './decide.ts';
import { evolveAll } from './evolve.ts';
import { match, offerAll } from './match.ts';
import { overdue, settle } from './settle.ts';
import type { Declared, LoggedEvent, RoutingConfig, RoutingState } from './types.ts';

export type Input =
  | RoutingCommand
  /** Something presence decides: it is given what the agent declared so far. */
  | { kind: 'declare'; agent: Declared['agent']; decide(current: Declared | null, now: EpochMs): Result<readonly Declared[]> }
  | { kind: 'config'; config: RoutingConfig }
  /** Time passed. */
  | { kind: 'tick' };

/** What one input led to: its own events, or the refusal. Offers that followed belong to the turn, not to an input. */
export type Answer = { ok: true; events: readonly LoggedEvent[] } | { ok: false; refusal: Refusal };

export type Turn = {
  state: RoutingState;
  /** All events in order, each with the input that caused it (index), or null where time or the match did. */
  events: readonly { event: LoggedEvent; input: number | null }[];
  answers: readonly Answer[];
};

export function turn(before: RoutingState, inputs: readonly Input[], now: EpochMs, nextId: () => OfferId): Turn {
  let state = before;
  const events: { event: LoggedEvent; input: number | null }[] = [];
  const take = (caused: readonly LoggedEvent[], input: number | null): void => {
    if (caused.length === 0) return;
    state = evolveAll(state, caused);
    for (const event of caused) events.push({ event, input });
  };
  const answers = inputs.map((input, index): Answer => {
    if (input.kind === 'tick') return { ok: true, events: [] };
    if (input.kind === 'config') {
      state = evolveAll(state, [{ type: 'config.replaced', at: now, data: input.config }]);
      return { ok: true, events: [] };
    }
    const decision = input.kind === 'declare' ? declare(state, input, now) : decide(state, input, now);
    if (!decision.ok) return decision;
    take(decision.value, index);
    return { ok: true, events: decision.value };
  });
  take(settle(state, now), null);
  take(overdue(state, now), null);
  take(offerAll(state, match(state, now), now, nextId), null);
  return { state, events, answers };
}

function declare(state: RoutingState, input: Extract<Input, { kind: 'declare' }>, now: EpochMs): Result<LoggedEvent[]> {
  const decision = input.decide(state.agents.get(input.agent)?.declared ?? null, now);
  if (!decision.ok) return decision;
  return ok(decision.value.map((data) => ({ type: 'presence.changed', at: now, data })));
}
