// The limits of the alert feed while they are typed: which number stands where, in which unit, and whether all of them can be sent. Pure.
import type { AlertLimits, QueueAlertLimits } from '@tandem/contract/api/alert-limits.ts';

export type { AlertLimits } from '@tandem/contract/api/alert-limits.ts';
export type QueueId = QueueAlertLimits['queue'];
export type Group = 'wait' | 'hold' | 'serviceLevel' | 'parity' | 'wrapUp' | 'away';
export type OfQueue = Exclude<Group, 'wrapUp' | 'away'>;
export type Field = { path: readonly string[]; unit: 'times' | 'seconds' | 'minutes' | 'contacts' | 'percent' };

const pair = (unit: Field['unit'], ...path: string[]): Field[] => ['warn', 'alarm'].map((level) => ({ path: [...path, level], unit }));

/** In the order in which they are shown. */
export const GROUPS: readonly { group: Group; fields: readonly Field[] }[] = [
  { group: 'wait', fields: [...pair('times', 'times'), ...pair('seconds', 'least')] },
  { group: 'hold', fields: pair('minutes') },
  {
    group: 'serviceLevel',
    fields: [
      { path: ['contacts'], unit: 'contacts' },
      { path: ['far'], unit: 'percent' },
    ],
  },
  {
    group: 'parity',
    fields: [
      { path: ['share'], unit: 'percent' },
      { path: ['least'], unit: 'seconds' },
    ],
  },
  { group: 'wrapUp', fields: pair('minutes') },
  { group: 'away', fields: pair('minutes') },
];
export const OF_QUEUES: readonly OfQueue[] = ['wait', 'hold', 'serviceLevel', 'parity'];

const PER: Readonly<Record<Field['unit'], number>> = { times: 1, seconds: 1_000, minutes: 60_000, contacts: 1, percent: 0.01 };
type Tree = { [key: string]: Tree | number };

/** What stands in the field, in its unit; empty where it holds no number. */
export function shownAt(limits: object, { path, unit }: Field): string {
  const value = path.reduce<Tree | number | undefined>((at, key) => (typeof at === 'object' ? at[key] : undefined), limits as Tree);
  return typeof value === 'number' && !Number.isNaN(value) ? String(Math.round((value / PER[unit]) * 1e6) / 1e6) : '';
}

/** With what was typed; NaN where it is no number. Lengths and counts are whole. */
export function typedAt<G extends object>(limits: G, { path, unit }: Field, text: string): G {
  const number = text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
  const value = unit === 'times' || unit === 'percent' ? Math.round(number * PER[unit] * 1e6) / 1e6 : Math.round(number * PER[unit]);
  const put = (tree: Tree, [key = '', ...rest]: readonly string[]): Tree => {
    const inner = tree[key];
    return { ...tree, [key]: rest.length > 0 && typeof inner === 'object' ? put(inner, rest) : value };
  };
  return put(limits as Tree, path) as G;
}

/** Every number is one. */
export function complete(limits: unknown): boolean {
  if (typeof limits === 'number') return !Number.isNaN(limits);
  return typeof limits !== 'object' || limits === null || Object.values(limits).every(complete);
}

/** The queue has limits of its own for this, beginning with those of everywhere; or no longer. A queue without any is left out. */
export function ownOf(limits: AlertLimits, queue: QueueId, group: OfQueue, own: boolean): AlertLimits {
  const { [group]: _, ...rest } = limits.queues.find((each) => each.queue === queue) ?? { queue };
  const next: QueueAlertLimits = own ? { ...rest, [group]: limits[group] } : rest;
  const others = limits.queues.filter((each) => each.queue !== queue);
  return { ...limits, queues: Object.keys(next).length > 1 ? [...others, next] : others };
}

export function changed(limits: AlertLimits, queue: QueueId | null, group: Group, value: object): AlertLimits {
  if (queue === null) return { ...limits, [group]: value };
  return { ...limits, queues: limits.queues.map((each) => (each.queue === queue ? { ...each, [group]: value } : each)) };
}
