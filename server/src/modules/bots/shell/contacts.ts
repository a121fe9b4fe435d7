// Contacts that digital workers have: taken from routing, given to their hands, and over with what the hands told.
import type { AgentId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { costOf, outcomeOf, summaryOf, verdictOf, type HandsEvent } from '../core/contact.ts';
import type { Offered } from '../ports.ts';
import type { BotsDeps } from './bots.ts';
import type { BotsTables } from './tables.ts';
import type { Workers } from './workers.ts';

export function createContacts({ db, log, clock, ports, logger }: BotsDeps, workers: Workers) {
  /** The customers who are with a digital worker now: what other flows do is nobody's business here. */
  const open = new Set<InteractionId>();

  return {
    /** Those of an earlier process; `stands`: whether the customer is still with him. */
    async restore(tenants: readonly TenantId[], stands: (interaction: InteractionId) => boolean): Promise<void> {
      for (const tenant of tenants) {
        const rows = await db.tenant(
          tenant,
          (tx) => tx.tables<BotsTables>().selectFrom('bot_contact').select('interaction').where('ended_at', 'is', null).execute(),
          { read: true },
        );
        for (const { interaction } of rows) {
          open.add(interaction);
          if (!stands(interaction)) await heard(tenant, interaction, { kind: 'failed' });
        }
      }
    },

    /** Gives the offered contact to the worker's hands. Rejects where he cannot have it: routing then asks the next one. */
    async take(offered: Offered): Promise<void> {
      const { tenant, interaction, work, queue, agent } = offered;
      const worker = (await workers.present(tenant)).find(({ id }) => id === agent);
      if (!worker?.doc.on) throw new AppError('worker.not-found', { id: agent });
      // Written before he has it: what his hands tell must find it.
      const fresh = !open.has(interaction);
      open.add(interaction);
      const row = { tenant, work, interaction, worker: agent, queue, taken_at: clock.now() };
      await db.tenant(tenant, (tx) =>
        tx
          .tables<BotsTables>()
          .insertInto('bot_contact')
          .values(row)
          .onConflict((conflict) => conflict.columns(['tenant', 'work']).doNothing())
          .execute(),
      );
      const taken = await ports.hands.take({ ...offered, flow: worker.doc.flow }).catch(async (error: unknown) => {
        if (fresh) await forget(offered);
        throw error;
      });
      if (!taken && fresh) await forget(offered);
    },

    heard,
  };

  /** He was given it and did not take it. */
  async function forget({ tenant, interaction, work }: Offered): Promise<void> {
    open.delete(interaction);
    await db.tenant(tenant, (tx) =>
      tx.tables<BotsTables>().deleteFrom('bot_contact').where('work', '=', work).where('ended_at', 'is', null).execute(),
    );
  }

  /** What the hands tell of a contact; nothing where no digital worker has it (any more). Never rejects: the customer goes on, whatever becomes of our figures. */
  async function heard(tenant: TenantId, interaction: InteractionId, event: HandsEvent): Promise<void> {
    await end(tenant, interaction, event).catch((error: unknown) =>
      logger.error('what became of a contact of a digital worker was not written', { interaction, kind: event.kind, error: String(error) }),
    );
  }

  async function end(tenant: TenantId, interaction: InteractionId, event: HandsEvent): Promise<void> {
    if (!open.has(interaction)) return;
    const at = clock.now();
    const outcome = outcomeOf(event);
    const summary = event.kind === 'handed-over' ? summaryOf(event.gathered) : null;
    const sealed = summary === null ? null : await ports.seal(tenant, interaction, summary);
    const verdict =
      (event.kind === 'done' || event.kind === 'left') && outcome === 'done'
        ? verdictOf(event.gathered)
        : { resolved: null, disposition: null };
    const costs = new Map((await workers.rows(tenant)).map(({ id, doc }) => [id, doc.cost]));
    const ended = await db.tenant(tenant, async (tx) => {
      const tables = tx.tables<BotsTables>();
      const row = await tables
        .selectFrom('bot_contact')
        .selectAll()
        .where('interaction', '=', interaction)
        .where('ended_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (!row) return null;
      const { work, worker: agent, queue } = row;
      const price = costs.get(agent) ?? { perContact: 0, perMinute: 0, currency: 'XXX' };
      const talkMs = at - row.taken_at;
      const cost = costOf(price, talkMs);
      await tables
        .updateTable('bot_contact')
        .set({ ended_at: at, outcome, resolved: verdict.resolved, cost })
        .where('work', '=', work)
        .execute();
      const about = { interaction, work, agent, queue };
      const actor = { kind: 'system', part: 'bots' } as const;
      if (event.kind === 'handed-over')
        await log.append(tx, [
          { stream: interaction, type: 'worker.handed-over', data: { ...about, to: event.to, summary: sealed }, actor, at },
        ]);
      if (outcome === 'done')
        await log.append(tx, [
          { stream: interaction, type: 'worker.done', data: { ...about, ...verdict, talkMs, cost, currency: price.currency }, actor, at },
        ]);
      return agent;
    });
    open.delete(interaction);
    if (ended !== null) await wroteUp(tenant, interaction, ended, verdict);
  }

  /** As an agent's wrap-up, so that lists and figures of dispositions know it. A key that is not in the list is told and dropped. */
  async function wroteUp(
    tenant: TenantId,
    interaction: InteractionId,
    agent: AgentId,
    { disposition, resolved }: { disposition: string | null; resolved: boolean | null },
  ): Promise<void> {
    if (disposition === null) return;
    await ports
      .wrapUp(tenant, interaction, agent, { disposition, resolved: resolved === true })
      .catch((error: unknown) =>
        logger.warn('how a digital worker did was not written up', { interaction, disposition, error: String(error) }),
      );
  }
}
