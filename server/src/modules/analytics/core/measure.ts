// What a live measure is: its words, and the one function that takes its value from the facts of the floor.
import type { LiveMeasure } from '@tandem/contract/api/kpis.ts';
import type { DurationMs } from '../../../kernel/time.ts';
import type { Figures } from './figures.ts';
import type { Now } from './live.ts';
import type { Parity } from './parity.ts';
import type { People } from './people.ts';
import type { Shown } from './report.ts';

/** Of one queue, or of several together. */
export type Facts = {
  now: Now;
  /** Of the local day so far. */
  today: Shown;
  /** Of the local day before, up to the same time. */
  yesterday: Figures;
  /** Null where nobody can tell: routing is not in this process. */
  people: People | null;
  /** What somebody who came now would wait; null over several queues, and where nobody can tell. */
  estimateMs: DurationMs | null;
  /** What he would be promised: four of five wait no longer. */
  promiseMs: DurationMs | null;
  /** Of what was answered in the last half hour; null where there is nothing to compare. */
  parity: Parity | null;
  /** Contacts in no queue; null where the caller may see his own queues only, and for one queue. */
  outside: { inFlow: number; arrived: number; abandonedInFlow: number } | null;
};

export type Measure = LiveMeasure & { value: (facts: Facts) => number | null };

type Kind = Pick<LiveMeasure, 'unit' | 'direction'> & { over?: LiveMeasure['over'] };
type Words = [name: string, formula: string];

export function measures(group: LiveMeasure['group']) {
  return (id: string, { over = 'both', unit, direction }: Kind, en: Words, zh: Words, value: Measure['value']): Measure => ({
    id,
    group,
    over,
    unit,
    direction,
    name: { en: en[0], 'zh-CN': zh[0] },
    formula: { en: en[1], 'zh-CN': zh[1] },
    value,
  });
}

export const count = (direction: Kind['direction'], over: LiveMeasure['over'] = 'both'): Kind => ({ unit: 'contacts', direction, over });
export const time = (direction: Kind['direction'], over: LiveMeasure['over'] = 'both'): Kind => ({ unit: 'ms', direction, over });
export const part = (direction: Kind['direction']): Kind => ({ unit: 'share', direction });
export const heads = (direction: Kind['direction']): Kind => ({ unit: 'agents', direction });
