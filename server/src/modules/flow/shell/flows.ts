// Flows as people work on them: drafts, validation, publishing immutable versions.
import type { Flow, FlowDraft, FlowSummary, FlowVerdict, FlowVersion, NewFlow } from '@tandem/contract/api/flows.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { FlowId, TenantId, UserId } from '@tandem/contract/ids.ts';
import { sql, type Selectable } from 'kysely';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Known } from '../core/known.ts';
import { callsOf, returns } from '../core/nesting.ts';
import { validateFlow, type Verdict } from '../core/validate.ts';
import { SHIPPED_MUSIC, SHIPPED_PROMPTS } from '../core/demo/prompts.ts';
import type { FlowPorts } from '../ports.ts';
import { compileExpression } from './expressions.ts';
import { CHANNEL } from './published.ts';
import type { Secrets } from './secrets.ts';
import { checkShape } from './shape.ts';
import type { FlowTables } from './tables.ts';

const ENGINE = 'flow/2';
type Row = Selectable<FlowTables['flow']>;

const summaryOf = (row: Row): FlowSummary => ({
  id: row.id,
  key: row.key,
  name: row.name,
  publishedVersion: row.published_version,
  publishedAt: row.published_at,
  draftUpdatedAt: row.draft_updated_at,
});

/** A flow may hand the call to itself, also before it was ever published. */
function transferableTo(known: Known, id: FlowId): Known {
  return known.flows.has(id) ? known : { ...known, flows: new Map([...known.flows, [id, { calls: [], returns: false }]]) };
}

