// The order `best-outcome`: who is predicted to do best with this very work is asked first. Predictions come in with the configuration
// (modules/matching learns them), so that a decision uses what was known at its time and a replay decides the same.
import { issueOf, type Matching } from '@tandem/contract/routing.ts';
import type { AgentId } from '@tandem/contract/ids.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import type { Row } from './book.ts';
import { chance } from './chance.ts';
import { shareAt } from './occupancy.ts';
import type { Agent, RoutingState, Why, Work } from './types.ts';

type Issue = { averageMs: DurationMs; averageCost: number; by: ReadonlyMap<AgentId, { ms: DurationMs; cost: number }> };
/** A queue's predictions, in a form that is quickly asked. */
export type Outcomes = Pick<Matching, 'version' | 'holdOut' | 'cap'> & { issues: ReadonlyMap<string, Issue> };

/** How one item is matched. `held-out`: by longest idle although there are predictions, so that it is seen what they are worth. */
export type Matched = { as: 'matched' | 'held-out'; name: string; issue: Issue; outcomes: Outcomes };

/** null where nothing was learned yet, or the queue fell back. */
export function outcomesOf(matching: Matching | null | undefined): Outcomes | null {
  if (matching === null || matching === undefined || matching.issues.length === 0) return null;
  const { version, holdOut, cap, agents } = matching;
  const issues = matching.issues.map(({ issue, averageMs, averageCost, ms, cost }): [string, Issue] => {
    const known = agents.flatMap((agent, n) => {
      const [handle, price] = [ms[n] ?? null, cost[n] ?? null];
      return handle === null || price === null ? [] : [[agent, { ms: handle, cost: price }] as const];
    });
    return [issue, { averageMs, averageCost, by: new Map(known) }];
  });
  return { version, holdOut, cap, issues: new Map(issues) };
}

/** What an issue nobody knows is taken for: any work of the queue. */
export const ANY_ISSUE = '';

/** Whether, and how, this item is matched; the draw is made from its id, so that it is the same however often it is offered. */
export function matchedBy({ queue, outcomes }: Row, work: Pick<Work, 'id' | 'channel' | 'skills' | 'topic'>): Matched | null {
  if (queue.order !== 'best-outcome' || outcomes === null) return null;
  const own = issueOf(work);
  const name = outcomes.issues.has(own) ? own : ANY_ISSUE;
  const issue = outcomes.issues.get(name);
  if (issue === undefined) return null;
  return { as: chance(`hold-out ${work.id}`) < outcomes.holdOut ? 'held-out' : 'matched', name, issue, outcomes };
}

/** Asked after all others, by longest idle. */
const LAST = Number.MAX_VALUE;

/** The key of each agent by which he is asked: what a contact is expected to cost, and who is at work more than his share comes behind. */
export function costKeys(state: RoutingState, row: Row, { issue, outcomes }: Matched, now: EpochMs): (agent: Agent) => number {
  const limit = fairShare(state, row, outcomes.cap, now);
  return (agent) => (shareAt(agent, now) > limit ? LAST : (issue.by.get(agent.id)?.cost ?? issue.averageCost));
}

/** The mean share of time at work of the queue's members who are ready, and so much more as is allowed; Infinity: no limit. */
function fairShare({ agents, book }: RoutingState, row: Row, cap: number | null, now: EpochMs): number {
  if (cap === null) return Infinity;
  let sum = 0;
  let ready = 0;
  for (const id of row.members.keys()) {
    if (!book.seats.get(id)?.ready) continue;
    sum += shareAt(agents.get(id)!, now);
    ready++;
  }
  return ready === 0 ? Infinity : (sum / ready) * (1 + cap);
}

/** For the explanation: "predicted 4:10 against 5:02 on average". */
export function tellMatched({ as, name, issue, outcomes }: Matched, chosen: AgentId): NonNullable<Why['match']> {
  return { as, issue: name, predictedMs: issue.by.get(chosen)?.ms ?? issue.averageMs, averageMs: issue.averageMs, model: outcomes.version };
}
