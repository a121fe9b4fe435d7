// A message put into a story: its row, its place, its event, in the transaction that holds the visitor's row.
import type { MessageKind } from '@tandem/contract/api/messages.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, InteractionId, MessageId, VisitorId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { invariant } from '../../../kernel/assert.ts';
import type { MessagingDeps } from './messaging.ts';
import type { MessagingTables } from './tables.ts';
import type { Open } from './visitors.ts';

/** `line` is null of a note. */
export type Kept = { id: MessageId; interaction: InteractionId; seq: number; line: number | null };
type Words = { kind: MessageKind; agent: AgentId | null; clientId: string; sealed: string; actor: Actor };

/** What the sender's `clientId` names, where it is there already. */
export function keptBefore(tx: Tx, visitor: VisitorId, kind: MessageKind, clientId: string): Promise<Kept | undefined> {
  return tx
    .tables<MessagingTables>()
    .selectFrom('message')
    .select(['id', 'interaction', 'seq', 'line'])
    .where('visitor', '=', visitor)
    .where('kind', kind === 'in' ? '=' : '<>', 'in')
    .where('client_id', '=', clientId)
    .executeTakeFirst();
}

/** The first one's place where the sender's `clientId` is there already. */
export async function keep(
  tx: Tx,
  deps: Pick<MessagingDeps, 'log' | 'newId' | 'clock'>,
  visitor: Open,
  { kind, agent, clientId, sealed, actor }: Words,
): Promise<Kept> {
  const tables = tx.tables<MessagingTables>();
  const at = deps.clock.now();
  const there = await keptBefore(tx, visitor.id, kind, clientId);
  if (there) return there;
  const { tenant, interaction, conversation } = visitor;
  invariant(conversation !== null, 'a message is written into a contact that has begun');
  const lines = visitor.lines + (kind === 'note' ? 0 : 1);
  const kept: Kept = { id: deps.newId('msg'), interaction, seq: visitor.seq + 1, line: kind === 'note' ? null : lines };
  await tables
    .updateTable('chat_visitor')
    .set({ seq: kept.seq, lines, ...(kind === 'note' ? {} : { last_at: at, last_kind: kind }) })
    .where('id', '=', visitor.id)
    .execute();
  await tables
    .insertInto('message')
    .values({ ...kept, tenant, visitor: visitor.id, conversation, kind, agent, client_id: clientId, text: sealed, at })
    .execute();
  const message = { interaction, message: kept.id, conversation, seq: kept.seq, text: sealed };
  const about = { stream: interaction, actor, at } as const;
  if (kind === 'in') await deps.log.append(tx, [{ ...about, type: 'message.received', data: message }]);
  else if (kind === 'out') await deps.log.append(tx, [{ ...about, type: 'message.sent', data: { ...message, agent } }]);
  else {
    invariant(agent !== null, 'a note has its author');
    await deps.log.append(tx, [{ ...about, type: 'message.noted', data: { ...message, agent } }]);
  }
  return kept;
}
