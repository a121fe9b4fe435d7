// What estimates and promises were worth: each contact's own, as the engine wrote it down when he came, against what he waited.
import type { WorkId } from '@tandem/contract/ids.ts';
import { play } from '../../server/src/modules/routing/core/twin/play.ts';
import { openCentre, type Centre } from './centres.ts';

/** Of one kind of contacts. `error`: median of |estimate - wait| / wait. `kept`: share of promises that were kept, of those of which it is known. */
export type Judged = { contacts: number; error: number; kept: number };
export type Verdict = {
  /** All who were told anything. */
  all: { contacts: number; kept: number };
  /** Those who were told that they would wait. */
  waited: Judged;
  /** Of them, by how many contacts had to end before their turn. */
  byLine: { short: Judged; middle: Judged; long: Judged };
  /** The least median error that any estimator could have where ends come at random (an Erlang variate), for the lines these waited in. */
  floor: number;
  abandoned: number;
};

type Told = { estimateMs: number; promiseMs: number; ahead: number; waitedMs: number; gaveUp: boolean };

/** The first hour, in which it learns, does not count. */
const LEARNS_MS = 3_600_000;

export function judge(centre: Centre, seed: number): Verdict {
  const told = new Map<WorkId, { estimateMs: number; promiseMs: number; ahead: number }>();
  const over: Told[] = [];
  let waiting = 0;
  let abandoned = 0;
  play({
    ...openCentre(centre, seed),
    tell(event) {
      if (event.type === 'work.queued') {
        const { estimateMs, promiseMs, work } = event.data;
        if (event.at > LEARNS_MS && typeof estimateMs === 'number' && promiseMs !== undefined)
          told.set(work, { estimateMs, promiseMs, ahead: waiting });
        waiting++;
      }
      if (event.type !== 'work.assigned' && event.type !== 'work.abandoned') return;
      waiting--;
      if (event.type === 'work.abandoned') abandoned++;
      const said = told.get(event.data.work);
      if (said) over.push({ ...said, waitedMs: event.data.waitedMs, gaveUp: event.type === 'work.abandoned' });
    },
  });
  const waited = over.filter(({ estimateMs }) => estimateMs > 0);
  const between = (from: number, to: number): Judged => judged(waited.filter(({ ahead }) => ahead >= from && ahead < to));
  return {
    all: { contacts: over.length, kept: kept(over) },
    waited: judged(waited),
    byLine: { short: between(0, 5), middle: between(5, 15), long: between(15, Infinity) },
    floor: median(waited.filter(({ gaveUp }) => !gaveUp).map(({ ahead }) => leastError(ahead + 1))),
    abandoned,
  };
}

function judged(some: readonly Told[]): Judged {
  const served = some.filter(({ gaveUp }) => !gaveUp);
  const errors = served.map(({ estimateMs, waitedMs }) => Math.abs(estimateMs - waitedMs) / Math.max(1, waitedMs));
  return { contacts: served.length, error: median(errors), kept: kept(some) };
}

/** Who gave up sooner than promised says nothing of the promise. */
function kept(some: readonly Told[]): number {
  const known = some.filter(({ gaveUp, waitedMs, promiseMs }) => !gaveUp || waitedMs > promiseMs);
  return known.filter(({ waitedMs, promiseMs }) => waitedMs <= promiseMs).length / known.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The normal approximation of the median of |X / mean - 1| for an Erlang variate of so many steps. */
const leastError = (steps: number): number => 0.6745 / Math.sqrt(steps);
