// Opening hours: rows and events, and whether it is open at a time.
import type { CalendarFile, CalendarFound, Hours, HoursNow, HoursPatch, NewHours } from '@tandem/contract/api/hours.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { HoursId, TenantId } from '@tandem/contract/ids.ts';
import type { Opening, OpenState } from '@tandem/contract/opening.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import { DAY, MINUTE, type Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { wordsOf, type FaultWords } from '../core/fault-words.ts';
import { isoDate } from '../core/calendar-day.ts';
import { openAt, openingFaults, openWhy, type OpeningFault, type OpenWhy } from '../core/hours.ts';
import type { DirectoryPorts } from '../ports.ts';
import { isTaken, type Recorder } from './changes.ts';
import { calendarOf, previewOpening, unreadable } from './hours-preview.ts';
import { flowPlaces, hoursOf, queuePlaces, refuseUsed } from './removals.ts';
import type { DirectoryTables } from './tables.ts';
import { knowsZone, wallClock } from './wall-clock.ts';

const COLUMNS = ['id', 'key', 'name', 'zone', 'week', 'special', 'override'] as const;
const firstFault = (opening: Opening): OpeningFault | null => openingFaults(opening, knowsZone).at(0) ?? null;

/** Why the hours cannot be read, in both languages; null where they can. */
export function faultOfOpening(opening: Opening): FaultWords | null {
  const fault = firstFault(opening);
  return fault === null ? null : wordsOf(fault).words;
}

