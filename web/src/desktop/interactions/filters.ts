// The filters of the contacts list as they stand in the address bar, and what they mean to the API.
import type { ContactChannel } from '@tandem/contract/channel.ts';
import type { InteractionFilter } from '../../api/interactions.ts';

export const STATES = ['open', 'wrap-up', 'closed'] as const;
export const CALLS = ['inbound', 'outbound', 'internal', 'missed'] as const;
export const CHANNELS = ['voice', 'chat'] as const satisfies readonly ContactChannel[];
export const PERIODS = ['today', 'yesterday', 'week', 'days'] as const;
export const OUTCOMES = [
  'arrived',
  'left-in-flow',
  'offered',
  'answered',
  'abandoned',
  'abandoned-in-queue',
  'abandoned-in-ring',
  'short',
  'flow-out',
  'handled',
  'transferred',
] as const;

/** `days` means from `from` to `to`, both inclusive, `YYYY-MM-DD` in the reader's own zone; `span` from `since` to before `until`, epoch ms. */
export type Filters = {
  state?: (typeof STATES)[number] | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  /** Which way the call went, or that one's own phone rang in vain. */
  calls?: (typeof CALLS)[number] | undefined;
  period?: (typeof PERIODS)[number] | 'span' | undefined;
  from?: string | undefined;
  to?: string | undefined;
  since?: number | undefined;
  until?: number | undefined;
} & Searched;

/** What is looked for more rarely. */
type Searched = {
  /** A part of the customer's name or number. */
  q?: string | undefined;
  /** With it queue, agent and period are those of the stay in a queue that ended so. */
  outcome?: (typeof OUTCOMES)[number] | undefined;
  /** A stay counts when its agent took it, as in reports of agents. */
  per?: 'agent' | undefined;
  channel?: ContactChannel | undefined;
  team?: string | undefined;
  /** The address of ours. */
  number?: string | undefined;
  /** Minutes. */
  min?: number | undefined;
  max?: number | undefined;
  disposition?: string | undefined;
  recorded?: 'yes' | 'no' | undefined;
};
export const SEARCHED = ['q', 'outcome', 'channel', 'team', 'number', 'min', 'max', 'disposition', 'recorded'] as const;

const MINUTE = 60_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const id = (prefix: string, value: unknown) => (typeof value === 'string' && value.startsWith(`${prefix}_`) ? value : undefined);
/** What is all digits is read as a number from an address. */
const text = (value: unknown, most: number) => {
  const read = typeof value === 'number' ? String(value) : value;
  return typeof read === 'string' && read.trim() !== '' && read.length <= most ? read : undefined;
};
const whole = (value: unknown) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined);
const day = (value: unknown) => (typeof value === 'string' && DAY.test(value) && dayStart(value) !== null ? value : undefined);

/** Reads what an address carries; what makes no sense is left out rather than refused, for links grow old. */
export function readFilters(search: Record<string, unknown>): Filters {
  const filters: Filters = {
    state: STATES.find((state) => state === search.state),
    queue: id('que', search.queue),
    agent: id('agt', search.agent),
    calls: CALLS.find((each) => each === search.calls),
    period: [...PERIODS, 'span' as const].find((period) => period === search.period),
    ...readSearched(search),
  };
  if (filters.period === 'days') Object.assign(filters, { from: day(search.from), to: day(search.to) });
  if (filters.period === 'span') Object.assign(filters, { since: whole(search.since), until: whole(search.until) });
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

function readSearched(search: Record<string, unknown>): Searched {
  return {
    q: text(search.q, 80),
    outcome: OUTCOMES.find((outcome) => outcome === search.outcome),
    per: search.per === 'agent' ? 'agent' : undefined,
    channel: CHANNELS.find((each) => each === search.channel),
    team: id('tem', search.team),
    number: text(search.number, 128),
    min: whole(search.min),
    max: whole(search.max),
    disposition: text(search.disposition, 64),
    recorded: search.recorded === 'yes' || search.recorded === 'no' ? search.recorded : undefined,
  };
}

export function isFiltered(filters: Filters): boolean {
  return Object.keys(filters).length > 0;
}

export function toApiFilter(filters: Filters, now: number): InteractionFilter {
  const { state, queue, agent, calls, q, outcome, per, channel, team, number, min, max, disposition, recorded } = filters;
  const searched = {
    search: q?.trim(),
    outcome,
    per,
    channel,
    team,
    number,
    disposition,
    durationMin: min === undefined ? undefined : min * MINUTE,
    durationMax: max === undefined ? undefined : max * MINUTE,
    recorded: recorded && (recorded === 'yes' ? ('true' as const) : ('false' as const)),
  };
  const which = calls === 'missed' ? ({ missed: 'true' } as const) : calls === undefined ? {} : { direction: calls };
  return { state, queue, agent, ...which, ...searched, ...range(filters, now) };
}

function range({ period, from, to, since, until }: Filters, now: number): { from?: number | undefined; to?: number | undefined } {
  switch (period) {
    case undefined:
      return {};
    case 'span':
      return { from: since, to: until };
    case 'today':
      return { from: midnight(now, 0) };
    case 'yesterday':
      return { from: midnight(now, -1), to: midnight(now, 0) };
    case 'week':
      return { from: midnight(now, -6) };
    case 'days': {
      const last = to === undefined ? null : dayStart(to);
      return { from: (from === undefined ? null : dayStart(from)) ?? undefined, to: last === null ? undefined : midnight(last, 1) };
    }
  }
}

/** Midnight of the local day `days` away from that of `at`; by the calendar, so that days of 23 and 25 hours come out right. */
function midnight(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function dayStart(text: string): number | null {
  const [year, month, date] = text.split('-').map(Number);
  const made = new Date(year!, month! - 1, date);
  // 31 April would silently become 1 May.
  return made.getMonth() === month! - 1 && made.getDate() === date ? made.getTime() : null;
}

type Row = { state: string; direction: string; queue: { id: string } | null; agent: { id: string } | null; startedAt: number };

/** Whether a contact that changed still belongs to the list, as far as it tells by itself: an outcome decides about queue, agent and time too. */
export function matchesFilter(row: Row, filter: InteractionFilter): boolean {
  if (filter.outcome !== undefined) return filter.state === undefined || row.state === filter.state;
  return (
    (filter.state === undefined || row.state === filter.state) &&
    (filter.direction === undefined || row.direction === filter.direction) &&
    (filter.queue === undefined || row.queue?.id === filter.queue) &&
    (filter.agent === undefined || row.agent?.id === filter.agent) &&
    (filter.from === undefined || row.startedAt >= filter.from) &&
    (filter.to === undefined || row.startedAt < filter.to)
  );
}
