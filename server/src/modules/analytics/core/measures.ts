// All live measures, and their values from the facts of one queue or of the floor.
import type { LiveMeasure, Measured } from '@tandem/contract/api/kpis.ts';
import { AGENT_MEASURES } from './measures-agents.ts';
import { NOW_MEASURES } from './measures-now.ts';
import { TODAY_MEASURES } from './measures-today.ts';
import type { Facts, Measure } from './measure.ts';

const MEASURES: readonly Measure[] = [...NOW_MEASURES, ...TODAY_MEASURES, ...AGENT_MEASURES];
const BY_ID = new Map(MEASURES.map((measure) => [measure.id, measure]));

/** As the API tells them: words, without the function. */
export const LIVE_MEASURES: LiveMeasure[] = MEASURES.map(({ value: _, ...words }) => words);

/** Whether there is such a measure of one queue, or of the floor. */
export function isMeasured(id: string, of: 'queue' | 'floor'): boolean {
  const over = BY_ID.get(id)?.over;
  return over === 'both' || over === of;
}

/** Every measure of a queue, or of the floor. */
export function measured(facts: Facts, of: 'queue' | 'floor'): Measured {
  return Object.fromEntries(MEASURES.filter(({ over }) => over === 'both' || over === of).map(({ id, value }) => [id, value(facts)]));
}
