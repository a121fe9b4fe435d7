// Lanes as they are set up: kept, changed, removed. What is changed while a lane is open holds at once.
import type { Lane, LanePatch, NewLane } from '@tandem/contract/api/lanes.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { LaneId, TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { namesVariables, type LaneDoc } from '../core/lane.ts';
import { asksNothing } from '../core/surge.ts';
import type { LanesDeps } from './lanes.ts';
import { locked, rowsOf, tellOthers } from './store.ts';
import { CLOSED, type LaneRow, type LanesTables } from './tables.ts';

const MOST = 50;
/** Of the shape of the event's value, for whoever replays a day. */
const ENGINE = 'lanes/1';

export function createSettings({ db, log, ports, newId }: LanesDeps) {
  async function checked(tenant: TenantId, doc: LaneDoc): Promise<LaneDoc> {
    const { queues, numbers } = await ports.known(tenant);
    const queue = doc.queues.find((each) => !queues.has(each));
    if (queue) throw new AppError('queue.not-found', { id: queue });
    const number = doc.numbers.find((each) => !numbers.has(each));
    if (number) throw new AppError('number.not-found', { id: number });
    if (namesVariables(doc)) throw new AppError('lane.unspeakable', { what: '{{ }}' });
    // A question that nobody hears is never answered.
    if (doc.key !== null && doc.say.length === 0) throw new AppError('lane.silent-key');
    const fault = await ports.cannotSay(tenant, doc.say);
    if (fault !== null) throw new AppError('lane.unspeakable', { what: fault });
    if (doc.surge && asksNothing(doc.surge)) throw new AppError('lane.empty-surge');
    return doc;
  }

  async function record(tx: Tx, id: LaneId, value: LaneDoc | null, actor: Actor): Promise<void> {
    await log.append(tx, [{ stream: id, type: 'config.changed', data: { kind: 'lane', id, value, engine: ENGINE }, actor }]);
    await tellOthers(tx);
  }

  async function view(tenant: TenantId, rows: readonly LaneRow[]): Promise<Lane[]> {
    const people = rows.flatMap(({ state }) => state.by ?? []);
    const [names, counts] = await Promise.all([ports.userNames(tenant, people), countsOf(tenant)]);
    return rows.map(({ id, doc, state: { state, since, by, reason, seen, opening } }) => ({
      id,
      ...doc,
      state,
      since,
      by: by === null ? null : { id: by, name: names.get(by) ?? '' },
      reason,
      seen,
      contacts: state === 'proposed' ? 0 : (counts.get(`${id} ${opening}`) ?? 0),
    }));
  }

  async function countsOf(tenant: TenantId): Promise<Map<string, number>> {
    const rows = await db.tenant(
      tenant,
      (tx) =>
        tx
          .tables<LanesTables>()
          .selectFrom('lane_contact')
          .select((row) => ['lane', 'opening', row.fn.countAll<number>().as('count')] as const)
          .where('tenant', '=', tenant)
          .groupBy(['lane', 'opening'])
          .execute(),
      { read: true },
    );
    return new Map(rows.map(({ lane, opening, count }) => [`${lane} ${opening}`, Number(count)]));
  }

  return {
    list: async (tenant: TenantId): Promise<Lane[]> => view(tenant, await rowsOf(db, tenant)),

    /** As it stands. Rejects with `lane.not-found`. */
    async one(tenant: TenantId, id: LaneId): Promise<Lane> {
      const row = (await rowsOf(db, tenant)).find((each) => each.id === id);
      if (!row) throw new AppError('lane.not-found', { id });
      return (await view(tenant, [row]))[0]!;
    },

    async create(tenant: TenantId, { id = newId('lan'), ...wish }: NewLane, actor: Actor): Promise<Lane> {
      const doc = await checked(tenant, wish);
      await db.tenant(tenant, async (tx) => {
        const tables = tx.tables<LanesTables>();
        const there = await tables.selectFrom('lane').select('id').where('tenant', '=', tenant).execute();
        if (there.length >= MOST) throw new AppError('lane.too-many', { most: MOST });
        if (there.some((each) => each.id === id)) throw new AppError('lane.id-taken', { id });
        await tables
          .insertInto('lane')
          .values({ tenant, id, doc: JSON.stringify(doc), state: JSON.stringify(CLOSED) })
          .execute();
        await record(tx, id, doc, actor);
      });
      return (await view(tenant, [{ id, doc, state: CLOSED }]))[0]!;
    },

    async change(tenant: TenantId, id: LaneId, patch: LanePatch, actor: Actor): Promise<void> {
      const before = (await rowsOf(db, tenant)).find((each) => each.id === id);
      if (!before) throw new AppError('lane.not-found', { id });
      await checked(tenant, { ...before.doc, ...patch });
      await db.tenant(tenant, async (tx) => {
        const { doc } = await locked(tx, tenant, id);
        const next = { ...doc, ...patch };
        await tx
          .tables<LanesTables>()
          .updateTable('lane')
          .set({ doc: JSON.stringify(next) })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .execute();
        await record(tx, id, next, actor);
      });
    },

    async remove(tenant: TenantId, id: LaneId, actor: Actor): Promise<void> {
      await db.tenant(tenant, async (tx) => {
        const { state } = await locked(tx, tenant, id);
        if (state.state === 'open') throw new AppError('lane.open', { id });
        const tables = tx.tables<LanesTables>();
        await tables.deleteFrom('lane_contact').where('tenant', '=', tenant).where('lane', '=', id).execute();
        await tables.deleteFrom('lane').where('tenant', '=', tenant).where('id', '=', id).execute();
        await record(tx, id, null, actor);
      });
    },
  };
}
