// The figures of a played or recorded day, and what a change makes of them, with their confidence intervals.
import { estimate, type Estimate } from '../../../../kernel/interval.ts';
import type { TwinQueue } from './configuration.ts';
import type { Played } from './play.ts';

export type Figure = 'serviceLevel' | 'meanWaitS' | 'abandonment' | 'occupancy' | 'agentHours' | 'cost';
export type Figures = Record<Exclude<Figure, 'occupancy' | 'agentHours' | 'cost'>, number> & Partial<Record<Figure, number>>;

const HOUR_MS = 3_600_000;
const USUAL_THRESHOLD_MS = 20_000;

/**
 * Service level: served within their queue's threshold, of all who came. Mean wait: of all who came, to the answer or to their giving up.
 * Call-backs keep agents busy but wait on nobody's line, and are not counted. Occupancy: talking and wrapping up, of the time on queue. Whoever was still open at the end counts as not served.
 */
export function figuresOf(everything: Played['contacts'], queues: readonly TwinQueue[]): Figures {
  const contacts = everything.filter((each) => !each.callback);
  const threshold = new Map(queues.map((queue) => [queue.id, queue.serviceLevel?.thresholdMs ?? USUAL_THRESHOLD_MS]));
  const all = Math.max(1, contacts.length);
  const inTime = contacts.filter((each) => each.end === 'served' && each.waitedMs <= (threshold.get(each.queue) ?? USUAL_THRESHOLD_MS));
  return {
    serviceLevel: inTime.length / all,
    meanWaitS: contacts.reduce((sum, each) => sum + each.waitedMs, 0) / all / 1_000,
    abandonment: contacts.filter((each) => each.end === 'abandoned').length / all,
  };
}

export function figuresPlayed(played: Played, queues: readonly TwinQueue[], costPerHour: number | undefined): Figures {
  const agentHours = played.staffedMs / HOUR_MS;
  return {
    ...figuresOf(played.contacts, queues),
    occupancy: played.staffedMs === 0 ? 0 : played.busyMs / played.staffedMs,
    agentHours,
    ...(costPerHour === undefined ? {} : { cost: agentHours * costPerHour }),
  };
}

export type Compared = { figure: Figure; recorded: number | null; before: Estimate; after: Estimate; difference: Estimate };

/** Each replication was played under both rules with the same draws, so the difference is taken within it. */
export function differences(recorded: Figures, before: readonly Figures[], after: readonly Figures[]): Compared[] {
  return (Object.keys(before[0]!) as Figure[]).map((figure) => {
    const [was, is] = [before.map((each) => each[figure]!), after.map((each) => each[figure]!)];
    return {
      figure,
      recorded: recorded[figure] ?? null,
      before: estimate(was),
      after: estimate(is),
      difference: estimate(is.map((value, n) => value - was[n]!)),
    };
  });
}
