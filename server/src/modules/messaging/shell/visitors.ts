// Visitors of a chat site: each a browser that keeps a secret, by which it finds its story again.
import { createHash } from 'node:crypto';
import type { InteractionId, TenantId, VisitorId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Selectable } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { MessagingDeps } from './messaging.ts';
import type { Site } from './sites.ts';
import type { MessagingTables } from './tables.ts';

export type Visitor = Selectable<MessagingTables['chat_visitor']>;
/** A contact that is open. */
export type Open = Visitor & { interaction: InteractionId; work: NonNullable<Visitor['work']> };

const TOKEN_BYTES = 32;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const tables = (tx: Tx) => tx.tables<MessagingTables>();

export function createVisitors(deps: MessagingDeps) {
  const { db, clock, random } = deps;
  return {
    async create(site: Site, language: Language | null): Promise<{ token: string }> {
      const token = Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');
      const row = { tenant: site.tenant, id: deps.newId('vis'), site: site.id, token_hash: hashOf(token), language, last_at: clock.now() };
      await db.tenant(site.tenant, (tx) => tables(tx).insertInto('chat_visitor').values(row).execute());
      return { token };
    },

    /** Rejects with `chat.unknown-visitor`, also where the secret is of another site. */
    async byToken(site: Site, token: string): Promise<Visitor> {
      const row = await db.tenant(
        site.tenant,
        (tx) =>
          tables(tx)
            .selectFrom('chat_visitor')
            .selectAll()
            .where('token_hash', '=', hashOf(token))
            .where('site', '=', site.id)
            .executeTakeFirst(),
        { read: true },
      );
      if (!row) throw new AppError('chat.unknown-visitor');
      return row;
    },
  };
}

/** As it stands; nobody else changes it until the transaction is over. */
export function lockVisitor(tx: Tx, id: VisitorId): Promise<Visitor> {
  return tables(tx).selectFrom('chat_visitor').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}

export function isOpen(visitor: Visitor): visitor is Open {
  return visitor.interaction !== null && visitor.work !== null;
}

/** Whose open contact it is; null where it is none of ours, or over. */
export async function visitorOf(db: MessagingDeps['db'], tenant: TenantId, interaction: InteractionId): Promise<Visitor | null> {
  const row = await db.tenant(
    tenant,
    (tx) => tables(tx).selectFrom('chat_visitor').selectAll().where('interaction', '=', interaction).executeTakeFirst(),
    { read: true },
  );
  return row ?? null;
}
