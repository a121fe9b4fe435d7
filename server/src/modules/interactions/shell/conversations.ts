// Conversations: which one a new contact goes on with, their lists, and the tenant's rule of when one is over.
import type { Conversation, ConversationDetail, ConversationQuery, ConversationRule } from '@tandem/contract/api/conversations.ts';
import type { ContactChannel } from '@tandem/contract/channel.ts';
import type { ConversationId, CustomerId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { sql } from 'kysely';
import { Type, type Static } from 'typebox';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Caller, Page } from '../../../platform/http/types.ts';
import type { Reach } from '../core/reach.ts';
import { conversationOf, DEFAULT_DAYS, goesOn } from '../core/thread.ts';
import type { Presenter } from './present.ts';
import { listRows, within } from './store.ts';
import type { InteractionsTables } from './tables.ts';

const tables = (tx: Tx) => tx.tables<InteractionsTables>();
const Place = Type.Object({ at: Type.Integer(), id: IdOf('cnv') });
const ENGINE = 'conversation-rule/1';
const MOST_CONTACTS = 200;

async function daysOf(tx: Tx): Promise<number> {
  return (await tables(tx).selectFrom('conversation_rule').select('days').executeTakeFirst())?.days ?? DEFAULT_DAYS;
}

/** Puts a contact that begins now into its thread. In the transaction that writes the contact. */
export async function thread(
  tx: Tx,
  contact: { tenant: TenantId; interaction: InteractionId; customer: CustomerId; channel: ContactChannel; at: EpochMs },
): Promise<ConversationId> {
  const { tenant, interaction, customer, channel, at } = contact;
  // Two contacts of one customer that begin at once must not begin two threads.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`conversation ${customer} ${channel}`}, 0))`.execute(tables(tx));
  const last = await tables(tx)
    .selectFrom('conversation')
    .select(['id', 'last_at'])
    .where('tenant', '=', tenant)
    .where('customer', '=', customer)
    .where('channel', '=', channel)
    .orderBy('last_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last && goesOn(last.last_at, at, await daysOf(tx))) {
    await touch(tx, last.id, at);
    return last.id;
  }
  const id = conversationOf(interaction);
  await tables(tx).insertInto('conversation').values({ tenant, id, customer, channel, started_at: at, last_at: at }).execute();
  return id;
}

/** Also at the end of a contact: that is what the days are counted from. */
export async function touch(tx: Tx, id: ConversationId, at: EpochMs): Promise<void> {
  await tables(tx).updateTable('conversation').set({ last_at: at }).where('id', '=', id).where('last_at', '<', at).execute();
}

export function createConversations(deps: { db: Db; log: EventLog; presenter: Presenter; reach: (caller: Caller) => Promise<Reach> }) {
  const { db, log, presenter } = deps;

  /** Those with a contact the caller may see, each with their number. */
  const select = (tx: Tx, reach: Reach) => {
    const all = tables(tx)
      .selectFrom('conversation as c')
      .innerJoin('interaction', 'interaction.conversation', 'c.id')
      .select(['c.id', 'c.customer', 'c.channel', 'c.started_at', 'c.last_at', sql<number>`count(*)::int`.as('contacts')])
      .groupBy(['c.id', 'c.customer', 'c.channel', 'c.started_at', 'c.last_at']);
    return reach === 'all' ? all : all.where(within(reach));
  };

  return {
    async list(caller: Caller, query: Static<typeof ConversationQuery>): Promise<Page<Conversation>> {
      const { limit = 50, cursor, customer } = query;
      const reach = await deps.reach(caller);
      const after = cursor === undefined ? null : decodeCursor(cursor, Place);
      const rows = await db.tenant(
        caller.tenant,
        (tx) => {
          let some = select(tx, reach);
          if (customer) some = some.where('c.customer', '=', customer);
          if (after) some = some.where(sql<boolean>`(c.last_at, c.id) < (${after.at}, ${after.id})`);
          return some
            .orderBy('c.last_at', 'desc')
            .orderBy('c.id', 'desc')
            .limit(limit + 1)
            .execute();
        },
        { read: true },
      );
      const items = rows.slice(0, limit).map(view);
      const last = rows.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last ? encodeCursor({ at: last.lastAt, id: last.id }) : null };
    },

    async one(caller: Caller, id: ConversationId, language: Language): Promise<ConversationDetail> {
      const reach = await deps.reach(caller);
      const found = await db.tenant(
        caller.tenant,
        async (tx) => {
          const row = await select(tx, reach).where('c.id', '=', id).executeTakeFirst();
          return row && { row, rows: await listRows(tx, { reach, conversation: id, after: null, limit: MOST_CONTACTS }) };
        },
        { read: true },
      );
      if (!found) throw new AppError('conversation.not-found', { id });
      return { ...view(found.row), interactions: await presenter.summaries(caller.tenant, found.rows, language) };
    },

    rule: async (tenant: TenantId): Promise<ConversationRule> => ({ days: await db.tenant(tenant, daysOf, { read: true }) }),

    /** From the next contact on; threads that are there stay as they are. */
    async setRule(tenant: TenantId, { days }: ConversationRule, actor: Actor): Promise<ConversationRule> {
      await db.tenant(tenant, async (tx) => {
        const before = { days: await daysOf(tx) };
        await tables(tx)
          .insertInto('conversation_rule')
          .values({ tenant, days })
          .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ days }))
          .execute();
        const data = { kind: 'conversation-rule', id: tenant, value: { days }, before, engine: ENGINE } as const;
        await log.append(tx, [{ stream: tenant, type: 'config.changed', data, actor }]);
      });
      return { days };
    },
  };
}

type Found = Pick<InteractionsTables['conversation'], 'id' | 'customer' | 'channel' | 'started_at' | 'last_at'> & { contacts: number };
function view({ started_at, last_at, ...row }: Found): Conversation {
  return { ...row, startedAt: started_at, lastAt: last_at };
}
