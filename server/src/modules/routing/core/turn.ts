// One turn of the router: takes what came in, folds it, lets time do its part, and hands out work. No clock, no chance; the shell makes it durable.
import type { OfferId } from '@tandem/contract/ids.ts';
import { ok, type Refusal, type Result } from '../../../kernel/result.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { decide, type RoutingCommand } from './decide.ts';
import { evolve, evolveAll } from './evolve.ts';
import { giveOut } from './match.ts';
import { settle } from './settle.ts';
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

/**
 * Changes the given state, which is the answer's too: whoever cannot make the turn durable throws it away and builds it anew. `now` is epoch ms;
 * `nextId` gives each offer a fresh id. The same state, inputs, time and ids lead to the same events.
 */
export function turn(state: RoutingState, inputs: readonly Input[], now: EpochMs, nextId: () => OfferId): Turn {
  const events: { event: LoggedEvent; input: number | null }[] = [];
  const tell = (caused: readonly LoggedEvent[], input: number | null): void => {
    for (const event of caused) events.push({ event, input });
  };
  const answers = inputs.map((input, index): Answer => {
    if (input.kind === 'tick') return { ok: true, events: [] };
    if (input.kind === 'config') {
      evolve(state, { type: 'config.replaced', at: now, data: input.config });
      return { ok: true, events: [] };
    }
    const decision = input.kind === 'declare' ? declare(state, input, now) : decide(state, input, now);
    if (!decision.ok) return decision;
    evolveAll(state, decision.value);
    tell(decision.value, index);
    return { ok: true, events: decision.value };
  });
  tell(settle(state, now), null);
  tell(giveOut(state, now, nextId), null);
  return { state, events, answers };
}

function declare(state: RoutingState, input: Extract<Input, { kind: 'declare' }>, now: EpochMs): Result<LoggedEvent[]> {
  const decision = input.decide(state.agents.get(input.agent)?.declared ?? null, now);
  if (!decision.ok) return decision;
  return ok(decision.value.map((data) => ({ type: 'presence.changed', at: now, data })));
}
