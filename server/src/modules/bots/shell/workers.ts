// Digital workers as they are set up: made, changed, paused, removed. Each change is an event and reaches routing at once.
import type { DigitalWorkerPatch, NewDigitalWorker } from '@tandem/contract/api/workers.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, FlowId, TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { BotsDeps } from './bots.ts';
import { lockWorker, readWorkers, type BotsTables, type WorkerDoc, type WorkerRow } from './tables.ts';

const MOST = 200;
/** Of the shape of the event's value, for whoever replays a day. */
const ENGINE = 'bots/1';

export type Workers = ReturnType<typeof createWorkers>;

export function createWorkers({ db, log, clock, newId, ports }: BotsDeps) {
  const rows = (tenant: TenantId): Promise<WorkerRow[]> => db.tenant(tenant, readWorkers, { read: true });
  const present = async (tenant: TenantId): Promise<WorkerRow[]> => (await rows(tenant)).filter(({ removed }) => !removed);

  async function checked(tenant: TenantId, doc: WorkerDoc, before: WorkerDoc | null): Promise<void> {
    const { queues, skills } = await ports.known(tenant);
    // What was taken away since is not held against who changes something else.
    const queue = doc.queues.find((each) => !queues.has(each) && before?.queues.includes(each) !== true);
    if (queue) throw new AppError('queue.not-found', { id: queue });
    const unknown = doc.skills
      .map(({ skill }) => skill)
      .filter((each) => !skills.has(each) && before?.skills.some(({ skill }) => skill === each) !== true);
    if (unknown.length > 0) throw new AppError('queue.unknown-skill', { skills: unknown });
    const nodes = await ports.withoutPerson(tenant, doc.flow);
    if (nodes.length > 0) throw new AppError('worker.no-way-to-person', { nodes: nodes.slice(0, 10).join(', ') });
  }

  async function record(tx: Tx, id: AgentId, value: WorkerDoc | null, actor: Actor): Promise<void> {
    await log.append(tx, [{ stream: id, type: 'config.changed', data: { kind: 'digital-worker', id, value, engine: ENGINE }, actor }]);
  }

  async function found(tenant: TenantId, id: AgentId): Promise<WorkerRow> {
    const row = (await present(tenant)).find((each) => each.id === id);
    if (!row) throw new AppError('worker.not-found', { id });
    return row;
  }

  return {
    /** Removed ones too. */
    rows,
    present,

    async create(tenant: TenantId, { id = newId('agt'), ...doc }: NewDigitalWorker, actor: Actor): Promise<AgentId> {
      await checked(tenant, doc, null);
      await db.tenant(tenant, async (tx) => {
        const there = await readWorkers(tx);
        if (there.filter(({ removed }) => !removed).length >= MOST) throw new AppError('worker.too-many', { most: MOST });
        const same = there.find((each) => each.id === id);
        if (same && !same.removed) throw new AppError('worker.id-taken', { id });
        // One that was removed comes back under its id.
        const row = { doc: JSON.stringify(doc), since: clock.now() };
        const tables = tx.tables<BotsTables>();
        if (same)
          await tables
            .updateTable('bot_worker')
            .set({ ...row, removed: false })
            .where('id', '=', id)
            .execute();
        else
          await tables
            .insertInto('bot_worker')
            .values({ tenant, id, ...row })
            .execute();
        await record(tx, id, doc, actor);
      });
      await ports.configChanged(tenant);
      return id;
    },

    async change(tenant: TenantId, id: AgentId, patch: DigitalWorkerPatch, actor: Actor): Promise<void> {
      const before = await found(tenant, id);
      // Pausing must work whatever became of his flow.
      const onlyPaused = Object.keys(patch).every((field) => field === 'on') && patch.on === false;
      if (!onlyPaused) await checked(tenant, { ...before.doc, ...patch }, before.doc);
      await db.tenant(tenant, async (tx) => {
        const row = await lockWorker(tx, id);
        if (!row || row.removed) throw new AppError('worker.not-found', { id });
        const next = { ...row.doc, ...patch };
        const since = next.on === row.doc.on ? row.since : clock.now();
        await tx
          .tables<BotsTables>()
          .updateTable('bot_worker')
          .set({ doc: JSON.stringify(next), since })
          .where('id', '=', id)
          .execute();
        await record(tx, id, next, actor);
      });
      await ports.configChanged(tenant);
    },

    /** He finishes what he has. */
    async remove(tenant: TenantId, id: AgentId, actor: Actor): Promise<void> {
      await db.tenant(tenant, async (tx) => {
        const row = await lockWorker(tx, id);
        if (!row || row.removed) throw new AppError('worker.not-found', { id });
        await tx.tables<BotsTables>().updateTable('bot_worker').set({ removed: true }).where('id', '=', id).execute();
        await record(tx, id, null, actor);
      });
      await ports.configChanged(tenant);
    },

    /** Whether a digital worker works by the flow: then it must have a way to a person. */
    async worksBy(tenant: TenantId, flow: FlowId): Promise<WorkerRow[]> {
      return (await present(tenant)).filter(({ doc }) => doc.flow === flow);
    },
  };
}
