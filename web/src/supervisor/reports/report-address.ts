// A report as it stands in the address bar, what it means to the API, and the contacts each of its numbers leads to.
import type { ReportFilter, ReportInterval, ReportKind, ReportPeriod } from '../../api/reports.ts';

export const KINDS = ['queues', 'agents', 'numbers'] as const satisfies readonly ReportKind[];
export const INTERVALS = ['15', '30', '60', 'day'] as const satisfies readonly ReportInterval[];
export const PERIODS = ['today', 'yesterday', 'week', 'month', 'days'] as const;

/** `days`: from `from` to `to`, both included. What is left out is the first of each. */
export type ReportAddress = {
  kind?: ReportKind | undefined;
  period?: ReportPeriod | 'days' | undefined;
  from?: string | undefined;
  to?: string | undefined;
  interval?: ReportInterval | undefined;
  zone?: string | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  team?: string | undefined;
  number?: string | undefined;
};

const id = (prefix: string, value: unknown) => (typeof value === 'string' && value.startsWith(`${prefix}_`) ? value : undefined);
const text = (value: unknown) => (typeof value === 'string' && value !== '' && value.length <= 128 ? value : undefined);
const day = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined);

/** What makes no sense is left out rather than refused, for links grow old. */
export function readReportAddress(search: Record<string, unknown>): ReportAddress {
  const address: ReportAddress = {
    kind: KINDS.find((kind) => kind === search.kind),
    period: PERIODS.find((period) => period === search.period),
    interval: INTERVALS.find((interval) => interval === String(search.interval)),
    zone: text(search.zone),
    queue: id('que', search.queue),
    agent: id('agt', search.agent),
    team: id('tem', search.team),
    // A number may be all digits, which an address reads as one.
    number: text(typeof search.number === 'number' ? String(search.number) : search.number),
  };
  if (address.period === 'days') Object.assign(address, { from: day(search.from), to: day(search.to) });
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined));
}

export function toReportFilter({ kind, period = 'today', from, to, interval = '60', ...rest }: ReportAddress): ReportFilter {
  const when = period !== 'days' ? { period } : from === undefined && to === undefined ? { period: 'today' as const } : { from, to };
  const filter = { ...when, interval, ...rest };
  return kind === 'agents' ? { ...filter, number: undefined } : filter;
}

/** Which outcome of the contacts list shows what a figure counts; a ratio or mean leads to what it was made of. */
const OUTCOMES: Readonly<Record<string, string>> = {
  arrived: 'arrived',
  abandonedInFlow: 'left-in-flow',
  offered: 'offered',
  answered: 'answered',
  abandoned: 'abandoned',
  shortAbandoned: 'short',
  flowOuts: 'flow-out',
  serviceLevel: 'answered',
  asaMs: 'answered',
  longestWaitMs: 'answered',
  handled: 'handled',
  talkMs: 'handled',
  ahtMs: 'handled',
  transfersOut: 'transferred',
};

export type Cell = { startAt: number; endAt: number; line?: string | undefined };

/** The address of the contacts behind a figure; null where a figure is no count of contacts. */
export function contactsBehind(
  address: ReportAddress,
  figure: string,
  { startAt, endAt, line }: Cell,
): Record<string, string | number> | null {
  const outcome = OUTCOMES[figure];
  if (outcome === undefined) return null;
  const { kind = 'queues', queue, agent, team, number } = address;
  const own = line === undefined ? {} : kind === 'queues' ? { queue: line } : kind === 'agents' ? { agent: line } : { number: line };
  const all = { queue, agent, team, ...(kind === 'agents' ? { per: 'agent' } : { number }), ...own };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(given), outcome, period: 'span', since: startAt, until: endAt };
}
