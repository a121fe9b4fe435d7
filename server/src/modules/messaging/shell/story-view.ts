// A customer's story as his page is shown it: what was said, where it stands, who has it. Reads only.
import type { ChatLine, ChatState } from '@tandem/contract/chat.ts';
import type { AgentId, InteractionId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { calledBy, stateOf } from '../core/story.ts';
import type { MessagingDeps } from './messaging.ts';
import type { MessagingTables } from './tables.ts';
import { isOpen, type Visitor } from './visitors.ts';

/** So many lines go to a page at once: of a longer story the newest. */
const MOST_LINES = 200;
const tables = (tx: Tx) => tx.tables<MessagingTables>();

export function createStoryView({ db, personal, ports }: MessagingDeps) {
  const now = (tx: Tx, { id }: Visitor): Promise<Visitor> =>
    tables(tx).selectFrom('chat_visitor').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  return {
    /** The contact that is open, and who has it now; null where none is. */
    async held(visitor: Visitor): Promise<{ interaction: InteractionId; agent: AgentId | null } | null> {
      const row = await db.tenant(visitor.tenant, (tx) => now(tx, visitor), { read: true });
      if (!isOpen(row)) return null;
      return { interaction: row.interaction, agent: (await ports.routing.standing(row.tenant, row.work))?.agent ?? null };
    },

    /** His story after the line that his page has, oldest first: of a long one the newest. */
    async linesAfter({ id, tenant }: Visitor, after: number): Promise<ChatLine[]> {
      const { rows, texts } = await db.tenant(
        tenant,
        async (tx) => {
          const newest = await tables(tx)
            .selectFrom('message')
            .select(['id', 'line', 'kind', 'agent', 'client_id', 'text', 'at'])
            .where('visitor', '=', id)
            .where('line', '>', after)
            .orderBy('line', 'desc')
            .limit(MOST_LINES)
            .execute();
          const ordered = newest.reverse();
          return {
            rows: ordered,
            texts: await personal.openAll(
              tx,
              ordered.map(({ text }) => text),
            ),
          };
        },
        { read: true },
      );
      const names = await ports.agentNames(tenant, [...new Set(rows.flatMap(({ agent }) => agent ?? []))]);
      return rows.map((row, index) => ({
        seq: row.line!,
        id: row.id,
        from: row.kind === 'in' ? 'customer' : row.agent === null ? 'system' : 'agent',
        name: row.agent === null ? null : calledBy(names.get(row.agent) ?? ''),
        text: texts[index] ?? '',
        at: row.at,
        clientId: row.kind === 'in' ? row.client_id : null,
      }));
    },

    async state(visitor: Visitor): Promise<ChatState> {
      const { id, tenant } = visitor;
      const { row: at, readUpTo } = await db.tenant(
        tenant,
        async (tx) => {
          const row = await now(tx, visitor);
          const read = await tables(tx)
            .selectFrom('message')
            .select((select) => select.fn.max('line').as('line'))
            .where('visitor', '=', id)
            .where('kind', '=', 'in')
            .where('seq', '<=', row.seen_seq)
            .executeTakeFirst();
          return { row, readUpTo: read?.line ?? 0 };
        },
        { read: true },
      );
      const open = isOpen(at) && at.ending === null;
      const standing = open && at.queued ? await ports.routing.standing(tenant, at.work) : null;
      const names = standing?.agent ? await ports.agentNames(tenant, [standing.agent]) : null;
      const agent = standing?.agent ? (names?.get(standing.agent) ?? '') : null;
      return stateOf({ open, lines: at.lines, readUpTo }, standing && { ...standing, agent });
    },
  };
}
