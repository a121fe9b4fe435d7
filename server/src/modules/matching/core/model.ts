// A queue's predictions: handling time, and whether it is resolved, for each agent at each issue, and what of it routing orders by.
import type { AgentId } from '@tandem/contract/ids.ts';
import type { Matching } from '@tandem/contract/routing.ts';
import type { DurationMs } from '../../../kernel/time.ts';
import { addUp, anyIssue, type Batch, type Cell } from './cells.ts';
import { fit, type Fit } from './fit.ts';

/** `time`: the shortest handling time. `solved`: the least handling time for each contact that is resolved, as who was not helped comes again. */
export type Goal = 'time' | 'solved';

export type Prediction = {
  agent: AgentId;
  /** Mean handling time, and its 95 % interval. */
  handleMs: DurationMs;
  lowMs: DurationMs;
  highMs: DurationMs;
  /** 0 to 1; null where it is not known of any contact of the queue. */
  resolved: number | null;
  cost: number;
  /** His own contacts of the issue. */
  contacts: number;
};
export type IssueModel = { issue: string; averageMs: DurationMs; averageCost: number; contacts: number; agents: Prediction[] };
export type Model = {
  issues: IssueModel[];
  contacts: number;
  /** How much agents differ, as the coefficient of variation of their factors: in general, and at single issues beyond that. */
  spread: { general: number; special: number };
};

/** Fewer contacts in all say nothing about thirty people. */
export const LEAST_CONTACTS = 200;
/** Issues rarer than this are taken for any work of the queue. */
const LEAST_OF_ISSUE = 50;
const MOST_ISSUES = 20;
const ANY = '';
const LEAST_RESOLVED = 0.05;

/** Null where there is not enough to learn from. The same batches give the same model to the last bit, in whatever order they come. */
export function learn(batches: readonly Batch[], goal: Goal): Model | null {
  return learnFrom(addUp(batches), goal);
}

/** The same from what was added up already. */
export function learnFrom(cells: readonly Cell[], goal: Goal): Model | null {
  const contacts = total(cells);
  if (contacts < LEAST_CONTACTS) return null;
  const sizes = [...Map.groupBy(cells, ({ issue }) => issue)].map(([issue, each]) => ({ issue, n: total(each) }));
  const often = sizes.filter(({ n }) => n >= LEAST_OF_ISSUE).sort((a, b) => b.n - a.n || (a.issue < b.issue ? -1 : 1));
  const named = new Set(often.slice(0, MOST_ISSUES).map(({ issue }) => issue));
  const own = cells.filter(({ issue }) => named.has(issue));
  const any = anyIssue(cells, ANY);
  const [special, general] = [fitBoth(own), fitBoth(any)];
  if (general === null) return null;
  const issues = [modelOf(ANY, any, general, goal)];
  if (special) for (const issue of named) issues.push(modelOf(issue, own, special, goal));
  const variation = (variance: number): number => Math.sqrt(Math.exp(variance) - 1);
  // With one issue nobody can say what of it an agent takes with him to another.
  const several = named.size > 1 ? special?.handle : undefined;
  const spread = several ?? { general: general.handle.general + general.handle.special, special: 0 };
  return { issues, contacts, spread: { general: variation(spread.general), special: variation(spread.special) } };
}

type Fits = { handle: Fit; resolved: Fit | null };

function fitBoth(cells: readonly Cell[]): Fits | null {
  const handle = fit(cells.map(({ issue, agent, handle: sums }) => ({ issue, agent, sums })));
  return handle && { handle, resolved: fit(cells.map(({ issue, agent, resolved: sums }) => ({ issue, agent, sums }))) };
}

function modelOf(issue: string, cells: readonly Cell[], fits: Fits, goal: Goal): IssueModel {
  const at = new Map(cells.filter((cell) => cell.issue === issue).map((cell) => [cell.agent, cell.contacts]));
  const people = [...new Set(cells.map(({ agent }) => agent))].sort();
  const agents = people.map((agent) => predict(issue, agent, fits, goal, at.get(agent) ?? 0));
  const mean = (of: (each: Prediction) => number): number => agents.reduce((sum, each) => sum + of(each), 0) / agents.length;
  return {
    issue,
    averageMs: Math.round(mean(({ handleMs }) => handleMs)),
    averageCost: Math.round(mean(({ cost }) => cost)),
    contacts: [...at.values()].reduce((sum, n) => sum + n, 0),
    agents,
  };
}

/** A log-normal's mean is exp(mean of the logarithm + half its variance). */
function predict(issue: string, agent: AgentId, { handle, resolved }: Fits, goal: Goal, contacts: number): Prediction {
  const { effect, variance } = handle.of(issue, agent);
  const ms = Math.exp(handle.means.get(issue)! + effect + handle.noise / 2);
  const wide = Math.exp(1.96 * Math.sqrt(variance));
  const mean = resolved?.means.get(issue);
  const share = resolved && mean !== undefined ? Math.min(1, Math.max(0, mean + resolved.of(issue, agent).effect)) : null;
  const cost = goal === 'solved' && share !== null ? ms / Math.max(LEAST_RESOLVED, share) : ms;
  return {
    agent,
    handleMs: Math.round(ms),
    lowMs: Math.round(ms / wide),
    highMs: Math.round(ms * wide),
    resolved: share,
    cost: Math.round(cost),
    contacts,
  };
}

/** As routing is given it. */
export function matchingOf(model: Model, rules: Pick<Matching, 'version' | 'holdOut' | 'cap'>): Matching {
  const agents = [...new Set(model.issues.flatMap((issue) => issue.agents.map(({ agent }) => agent)))].sort();
  return {
    ...rules,
    agents,
    issues: model.issues.map(({ issue, averageMs, averageCost, agents: known }) => {
      const by = new Map(known.map((each) => [each.agent, each]));
      return {
        issue,
        averageMs,
        averageCost,
        ms: agents.map((agent) => by.get(agent)?.handleMs ?? null),
        cost: agents.map((agent) => by.get(agent)?.cost ?? null),
      };
    }),
  };
}

function total(cells: readonly Cell[]): number {
  return cells.reduce((sum, { contacts }) => sum + contacts, 0);
}
