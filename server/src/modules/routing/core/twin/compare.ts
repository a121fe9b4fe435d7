// The day's log fed to the engine: turn by turn, what it decides now against what was decided then, byte for byte.
import type { OfferId, QueueId } from '@tandem/contract/ids.ts';
import { copyOf, evolveAll } from '../evolve.ts';
import { turn, type Input } from '../turn.ts';
import type { LoggedEvent, RoutingState } from '../types.ts';
import { configurations, type TwinConfig } from './configuration.ts';
import type { History } from './history.ts';
import { turnsOf, type LoggedTurn } from './turns.ts';

export type Difference = { at: number; seq: number; recorded: readonly LoggedEvent[]; decided: readonly LoggedEvent[] };
export type Comparison = {
  turns: number;
  events: number;
  /** Offers: who was given what. */
  decisions: number;
  /** Turns whose events are the same, every byte of them. */
  same: number;
  /** Turns that gave the same work to the same agents in the same order, whatever else differs. */
  sameChoices: number;
  differences: readonly Difference[];
};

export function compare({ events: stored, begun }: History, from: number): Comparison {
  const versions = configurations(stored);
  const result = { turns: 0, events: 0, decisions: 0, same: 0, sameChoices: 0, differences: [] as Difference[] };
  let state: RoutingState = copyOf(begun.state);
  let applied = begun.configs;
  for (const logged of turnsOf(stored)) {
    if (logged.at < from) continue;
    const known = versions.filter((version) => version.seq < logged.seq).length;
    const attempt = decideAgain(
      state,
      logged,
      versions.slice(Math.max(0, applied - 1), known).map((version) => version.config),
      applied > 0,
    );
    applied = Math.max(applied, applied + attempt.later);
    const recordedBytes = bytes(logged.events);
    const same = bytes(attempt.events) === recordedBytes;
    result.turns++;
    result.events += logged.events.length;
    result.decisions += logged.events.filter((event) => event.type === 'work.offered').length;
    if (same) result.same++;
    if (same || choices(attempt.events) === choices(logged.events)) result.sameChoices++;
    if (!same) result.differences.push({ at: logged.at, seq: logged.seq, recorded: logged.events, decided: attempt.events });
    // What was recorded goes on, so that one difference is told once.
    state = evolveAll(attempt.before, logged.events);
  }
  return result;
}

/**
 * The log tells when a change was made, not in which turn routing had it (milliseconds later): the configuration that held before the turn is tried
 * first, then each newer one that was committed by then; the first that gives what is recorded is the one. Without any, the newest.
 */
function decideAgain(state: RoutingState, logged: LoggedTurn, configs: readonly TwinConfig[], hasOne: boolean) {
  const recorded = bytes(logged.events);
  const tries = configs.map((config, n) => ({ config: hasOne && n === 0 ? null : config, later: hasOne ? n : n + 1 }));
  if (tries.length === 0) tries.push({ config: null, later: 0 });
  let last: { events: readonly LoggedEvent[]; before: RoutingState; later: number } | null = null;
  for (const { config, later } of tries) {
    const before = config === null ? copyOf(state) : withConfig(copyOf(state), config, logged.at);
    const ids = logged.events.flatMap((event) => (event.type === 'work.offered' ? [event.data.offer] : []));
    let taken = 0;
    const nextId = (): OfferId => ids[taken++] ?? `off_not-recorded-${taken}`;
    const priority = (queue: QueueId, task?: 'callback'): number =>
      (before.queues.get(queue)?.priority ?? 0) + (task ? before.rules.callbackPoints : 0);
    const inputs: Input[] = logged.inputs(priority);
    const { events } = turn(copyOf(before), inputs, logged.at, nextId);
    last = { events: events.map(({ event }) => event), before, later };
    if (bytes(last.events) === recorded) break;
  }
  return last!;
}

function withConfig(state: RoutingState, config: TwinConfig, at: number): RoutingState {
  return evolveAll(state, [{ type: 'config.replaced', at, data: config }]);
}

const choices = (events: readonly LoggedEvent[]): string =>
  events.flatMap((event) => (event.type === 'work.offered' ? [`${event.data.work}>${event.data.agent}`] : [])).join(' ');

const bytes = (events: readonly LoggedEvent[]): string => canonical(events);

/** One text for one content: the database does not keep the order of an object's keys. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
