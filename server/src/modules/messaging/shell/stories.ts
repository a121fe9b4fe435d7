// A customer's story: what he writes is kept once and begins a contact where none is open; a contact ends once, whoever ends it.
import type { InteractionId, TenantId, VisitorId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Ender } from '../core/story.ts';
import type { MessagingDeps } from './messaging.ts';
import { keep, keptBefore, type Kept } from './store.ts';
import type { MessagingTables } from './tables.ts';
import { isOpen, lockVisitor, visitorOf, type Open, type Visitor } from './visitors.ts';

const tables = (tx: Tx) => tx.tables<MessagingTables>();

export type Stories = ReturnType<typeof createStories>;

export function createStories(deps: MessagingDeps) {
  const { db, log, ports, logger } = deps;

  /** The contact that is open, or a new one that stands in no line yet. Its ids are written first: what a crash leaves is taken up again under them. */
  async function open(visitor: VisitorId, tenant: TenantId): Promise<Open> {
    const reserved = await db.tenant(tenant, async (tx) => {
      const now = await lockVisitor(tx, visitor);
      if (now.ending !== null || isOpen(now)) return now;
      const ids = { interaction: deps.newId('int'), work: deps.newId('wrk'), conversation: null, queued: false };
      await tables(tx).updateTable('chat_visitor').set(ids).where('id', '=', visitor).execute();
      return { ...now, ...ids };
    });
    if (reserved.ending !== null) {
      await finish(reserved as Open);
      return open(visitor, tenant);
    }
    const opened = reserved as Open;
    if (opened.conversation !== null) return opened;
    const conversation = await ports.interactions.begin({ tenant, interaction: opened.interaction, visitor, site: opened.site });
    await db.tenant(tenant, (tx) => tables(tx).updateTable('chat_visitor').set({ conversation }).where('id', '=', visitor).execute());
    return { ...opened, conversation };
  }

  /** Puts the contact into the line, once; tried again by the watch where it is refused. */
  async function intoLine({ tenant, id, site, interaction, work }: Open): Promise<void> {
    const doc = await db.tenant(
      tenant,
      (tx) => tables(tx).selectFrom('chat_site').select('doc').where('tenant', '=', tenant).where('id', '=', site).executeTakeFirst(),
      { read: true },
    );
    // Its site was removed in this moment: nobody is there to whom it could go.
    if (!doc) return end(tenant, interaction, 'system');
    const queued = await ports.routing.queue({ tenant, work, interaction, queue: doc.doc.queue });
    if (!queued.ok) logger.warn('a chat waits outside the line', { interaction, code: queued.refusal.code });
    else
      await db.tenant(tenant, (tx) =>
        tables(tx).updateTable('chat_visitor').set({ queued: true }).where('id', '=', id).where('work', '=', work).execute(),
      );
  }

  /** Ends what somebody began to end: the same after a crash. */
  async function finish({ tenant, id, interaction, work, ending, queued }: Open): Promise<void> {
    const by: Ender = ending ?? 'system';
    const standing = queued ? await ports.routing.standing(tenant, work) : null;
    await ports.interactions.end({ tenant, interaction, by, stage: standing?.agent ? 'agent' : 'queue' });
    if (queued) await ports.routing.leave(tenant, work, by);
    const over = { interaction: null, conversation: null, work: null, queued: false, ending: null };
    await db.tenant(tenant, (tx) =>
      tables(tx).updateTable('chat_visitor').set(over).where('id', '=', id).where('interaction', '=', interaction).execute(),
    );
  }

  /** Nothing where it is over already. */
  async function end(tenant: TenantId, interaction: InteractionId, by: Ender): Promise<void> {
    const found = await visitorOf(db, tenant, interaction);
    if (!found) return;
    const ending = await db.tenant(tenant, async (tx) => {
      const now = await lockVisitor(tx, found.id);
      if (!isOpen(now) || now.interaction !== interaction) return null;
      const who = now.ending ?? by;
      await tables(tx).updateTable('chat_visitor').set({ ending: who }).where('id', '=', found.id).execute();
      return { ...now, ending: who };
    });
    if (ending) await finish(ending);
  }

  return {
    end,
    /** What a crash, or a line that was full, left undone. */
    async takeUp(visitor: Open): Promise<void> {
      if (visitor.ending !== null) await finish(visitor);
      else if (!visitor.queued) await intoLine(await open(visitor.id, visitor.tenant));
    },

    /** Kept for good when it resolves, once for each `clientId`. */
    async receive(visitor: Visitor, message: { clientId: string; text: string }): Promise<Kept> {
      const { tenant } = visitor;
      const before = await db.tenant(tenant, (tx) => keptBefore(tx, visitor.id, 'in', message.clientId), { read: true });
      if (before) return before;
      for (;;) {
        const opened = await open(visitor.id, tenant);
        const sealed = await ports.interactions.seal(tenant, opened.interaction, message.text);
        const kept = await db.tenant(tenant, async (tx) => {
          const now = await lockVisitor(tx, visitor.id);
          // It ended in between: the message begins the next one.
          if (now.interaction !== opened.interaction || now.ending !== null) return null;
          return keep(tx, deps, now as Open, {
            kind: 'in',
            agent: null,
            clientId: message.clientId,
            sealed,
            actor: { kind: 'system', part: 'messaging' },
          });
        });
        if (kept === null) continue;
        if (!opened.queued) await intoLine(opened);
        return kept;
      }
    },

    /** Whether the contact is one of ours, and open. */
    has: async (tenant: TenantId, interaction: InteractionId): Promise<boolean> => (await visitorOf(db, tenant, interaction)) !== null,

    /** He has seen everything up to this line. */
    async read({ id, tenant }: Visitor, line: number): Promise<void> {
      await db.tenant(tenant, async (tx) => {
        const now = await lockVisitor(tx, id);
        const upTo = Math.min(line, now.lines);
        if (upTo <= now.read_line) return;
        await tables(tx).updateTable('chat_visitor').set({ read_line: upTo }).where('id', '=', id).execute();
        if (!isOpen(now) || now.conversation === null) return;
        const last = await tables(tx)
          .selectFrom('message')
          .select('seq')
          .where('visitor', '=', id)
          .where('line', '=', upTo)
          .executeTakeFirst();
        if (!last) return;
        const data = {
          interaction: now.interaction,
          conversation: now.conversation,
          seq: last.seq,
          by: 'customer',
        } as const;
        await log.append(tx, [{ stream: now.interaction, type: 'message.read', data, actor: { kind: 'system', part: 'messaging' } }]);
      });
    },
  };
}
