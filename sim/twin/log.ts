// Reads what a replay needs from an installation's log, and writes nothing: routing's facts, agents' presence, configuration.
import { sql } from 'kysely';
import type { EventName, StoredEvent } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { createDb } from '../../server/src/platform/db/pool.ts';
import { eventCatalogue } from '../../server/src/platform/eventlog/catalogue.ts';
import { readLog } from '../../server/src/platform/eventlog/read.ts';

export type History = {
  tenant: TenantId;
  /** The day in the tenant's own zone, epoch ms. */
  from: number;
  to: number;
  /** From the beginning of the log to the end of the day, in its order. */
  events: readonly StoredEvent[];
};

const TYPES: readonly EventName[] = [
  'work.queued',
  'work.due',
  'work.offered',
  'work.offer-ended',
  'work.assigned',
  'work.abandoned',
  'work.removed',
  'work.moved',
  'work.released',
  'work.wrap-up-extended',
  'work.completed',
  'presence.changed',
  'agent.occupied',
  'config.changed',
  'matching.applied',
];
const SLICE = 5_000;

/** `tenant` is its short name; `day` as 2026-11-22. Throws a sentence where there is no such tenant. */
export async function readHistory(options: { url: string; tenant: string; day: string }): Promise<History> {
  const db = createDb({ url: options.url, name: 'tandem replay', size: 1 });
  try {
    const { rows } = await db.system(
      (tx) =>
        sql<{ tenant: TenantId; zone: string }>`select tenant, zone from identity_tenant where key = ${options.tenant}`.execute(
          tx.tables(),
        ),
      { read: true },
    );
    const [found] = rows;
    if (!found) throw new Error(`There is no tenant ${options.tenant}.`);
    const { from, to } = dayIn(options.day, found.zone);
    const catalogue = eventCatalogue();
    const events: StoredEvent[] = [];
    for (let after = 0, full = true; full;) {
      const slice = await db.tenant(
        found.tenant,
        (tx) => readLog(tx, { after, limit: SLICE, tenant: found.tenant, types: TYPES, before: to }, catalogue),
        { read: true },
      );
      events.push(...slice);
      after = slice.at(-1)?.seq ?? after;
      full = slice.length === SLICE;
    }
    return { tenant: found.tenant, from, to, events };
  } finally {
    await db.close();
  }
}

/** Midnight to midnight: 23 or 25 hours where the clocks are changed that day. */
export function dayIn(day: string, zone: string): { from: number; to: number } {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/u.test(day) || Number.isNaN(midnight)) throw new Error(`A day is written as 2026-11-22, not ${day}.`);
  const next = midnight + 24 * 60 * 60_000;
  return { from: localMidnight(midnight, zone), to: localMidnight(next, zone) };
}

/** Twice, as the offset at the first guess may be that of the other side of a change. */
function localMidnight(asUtc: number, zone: string): number {
  const first = asUtc - offsetMs(asUtc, zone);
  return asUtc - offsetMs(first, zone);
}

function offsetMs(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/u.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