/** `2026-11-23 09:00` by the clock of the zone. */
function wallText(at: number, zone: string): string {
  const wall = wallClock(at, zone);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${isoDate(wall)} ${two(Math.floor(wall.minute / 60))}:${two(wall.minute % 60)}`;
}

const LOOKED_MS = 5 * MINUTE;
const FURTHEST_MS = 14 * DAY;

function firstOpen(hours: Hours, from: number): number | null {
  const open = (at: number): boolean => openAt(hours, hours.override, wallClock(at, hours.zone), at).state === 'open';
  if (open(from)) return from;
  for (let at = Math.ceil((from + 1) / LOOKED_MS) * LOOKED_MS; at <= from + FURTHEST_MS; at += LOOKED_MS) if (open(at)) return at;
  return null;
}

export function createHours(deps: { db: Db; clock: Clock; random: Random; record: Recorder; ports: DirectoryPorts }) {
  const { db, clock, random, record, ports } = deps;

  function check(opening: Opening): void {
    const fault = firstFault(opening);
    if (fault !== null) throw unreadable(fault);
  }
  async function find(tx: Tx, id: HoursId, lock = false): Promise<Hours> {
    const select = tx.tables<DirectoryTables>().selectFrom('directory_hours').select(COLUMNS).where('id', '=', id);
    const row = await (lock ? select.forUpdate() : select).executeTakeFirst();
    if (!row) throw new AppError('hours.not-found', { id });
    return row;
  }
  const hoursIn = (tx: Tx) => tx.tables<DirectoryTables>().selectFrom('directory_hours').select(COLUMNS);
  const json = (hours: Hours) => ({
    name: JSON.stringify(hours.name),
    zone: hours.zone,
    week: JSON.stringify(hours.week),
    special: JSON.stringify(hours.special),
    override: hours.override && JSON.stringify(hours.override),
  });

  return {
    hours: (tenant: TenantId): Promise<Hours[]> =>
      db.tenant(tenant, (tx) => tx.tables<DirectoryTables>().selectFrom('directory_hours').select(COLUMNS).orderBy('key').execute()),
    hoursById: (tenant: TenantId, id: HoursId): Promise<Hours> => db.tenant(tenant, (tx) => find(tx, id)),

    async createHours(tenant: TenantId, wanted: NewHours, actor: Actor): Promise<Hours> {
      const hours: Hours = { ...wanted, id: wanted.id ?? makeId('hrs', clock.now(), random.bytes(10)), override: null };
      check(hours);
      try {
        return await db.tenant(tenant, async (tx) => {
          await tx
            .tables<DirectoryTables>()
            .insertInto('directory_hours')
            .values({ tenant, id: hours.id, key: hours.key, ...json(hours) })
            .execute();
          await record(tx, { kind: 'hours', id: hours.id, value: hours, actor });
          return hours;
        });
      } catch (error) {
        throw isTaken(error) ? new AppError('hours.exists', { key: hours.key }, { cause: error }) : error;
      }
    },

    changeHours: (tenant: TenantId, id: HoursId, patch: HoursPatch, actor: Actor): Promise<Hours> =>
      db.tenant(tenant, async (tx) => {
        const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<Hours>;
        const hours: Hours = { ...(await find(tx, id, true)), ...given };
        check(hours);
        await tx.tables<DirectoryTables>().updateTable('directory_hours').set(json(hours)).where('id', '=', id).execute();
        await record(tx, { kind: 'hours', id, value: hours, actor });
        return hours;
      }),

    /** Throws `hours.in-use` where a flow or a queue names them. */
    async deleteHours(tenant: TenantId, id: HoursId, actor: Actor): Promise<Hours> {
      const flows = await flowPlaces(ports, tenant, id);
      return db.tenant(tenant, async (tx) => {
        const hours = await find(tx, id, true);
        refuseUsed('hours.in-use', [...flows, ...(await queuePlaces(tx, (each) => hoursOf(each).includes(id)))]);
        await tx.tables<DirectoryTables>().deleteFrom('directory_hours').where('id', '=', id).execute();
        await record(tx, { kind: 'hours', id, value: null, actor });
        return hours;
      });
    },

    async hoursNow(tenant: TenantId, id: HoursId): Promise<HoursNow> {
      const hours = await db.tenant(tenant, (tx) => find(tx, id));
      const at = clock.now();
      return { ...openAt(hours, hours.override, wallClock(at, hours.zone), at), at };
    },

    /** Of hours by their id, or of hours given; null where there are none of that id. */
    async openState(tenant: TenantId, hours: HoursId | Opening, at: number): Promise<OpenState | null> {
      if (typeof hours !== 'string') return openAt(hours, null, wallClock(at, hours.zone), at).state;
      const row = await db.tenant(
        tenant,
        (tx) => tx.tables<DirectoryTables>().selectFrom('directory_hours').select(COLUMNS).where('id', '=', hours).executeTakeFirst(),
        { read: true },
      );
      return row ? openAt(row, row.override, wallClock(at, row.zone), at).state : null;
    },

    /**
     * The first moment from `from` on, epoch ms, at which they are open, told by five minutes; `from` itself where they are then. `text`: the same
     * by the clock there. Null where they stay closed for two weeks, `missing` where there are none of that id.
     */
    async openFrom(tenant: TenantId, id: HoursId, from: number): Promise<{ at: number; text: string } | null | 'missing'> {
      const row = (await db.tenant(tenant, (tx) => hoursIn(tx).where('id', '=', id).execute(), { read: true })).at(0);
      if (row === undefined) return 'missing';
      const at = firstOpen(row, from);
      return at === null ? null : { at, text: wallText(at, row.zone) };
    },

    /** The same with what decides; `override` counts as it stands now. Null where there are none of that id. */
    async openReason(tenant: TenantId, hours: HoursId | Opening, at: number): Promise<(OpenWhy & { name: TenantText | null }) | null> {
      if (typeof hours !== 'string') return { ...openWhy(hours, null, wallClock(at, hours.zone), at), name: null };
      const row = (await db.tenant(tenant, (tx) => hoursIn(tx).where('id', '=', hours).execute(), { read: true })).at(0);
      return row ? { ...openWhy(row, row.override, wallClock(at, row.zone), at), name: row.name } : null;
    },

    previewHours: (opening: Opening) => previewOpening(opening, clock.now()),
    readCalendar: (file: CalendarFile): CalendarFound => calendarOf(file, clock.now()),
  };
}
