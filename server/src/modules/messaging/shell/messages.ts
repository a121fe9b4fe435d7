// Messages as agents see and write them.
import type { Message, MessageQuery, NewMessage } from '@tandem/contract/api/messages.ts';
import type { AgentId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { Type, type Static } from 'typebox';
import type { Selectable } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { actorOf, type Caller, type Page } from '../../../platform/http/types.ts';
import type { MessagingDeps } from './messaging.ts';
import { keep } from './store.ts';
import type { MessagingTables } from './tables.ts';
import { isOpen, lockVisitor, visitorOf, type Open } from './visitors.ts';

type Row = Selectable<MessagingTables['message']>;
type Reads = Pick<Selectable<MessagingTables['chat_visitor']>, 'read_line' | 'seen_seq'>;

const Place = Type.Integer({ minimum: 1 });
const tables = (tx: Tx) => tx.tables<MessagingTables>();

export function createMessages(deps: MessagingDeps) {
  const { db, log, personal, ports } = deps;
  async function mustReach(caller: Caller, action: 'interactions:read' | 'interactions:control', id: InteractionId): Promise<void> {
    if (!(await ports.interactions.reaches(caller, action, id))) throw new AppError('interaction.not-found', { id });
  }

  /** The open contact, which the caller has: who only sees it writes nothing to its customer. */
  async function mine(caller: Caller, id: InteractionId): Promise<Open> {
    await mustReach(caller, 'interactions:control', id);
    const visitor = await visitorOf(db, caller.tenant, id);
    if (!visitor || !isOpen(visitor) || visitor.ending !== null) throw new AppError('message.contact-over');
    const standing = await ports.routing.standing(caller.tenant, visitor.work);
    if (caller.agent === null || standing?.agent !== caller.agent) throw new AppError('message.not-yours');
    return visitor;
  }

  type Opened = { rows: readonly Row[]; texts: readonly (string | null)[]; reads: Reads };
  const opened = async (tx: Tx, rows: readonly Row[], reads: Reads): Promise<Opened> => ({
    rows,
    reads,
    texts: await personal.openAll(
      tx,
      rows.map(({ text }) => text),
    ),
  });

  async function shown(tenant: TenantId, { rows, texts, reads }: Opened): Promise<Message[]> {
    const names = await ports.agentNames(tenant, [...new Set(rows.flatMap(({ agent }) => agent ?? []))]);
    return rows.map((row, index) => view(row, texts[index] ?? '', reads, names));
  }

  return {
    mine,

    /** The newest where no cursor says otherwise; the next page is of older ones. */
    async list(caller: Caller, id: InteractionId, query: Static<typeof MessageQuery>): Promise<Page<Message>> {
      await mustReach(caller, 'interactions:read', id);
      const { limit = 50, cursor, conversation } = query;
      const before = cursor === undefined ? null : decodeCursor(cursor, Place);
      const found = await db.tenant(
        caller.tenant,
        async (tx) => {
          const own = await tables(tx).selectFrom('message').select('visitor').where('interaction', '=', id).limit(1).executeTakeFirst();
          if (!own) return null;
          const reads = await tables(tx)
            .selectFrom('chat_visitor')
            .select(['read_line', 'seen_seq'])
            .where('id', '=', own.visitor)
            .executeTakeFirstOrThrow();
          let some = tables(tx).selectFrom('message').selectAll().where('visitor', '=', own.visitor);
          if (conversation === undefined) some = some.where('interaction', '=', id);
          if (before !== null) some = some.where('seq', '<', before);
          const rows = await some
            .orderBy('seq', 'desc')
            .limit(limit + 1)
            .execute();
          const page = rows.slice(0, limit).reverse();
          return { ...(await opened(tx, page, reads)), more: rows.length > limit };
        },
        { read: true },
      );
      if (!found) return { items: [], nextCursor: null };
      const oldest = found.rows[0];
      const items = await shown(caller.tenant, found);
      return { items, nextCursor: found.more && oldest ? encodeCursor(oldest.seq) : null };
    },

    /** Kept for good when it resolves, once for each `clientId`. */
    async send(caller: Caller, id: InteractionId, { clientId, kind, text }: NewMessage): Promise<Message> {
      const { tenant, agent } = caller;
      const { id: visitor } = await mine(caller, id);
      const sealed = await ports.interactions.seal(tenant, id, text);
      const written = await db.tenant(tenant, async (tx) => {
        const now = await lockVisitor(tx, visitor);
        if (now.interaction !== id || now.ending !== null || !isOpen(now)) throw new AppError('message.contact-over');
        const kept = await keep(tx, deps, now, { kind, agent, clientId, sealed, actor: actorOf(caller) });
        const row = await tables(tx).selectFrom('message').selectAll().where('id', '=', kept.id).executeTakeFirstOrThrow();
        return opened(tx, [row], now);
      });
      return (await shown(tenant, written))[0]!;
    },

    /** His screen showed everything up to this place; only of who has the chat it is news to the customer. */
    async read(caller: Caller, id: InteractionId, upTo: number): Promise<void> {
      const { id: visitor } = await mine(caller, id);
      await db.tenant(caller.tenant, async (tx) => {
        const now = await lockVisitor(tx, visitor);
        const seq = Math.min(upTo, now.seq);
        if (now.interaction !== id || now.conversation === null || seq <= now.seen_seq) return;
        await tables(tx).updateTable('chat_visitor').set({ seen_seq: seq }).where('id', '=', visitor).execute();
        const data = { interaction: id, conversation: now.conversation, seq, by: 'agent' } as const;
        await log.append(tx, [{ stream: id, type: 'message.read', data, actor: actorOf(caller) }]);
      });
    },
  };
}

function view(row: Row, text: string, reads: Reads, names: ReadonlyMap<AgentId, string>): Message {
  const { id, interaction, conversation, seq, kind, agent, at, line, client_id: clientId } = row;
  const read = kind === 'in' ? seq <= reads.seen_seq : line !== null && line <= reads.read_line;
  const author = kind === 'in' ? 'customer' : agent === null ? 'system' : 'agent';
  return {
    id,
    interaction,
    conversation,
    seq,
    kind,
    author: { kind: author, agent, name: agent === null ? null : (names.get(agent) ?? '') },
    text,
    state: read ? 'read' : 'sent',
    at,
    clientId,
  };
}
