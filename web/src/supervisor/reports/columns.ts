// Which figures a report shows, and how one is written.
import type { KpiDefinition, ReportKind } from '../../api/reports.ts';
import { clockText, percent } from '../../ui/format.ts';

const QUEUES = [
  'offered',
  'answered',
  'serviceLevel',
  'abandoned',
  'shortAbandoned',
  'flowOuts',
  'asaMs',
  'longestWaitMs',
  'handled',
  'ahtMs',
  'transfersOut',
  'promiseKeptRate',
  'estimateErrorP50',
  'waitParity',
  'waitParityLeast',
];
const ARRIVALS = ['arrived', 'abandonedInFlow'];
const AGENTS = ['answered', 'handled', 'talkMs', 'ahtMs', 'transfersOut', 'offers', 'noAnswers', 'onQueueMs', 'busyMs', 'occupancy'];

/** `arrivals`: the report tells what reached no queue. */
export function columnsOf(kind: ReportKind, arrivals: boolean): readonly string[] {
  return kind === 'agents' ? AGENTS : arrivals ? [...ARRIVALS, ...QUEUES] : QUEUES;
}

export function figureText(value: number | null | undefined, unit: KpiDefinition['unit'] | undefined, language: string): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'share') return percent(value, language);
  return unit === 'ms' ? clockText(value) : new Intl.NumberFormat(language).format(value);
}
