// A digital worker's day as figures to be read: the same on the page of the settings and in the supervisor's room, which name them.
import type { DigitalWorker } from './workers.ts';

const COUNTS = ['taken', 'done', 'resolved', 'handedOver', 'left', 'failed'] as const;
type Figure = { key: (typeof COUNTS)[number] | 'contained' | 'cost'; value: string };

export function dayFigures({ today, cost }: Pick<DigitalWorker, 'today' | 'cost'>, language: string): Figure[] {
  const number = new Intl.NumberFormat(language);
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: cost.currency });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return [
    ...COUNTS.map((key) => ({ key, value: number.format(today[key]) })),
    { key: 'contained', value: today.contained === null ? '–' : share.format(today.contained) },
    { key: 'cost', value: money.format(today.cost) },
  ];
}
