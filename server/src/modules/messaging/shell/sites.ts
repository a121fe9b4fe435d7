// Chat sites as they are set up: kept, changed, removed; and the one that a public key means.
import type { ChatSitePatch, ChatSiteSetting, NewChatSite } from '@tandem/contract/api/chat-sites.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { ChatSiteId, TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { originOf, type SiteDoc } from '../core/site.ts';
import type { MessagingDeps } from './messaging.ts';
import type { MessagingTables } from './tables.ts';

const MOST = 50;
const KEY_BYTES = 16;
const CLOSE_AFTER_MINUTES = 30;
const ENGINE = 'chat-site/1';

export type Site = { tenant: TenantId; id: ChatSiteId; key: string; doc: SiteDoc };

export function createSites(deps: MessagingDeps) {
  const { db, log, ports, random } = deps;
  const tables = (tx: Tx) => tx.tables<MessagingTables>();

  async function checked(tenant: TenantId, doc: SiteDoc): Promise<SiteDoc> {
    if (!(await ports.hasQueue(tenant, doc.queue))) throw new AppError('queue.not-found', { id: doc.queue });
    const origins = doc.origins.map((origin) => {
      const read = originOf(origin.trim());
      if (read === null) throw new AppError('chat-site.bad-origin', { origin });
      return read;
    });
    return { ...doc, origins: [...new Set(origins)] };
  }

  async function told(tx: Tx, id: ChatSiteId, value: SiteDoc | null, actor: Actor): Promise<void> {
    await log.append(tx, [{ stream: id, type: 'config.changed', data: { kind: 'chat-site', id, value, engine: ENGINE }, actor }]);
  }

  const select = (tx: Tx, tenant: TenantId) => tables(tx).selectFrom('chat_site').select(['id', 'key', 'doc']).where('tenant', '=', tenant);

  async function one(tx: Tx, tenant: TenantId, id: ChatSiteId, { locked = false } = {}): Promise<Omit<Site, 'tenant'>> {
    const found = select(tx, tenant).where('id', '=', id);
    const row = await (locked ? found.forUpdate() : found).executeTakeFirst();
    if (!row) throw new AppError('chat-site.not-found', { id });
    return row;
  }

  return {
    async list(tenant: TenantId): Promise<ChatSiteSetting[]> {
      const rows = await db.tenant(tenant, (tx) => select(tx, tenant).orderBy('id').execute(), { read: true });
      return rows.map(view);
    },

    async one(tenant: TenantId, id: ChatSiteId): Promise<ChatSiteSetting> {
      return db.tenant(tenant, async (tx) => view(await one(tx, tenant, id)), { read: true });
    },

    /** `key`: of the demo, whose address is known beforehand. */
    async create(
      tenant: TenantId,
      { id = deps.newId('cht'), ...wish }: NewChatSite,
      actor: Actor,
      key = Buffer.from(random.bytes(KEY_BYTES)).toString('base64url'),
    ): Promise<ChatSiteSetting> {
      const doc = await checked(tenant, { closeAfterMinutes: CLOSE_AFTER_MINUTES, ...wish });
      await db.tenant(tenant, async (tx) => {
        const there = await tables(tx).selectFrom('chat_site').select('id').where('tenant', '=', tenant).execute();
        if (there.length >= MOST) throw new AppError('chat-site.too-many', { most: MOST });
        if (there.some((each) => each.id === id)) throw new AppError('chat-site.id-taken', { id });
        await tables(tx)
          .insertInto('chat_site')
          .values({ tenant, id, key, doc: JSON.stringify(doc) })
          .execute();
        await told(tx, id, doc, actor);
      });
      return view({ id, key, doc });
    },

    async change(tenant: TenantId, id: ChatSiteId, patch: ChatSitePatch, actor: Actor): Promise<ChatSiteSetting> {
      const before = await db.tenant(tenant, (tx) => one(tx, tenant, id), { read: true });
      const wanted = await checked(tenant, { ...before.doc, ...patch });
      return db.tenant(tenant, async (tx) => {
        const { key, doc: now } = await one(tx, tenant, id, { locked: true });
        const doc = { ...now, ...patch, ...(patch.origins && { origins: wanted.origins }) };
        await tables(tx)
          .updateTable('chat_site')
          .set({ doc: JSON.stringify(doc) })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .execute();
        await told(tx, id, doc, actor);
        return view({ id, key, doc });
      });
    },

    /** Its stories stay with their contacts; pages that still hold it find it gone. */
    remove: (tenant: TenantId, id: ChatSiteId, actor: Actor): Promise<void> =>
      db.tenant(tenant, async (tx) => {
        await one(tx, tenant, id, { locked: true });
        await tables(tx).deleteFrom('chat_site').where('tenant', '=', tenant).where('id', '=', id).execute();
        await told(tx, id, null, actor);
      }),

    /** Rejects with `chat.not-here`. */
    async byKey(key: string): Promise<Site> {
      const row = await db.system(
        (tx) => tables(tx).selectFrom('chat_site').select(['tenant', 'id', 'key', 'doc']).where('key', '=', key).executeTakeFirst(),
        { read: true },
      );
      if (!row) throw new AppError('chat.not-here', { key });
      return row;
    },
  };
}

function view({ id, key, doc }: Omit<Site, 'tenant'>): ChatSiteSetting {
  return { id, key, ...doc, origins: [...doc.origins] };
}