export function createFlows(deps: {
  db: Db;
  log: EventLog;
  clock: Clock;
  random: Random;
  ports: FlowPorts;
  secrets: Pick<Secrets, 'secrets'>;
}) {
  const { db, log, clock, random, ports } = deps;

  async function knownTo(tenant: TenantId, self: FlowId | null): Promise<Known> {
    const [known, own, worked, secrets, zh, en, flows] = await Promise.all([
      ports.known(tenant),
      ports.prompts.names(tenant),
      self === null ? false : (ports.worked?.(tenant, self) ?? false),
      deps.secrets.secrets(tenant),
      ports.speech.available('zh-CN'),
      ports.speech.available('en'),
      db.tenant(tenant, (tx) =>
        tx
          .tables<FlowTables>()
          .selectFrom('flow')
          .innerJoin('flow_version', (join) =>
            join.onRef('flow_version.flow', '=', 'flow.id').onRef('flow_version.version', '=', 'flow.published_version'),
          )
          .select(['flow.id', 'flow_version.graph'])
          .where('flow.removed_at', 'is', null)
          .execute(),
      ),
    ]);
    return {
      queues: new Set(known.queues),
      agents: new Set(known.agents),
      skills: new Set(known.skills),
      hours: new Set(known.hours),
      openingFault: (opening) => ports.openingFault(opening),
      tables: new Set(known.tables),
      secrets: new Set(secrets.map((secret) => secret.name)),
      flows: new Map(flows.map((row) => [row.id, { calls: callsOf(row.graph), returns: returns(row.graph) }])),
      self,
      worked,
      prompts: new Set([...SHIPPED_PROMPTS, ...own.prompts]),
      music: new Set([...SHIPPED_MUSIC, ...own.music]),
      noSpeech: { 'zh-CN': zh.ok ? null : zh.reason, en: en.ok ? null : en.reason },
      expression: compileExpression,
    };
  }
  const judge = async (tenant: TenantId, graph: unknown, self: FlowId | null): Promise<Verdict> =>
    validateFlow(graph, await knownTo(tenant, self), checkShape);

  async function find(tx: Tx, id: FlowId): Promise<Row> {
    const row = await tx
      .tables<FlowTables>()
      .selectFrom('flow')
      .selectAll()
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError('flow.not-found', { id });
    return row;
  }
  async function show(tenant: TenantId, row: Row): Promise<Flow> {
    const { problems } = await judge(tenant, row.draft, row.id);
    return { ...summaryOf(row), draft: row.draft, problems };
  }

  return {
    async list(tenant: TenantId): Promise<FlowSummary[]> {
      const rows = await db.tenant(tenant, (tx) =>
        tx.tables<FlowTables>().selectFrom('flow').selectAll().where('removed_at', 'is', null).orderBy('key').execute(),
      );
      return rows.map(summaryOf);
    },
    flow: async (tenant: TenantId, id: FlowId): Promise<Flow> => show(tenant, await db.tenant(tenant, (tx) => find(tx, id))),
    exists: async (tenant: TenantId, id: FlowId): Promise<boolean> =>
      (await db.tenant(tenant, (tx) =>
        tx.tables<FlowTables>().selectFrom('flow').select('id').where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst(),
      )) !== undefined,

    async validate(tenant: TenantId, graph: unknown): Promise<FlowVerdict> {
      const { ok, problems } = await judge(tenant, graph, null);
      return { ok, problems };
    },

    async create(tenant: TenantId, wanted: NewFlow): Promise<Flow> {
      const row: Row = {
        tenant,
        id: wanted.id ?? makeId('flo', clock.now(), random.bytes(10)),
        key: wanted.key,
        name: wanted.name,
        draft: wanted.draft,
        draft_updated_at: clock.now(),
        published_version: null,
        published_at: null,
        removed_at: null,
      };
      try {
        const values = { ...row, name: JSON.stringify(row.name), draft: JSON.stringify(row.draft) };
        await db.tenant(tenant, async (tx) => {
          const tables = tx.tables<FlowTables>();
          const { key, name, draft, draft_updated_at } = values;
          // One that was removed comes back under its id, with the versions that it had.
          const back = tables.updateTable('flow').set({ key, name, draft, draft_updated_at, removed_at: null });
          const { numUpdatedRows } = await back.where('id', '=', row.id).where('removed_at', 'is not', null).executeTakeFirst();
          if (numUpdatedRows === 0n) await tables.insertInto('flow').values(values).execute();
        });
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === '23505')
          throw new AppError('flow.exists', { key: wanted.key }, { cause: error });
        throw error;
      }
      return show(tenant, row);
    },

    /** A draft may have faults: they are shown, and stand against publishing only. */
    async saveDraft(tenant: TenantId, id: FlowId, change: FlowDraft): Promise<Flow> {
      const row = await db.tenant(tenant, (tx) =>
        tx
          .tables<FlowTables>()
          .updateTable('flow')
          .set({
            draft: JSON.stringify(change.draft),
            draft_updated_at: clock.now(),
            ...(change.name ? { name: JSON.stringify(change.name) } : {}),
          })
          .where('id', '=', id)
          .where('removed_at', 'is', null)
          .returningAll()
          .executeTakeFirst(),
      );
      if (!row) throw new AppError('flow.not-found', { id });
      return show(tenant, row);
    },

    /** Makes the draft the version that new runs take. A graph with faults is refused with all of them. `as`: who did it, where it is not simply `by`. */
    async publish(tenant: TenantId, id: FlowId, by: UserId | null, as?: Actor): Promise<FlowVersion> {
      const known = await knownTo(tenant, id);
      return db.tenant(tenant, async (tx) => {
        const row = await find(tx, id);
        const verdict = validateFlow(row.draft, transferableTo(known, id), checkShape);
        if (!verdict.ok)
          throw new AppError('flow.invalid', {
            errors: verdict.problems.map((each) => ({ path: each.pointer, message: each.message })),
            problems: verdict.problems,
          });
        const tables = tx.tables<FlowTables>();
        // Counted by the versions that there are: a flow that came back has some and none is published.
        const last = await tables
          .selectFrom('flow_version')
          .select('version')
          .where('flow', '=', id)
          .orderBy('version', 'desc')
          .limit(1)
          .executeTakeFirst();
        const version = (last?.version ?? 0) + 1;
        const at = clock.now();
        await tables
          .insertInto('flow_version')
          .values({ tenant, flow: id, version, graph: JSON.stringify(verdict.graph), published_at: at, published_by: by })
          .execute();
        await tables.updateTable('flow').set({ published_version: version, published_at: at }).where('id', '=', id).execute();
        const actor: Actor = as ?? (by === null ? { kind: 'system', part: 'flow' } : { kind: 'user', id: by });
        const value = { id, key: row.key, name: row.name, version, graph: verdict.graph };
        await log.append(tx, [
          { stream: id, type: 'flow.published', data: { flow: id, version, by }, actor },
          { stream: id, type: 'config.changed', data: { kind: 'flow', id, value, engine: ENGINE }, actor },
        ]);
        await sql`select pg_notify(${CHANNEL}, '')`.execute(tables);
        return { flow: id, version, publishedAt: at, by, graph: verdict.graph };
      });
    },

    async versions(tenant: TenantId, id: FlowId): Promise<FlowVersion[]> {
      const rows = await db.tenant(tenant, async (tx) => {
        await find(tx, id);
        return tx.tables<FlowTables>().selectFrom('flow_version').selectAll().where('flow', '=', id).orderBy('version', 'desc').execute();
      });
      return rows.map((row) => ({
        flow: row.flow,
        version: row.version,
        publishedAt: row.published_at,
        by: row.published_by,
        graph: row.graph,
      }));
    },
  };
}
