// What the desk's bench computes from what was seen; pure. Too little to go by is an error, never a good figure.
import { percentile } from '../kit/report.ts';

/** The 95th percentile. Throws where there are fewer than `atLeast` samples. */
export function p95(what: string, samples: readonly number[], atLeast: number): number {
  if (samples.length < atLeast) throw new Error(`${what}: ${samples.length} samples, at least ${atLeast} are needed`);
  return percentile(samples, 0.95);
}

/** One event of the log whose effect the board must show; epoch ms. */
export type Told = { contact: string; what: 'queued' | 'assigned' | 'ended'; at: number };
/** From when on the board showed a contact so; epoch ms. */
export type Shown = { contact: string; state: 'waiting' | 'talking' | 'gone'; at: number };

/** What shows that the event has come to the board. Who is talking or gone has been queued. */
const SHOWS: Record<Told['what'], readonly Shown['state'][]> = {
  queued: ['waiting', 'talking', 'gone'],
  assigned: ['talking', 'gone'],
  ended: ['gone'],
};

/** Ms from each event to the first sight of it; `missed` are those that were never seen. A contact that was never on the board is missed at its end too. */
export function boardLags(told: readonly Told[], shown: readonly Shown[]): { lags: number[]; missed: Told[] } {
  const byContact = Map.groupBy(
    shown.toSorted((a, b) => a.at - b.at),
    ({ contact }) => contact,
  );
  const lags: number[] = [];
  const missed: Told[] = [];
  for (const event of told) {
    const seen = byContact.get(event.contact)?.find(({ state, at }) => at >= event.at && SHOWS[event.what].includes(state));
    if (seen) lags.push(seen.at - event.at);
    else missed.push(event);
  }
  return { lags, missed };
}

/** An agent's row said so from when on, or was to say so; epoch ms. */
export type AgentLook = { agent: string; look: string; at: number };

/** Ms from each declared presence to the first sight of it in the agent's row. */
export function agentLags(told: readonly AgentLook[], shown: readonly AgentLook[]): { lags: number[]; missed: number } {
  const seen = shown.toSorted((a, b) => a.at - b.at);
  const lags = told.flatMap((event) => {
    const first = seen.find(({ agent, look, at }) => agent === event.agent && look === event.look && at >= event.at);
    return first ? [first.at - event.at] : [];
  });
  return { lags, missed: told.length - lags.length };
}

/** A figure that only grows, as the board showed it from when on. */
export type Counted = { value: number; at: number };

/** Ms from the n-th event to the first sight of a figure that counts it, from `base` before the first. */
export function counterLags(events: readonly number[], counted: readonly Counted[], base: number): { lags: number[]; missed: number } {
  const seen = counted.toSorted((a, b) => a.at - b.at);
  const lags: number[] = [];
  for (const [n, at] of events.toSorted((a, b) => a - b).entries()) {
    const first = seen.find((each) => each.value >= base + n + 1);
    if (first) lags.push(first.at - at);
  }
  return { lags, missed: events.length - lags.length };
}

/** Frames of a list for each of a bare grid; throws where the grid itself hardly moved. */
export function scrollRatio(list: readonly number[], bare: readonly number[]): number {
  const [own, empty] = [mean(list), mean(bare)];
  if (!(empty >= LEAST_FPS)) throw new Error(`the bare grid was drawn ${empty} times a second: nothing to compare with`);
  return Math.round((own / empty) * 100) / 100;
}

const LEAST_FPS = 10;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
