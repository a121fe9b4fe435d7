// Opening hours: rows and events, and whether it is open at a time.
import type { CalendarFile, CalendarFound, Hours, HoursNow, HoursPatch, NewHours } from '@tandem/contract/api/hours.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { HoursId, TenantId } from '@tandem/contract/ids.ts';
import type { Opening, OpenState } from '@tandem/contract/opening.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { openAt, openingFault, openWhy, type OpenWhy } from '../core/hours.ts';
import type { DirectoryPorts } from '../ports.ts';
import { isTaken, type Recorder } from './changes.ts';
import { calendarOf, previewOpening } from './hours-preview.ts';
import { flowPlaces, refuseUsed } from './removals.ts';
import type { DirectoryTables } from './tables.ts';
import { knowsZone, wallClock } from './wall-clock.ts';

const COLUMNS = ['id', 'key', 'name', 'zone', 'week', 'special', 'override'] as const;
export const faultOfOpening = (opening: Opening): string | null => openingFault(opening, knowsZone);

export function createHours(deps: { db: Db; clock: Clock; random: Random; record: Recorder; ports: DirectoryPorts }) {
  const { db, clock, random, record, ports } = deps;

  function check(opening: Opening): void {
    const reason = faultOfOpening(opening);
    if (reason !== null) throw new AppError('hours.unreadable', { reason });
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

    /** Throws `hours.in-use` where a flow names them. */
    async deleteHours(tenant: TenantId, id: HoursId, actor: Actor): Promise<Hours> {
      const flows = await flowPlaces(ports, tenant, id);
      return db.tenant(tenant, async (tx) => {
        const hours = await find(tx, id, true);
        refuseUsed('hours.in-use', flows);
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
