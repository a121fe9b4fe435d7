// Matters: opened, changed, linked with contacts, found. Row and event in one transaction; texts in events are sealed under the customer's key.
import type { Matter, MatterDetail, MatterPatch, MatterQuery, NewMatter } from '@tandem/contract/api/matters.ts';
import type { CustomerId, InteractionId, MatterId, TenantId } from '@tandem/contract/ids.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { sql } from 'kysely';
import { Type, type Static } from 'typebox';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { actorOf, type Caller, type Page } from '../../../platform/http/types.ts';
import type { Reach } from '../core/reach.ts';
import type { InteractionsPorts } from '../ports.ts';
import type { Presenter } from './present.ts';
import { listRows } from './store.ts';
import type { InteractionsTables, MatterRow } from './tables.ts';

const tables = (tx: Tx) => tx.tables<InteractionsTables>();
const Place = Type.Object({ at: Type.Integer(), id: IdOf('mat') });
const MOST_CONTACTS = 200;

/** What is written about a customer and his erasure come one after the other: nothing of him is written behind it. */
export async function lockCustomer(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`matters ${customer}`}, 0))`.execute(tables(tx));
}

type Deps = {
  db: Db;
  log: EventLog;
  personal: PersonalData;
  clock: Clock;
  random: Random;
  ports: Pick<InteractionsPorts, 'customers'>;
  presenter: Presenter;
  reach: (caller: Caller) => Promise<Reach>;
  reaches: (caller: Caller, interaction: InteractionId) => Promise<boolean>;
};

export function createMatters({ db, log, personal, clock, random, ports, presenter, reach, reaches }: Deps) {
  const counted = (tx: Tx) =>
    tables(tx)
      .selectFrom('matter as m')
      .selectAll('m')
      .select(sql<number>`(select count(*)::int from matter_interaction l where l.matter = m.id)`.as('contacts'));

  async function locked(tx: Tx, id: MatterId): Promise<MatterRow> {
    const row = await tables(tx).selectFrom('matter').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (!row) throw new AppError('matter.not-found', { id });
    return row;
  }

  async function shown(tenant: TenantId, id: MatterId): Promise<Matter> {
    const row = await db.tenant(tenant, (tx) => counted(tx).where('m.id', '=', id).executeTakeFirst(), { read: true });
    if (!row) throw new AppError('matter.not-found', { id });
    return view(row);
  }

  const sealed = async (tx: Tx, { id, customer, joined_from, kind, title, reference }: MatterRow) => ({
    matter: id,
    customer,
    kind,
    title: await personal.seal(tx, joined_from ?? customer, title),
    reference: reference === null ? null : await personal.seal(tx, joined_from ?? customer, reference),
  });

  /** False where it was linked, or was not, already. */
  async function setLink(tx: Tx, matter: MatterRow, interaction: InteractionId, linked: boolean, actor: Actor): Promise<boolean> {
    const at = clock.now();
    const contact = await tables(tx).selectFrom('interaction').select('customer').where('id', '=', interaction).executeTakeFirst();
    if (!contact) throw new AppError('interaction.not-found', { id: interaction });
    if (contact.customer !== matter.customer) throw new AppError('matter.other-customer', { id: matter.id, interaction });
    const changed = linked
      ? await tables(tx)
          .insertInto('matter_interaction')
          .values({ tenant: matter.tenant, matter: matter.id, interaction, linked_at: at })
          .onConflict((conflict) => conflict.doNothing())
          .returning('matter')
          .executeTakeFirst()
      : await tables(tx)
          .deleteFrom('matter_interaction')
          .where('matter', '=', matter.id)
          .where('interaction', '=', interaction)
          .returning('matter')
          .executeTakeFirst();
    if (!changed) return false;
    const data = { interaction, matter: matter.id, linked };
    await log.append(tx, [{ stream: interaction, type: 'matter.linked', data, actor, at }]);
    return true;
  }

  /** One answer for a contact that is not there and one he may not see. */
  async function mustReach(caller: Caller, interaction: InteractionId): Promise<void> {
    if (!(await reaches(caller, interaction))) throw new AppError('interaction.not-found', { id: interaction });
  }

  return {
    async open(caller: Caller, wanted: NewMatter): Promise<Matter> {
      const { tenant } = caller;
      const { customer, interaction } = wanted;
      if (interaction !== undefined) await mustReach(caller, interaction);
      const actor = actorOf(caller);
      const at = clock.now();
      const id = wanted.id ?? makeId('mat', at, random.bytes(10));
      await db.tenant(tenant, async (tx) => {
        await lockCustomer(tx, customer);
        if (!(await ports.customers(tenant, [customer])).has(customer)) throw new AppError('customer.not-found', { id: customer });
        const { title, kind, reference = null } = wanted;
        const row: MatterRow = {
          tenant,
          id,
          customer,
          joined_from: null,
          title: title.trim(),
          kind,
          state: 'open',
          reference: reference === null ? null : reference.trim(),
          opened_at: at,
          changed_at: at,
          closed_at: null,
        };
        const made = await tables(tx)
          .insertInto('matter')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!made) throw new AppError('matter.exists', { id });
        await log.append(tx, [{ stream: id, type: 'matter.opened', data: await sealed(tx, row), actor, at }]);
        if (interaction !== undefined) await setLink(tx, row, interaction, true, actor);
      });
      return shown(tenant, id);
    },

    async change(caller: Caller, id: MatterId, patch: MatterPatch): Promise<Matter> {
      await db.tenant(caller.tenant, async (tx) => {
        const { customer } = await shownIn(tx, id);
        await lockCustomer(tx, customer);
        const row = await locked(tx, id);
        const at = clock.now();
        const next: MatterRow = {
          ...row,
          title: patch.title?.trim() ?? row.title,
          kind: patch.kind ?? row.kind,
          state: patch.state ?? row.state,
          reference: patch.reference === undefined ? row.reference : (patch.reference?.trim() ?? null),
        };
        if (next.state !== row.state) next.closed_at = next.state === 'closed' ? at : null;
        if (JSON.stringify(next) === JSON.stringify(row)) return;
        next.changed_at = at;
        await tables(tx).updateTable('matter').set(next).where('id', '=', id).execute();
        const data = { ...(await sealed(tx, next)), state: next.state };
        await log.append(tx, [{ stream: id, type: 'matter.changed', data, actor: actorOf(caller), at }]);
      });
      return shown(caller.tenant, id);
    },

    async link(caller: Caller, id: MatterId, interaction: InteractionId, linked: boolean): Promise<Matter> {
      await mustReach(caller, interaction);
      await db.tenant(caller.tenant, async (tx) => setLink(tx, await locked(tx, id), interaction, linked, actorOf(caller)));
      return shown(caller.tenant, id);
    },

    async remove(caller: Caller, id: MatterId): Promise<void> {
      const actor = actorOf(caller);
      await db.tenant(caller.tenant, async (tx) => {
        const row = await locked(tx, id);
        const links = await tables(tx).selectFrom('matter_interaction').select('interaction').where('matter', '=', id).execute();
        for (const { interaction } of links) await setLink(tx, row, interaction, false, actor);
        await tables(tx).deleteFrom('matter').where('id', '=', id).execute();
        await log.append(tx, [{ stream: id, type: 'matter.removed', data: { matter: id, customer: row.customer }, actor }]);
      });
    },

    async list(caller: Caller, query: Static<typeof MatterQuery>): Promise<Page<Matter>> {
      const { limit = 50, cursor } = query;
      const after = cursor === undefined ? null : decodeCursor(cursor, Place);
      const rows = await db.tenant(
        caller.tenant,
        (tx) => {
          let select = counted(tx);
          if (query.customer) select = select.where('m.customer', '=', query.customer);
          if (query.state) select = select.where('m.state', '=', query.state);
          if (query.kind) select = select.where('m.kind', '=', query.kind);
          if (query.interaction) {
            const { interaction } = query;
            select = select.where(
              sql<boolean>`exists (select from matter_interaction l where l.matter = m.id and l.interaction = ${interaction})`,
            );
          }
          if (after) select = select.where(sql<boolean>`(m.opened_at, m.id) < (${after.at}, ${after.id})`);
          return select
            .orderBy('m.opened_at', 'desc')
            .orderBy('m.id', 'desc')
            .limit(limit + 1)
            .execute();
        },
        { read: true },
      );
      const items = rows.slice(0, limit).map(view);
      const last = rows.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last ? encodeCursor({ at: last.openedAt, id: last.id }) : null };
    },

    async one(caller: Caller, id: MatterId, language: Language): Promise<MatterDetail> {
      const matter = await shown(caller.tenant, id);
      const far = await reach(caller);
      const rows = await db.tenant(caller.tenant, (tx) => listRows(tx, { reach: far, matter: id, after: null, limit: MOST_CONTACTS }), {
        read: true,
      });
      return { ...matter, interactions: await presenter.summaries(caller.tenant, rows, language) };
    },

    /** In the erasure's transaction: the rows hold what he wanted in clear. */
    async eraseOf(tx: Tx, customer: CustomerId): Promise<void> {
      await lockCustomer(tx, customer);
      await tables(tx).deleteFrom('matter').where('customer', '=', customer).execute();
    },
  };
}

async function shownIn(tx: Tx, id: MatterId): Promise<Pick<MatterRow, 'customer'>> {
  const row = await tables(tx).selectFrom('matter').select('customer').where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('matter.not-found', { id });
  return row;
}

function view({ opened_at, changed_at, closed_at, tenant: _, joined_from: _joined, ...row }: MatterRow & { contacts: number }): Matter {
  return { ...row, openedAt: opened_at, changedAt: changed_at, closedAt: closed_at };
}
