// How good is each agent at each issue, from few contacts each: a two-level random-effects model, estimated by moments, in closed form.
//
//   outcome = issue + agent + agent at issue + chance,  agent ~ N(0, general), agent at issue ~ N(0, special), chance ~ N(0, noise)
//
// Each estimate is shrunk towards the agent's other issues, and these towards everybody, by how much its own contacts say: best linear unbiased
// prediction (Robinson, Statistical Science 6(1), 1991; Efron & Morris, JASA 70, 1975). Variances by the method of moments (DerSimonian & Laird,
// Controlled Clinical Trials 7, 1986). That handling times are log-normal and differ by agent: Brown et al., JASA 100, 2005; Gans, Liu, Mandelbaum,
// Shen & Ye, IMS Collections 6, 2010.
import type { AgentId } from '@tandem/contract/ids.ts';
import type { Sums } from './cells.ts';

export type Observed = { issue: string; agent: AgentId; sums: Sums };
/** `effect`: his difference from the issue's mean; `variance`: how uncertain it still is. */
export type Effect = { effect: number; variance: number };
export type Fit = {
  /** Variances: of one contact, of agents in general, of agents at single issues beyond that. */
  noise: number;
  general: number;
  special: number;
  means: ReadonlyMap<string, number>;
  of(issue: string, agent: AgentId): Effect;
};

type Point = { issue: string; agent: AgentId; mean: number; n: number };

/** Null where nothing can be said: no issue that two agents had, or nobody had one twice. */
export function fit(observed: readonly Observed[]): Fit | null {
  const points = observed.flatMap(({ issue, agent, sums: { w, w2, wy } }): Point[] =>
    w > 0 ? [{ issue, agent, mean: wy / w, n: w ** 2 / w2 }] : [],
  );
  const noise = noiseOf(observed);
  const issues = Map.groupBy(points, ({ issue }) => issue);
  if (noise === null || ![...issues.values()].some((each) => each.length > 1)) return null;
  const between = betweenOf([...issues.values()], noise);
  const means = new Map([...issues].map(([issue, each]) => [issue, meanOf(each, ({ n }) => 1 / (between + noise / n))]));
  const off = (point: Point): number => point.mean - means.get(point.issue)!;
  const agents = Map.groupBy(points, ({ agent }) => agent);
  const general = generalOf([...agents.values()], off, between, noise);
  const special = between - general;
  const people = new Map([...agents].map(([agent, each]) => [agent, personOf(each, off, { noise, general, special })]));
  return {
    noise,
    general,
    special,
    means,
    of: (issue, agent) => people.get(agent)?.(issue) ?? { effect: 0, variance: between },
  };
}

/** Pooled within the cells: sum of squares about each mean over what is left of its weight. */
function noiseOf(observed: readonly Observed[]): number | null {
  let squares = 0;
  let freedom = 0;
  for (const { sums } of observed) {
    if (sums.w <= 0) continue;
    squares += Math.max(0, sums.wyy - sums.wy ** 2 / sums.w);
    freedom += Math.max(0, sums.w - sums.w2 / sums.w);
  }
  return freedom > 1e-9 && squares > 0 ? squares / freedom : null;
}

/** How much agents differ at one issue, beyond chance, over all issues. */
function betweenOf(issues: readonly (readonly Point[])[], noise: number): number {
  let excess = 0;
  let scale = 0;
  for (const points of issues) {
    const weight = ({ n }: Point): number => n / noise;
    const mean = meanOf(points, weight);
    const total = sum(points, weight);
    excess += sum(points, (each) => weight(each) * (each.mean - mean) ** 2) - (points.length - 1);
    scale += total - sum(points, (each) => weight(each) ** 2) / total;
  }
  return scale > 0 ? Math.max(0, excess / scale) : 0;
}

/** What of it an agent takes with him from issue to issue: how his differences go together. */
function generalOf(agents: readonly (readonly Point[])[], off: (point: Point) => number, between: number, noise: number): number {
  let together = 0;
  let weights = 0;
  for (const points of agents) {
    const weight = ({ n }: Point): number => 1 / (between + noise / n);
    const [w, wd] = [sum(points, weight), sum(points, (each) => weight(each) * off(each))];
    together += wd ** 2 - sum(points, (each) => (weight(each) * off(each)) ** 2);
    weights += w ** 2 - sum(points, (each) => weight(each) ** 2);
  }
  return weights > 0 ? Math.min(between, Math.max(0, together / weights)) : 0;
}

function personOf(
  points: readonly Point[],
  off: (point: Point) => number,
  { noise, general, special }: Pick<Fit, 'noise' | 'general' | 'special'>,
): (issue: string) => Effect {
  const weight = ({ n }: Point): number => 1 / (special + noise / n);
  const variance = general > 0 ? 1 / (sum(points, weight) + 1 / general) : 0;
  const agent = variance * sum(points, (each) => weight(each) * off(each));
  const at = new Map(points.map((each) => [each.issue, each]));
  return (issue) => {
    const point = at.get(issue);
    if (!point) return { effect: agent, variance: variance + special };
    const own = special > 0 ? special / (special + noise / point.n) : 0;
    return { effect: agent + own * (off(point) - agent), variance: special * (1 - own) + (1 - own) ** 2 * variance };
  };
}

function sum(points: readonly Point[], of: (point: Point) => number): number {
  return points.reduce((total, point) => total + of(point), 0);
}

function meanOf(points: readonly Point[], weight: (point: Point) => number): number {
  return sum(points, (each) => weight(each) * each.mean) / sum(points, weight);
}
