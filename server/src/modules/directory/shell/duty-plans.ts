// What agents serve for a time: kept in a table, begun and ended at its hour by whatever process is there, also after a restart.
import type { DutyPlan, NewDutyPlan } from '@tandem/contract/api/duties.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, Id, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { sql } from 'kysely';
import { DAY, MINUTE, type Clock, type EpochMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { toProblem } from '../../../platform/errors/problem.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { isEmpty, type DutyStep, type DutyWish } from '../core/duty.ts';
import type { DirectoryPorts } from '../ports.ts';
import type { Duties } from './duties.ts';
import type { DirectoryTables } from './tables.ts';

type DutyPlanId = Id<'dty'>;
type State = DutyPlan['state'];
/** `steps`: what its beginning changed. `left`: for whom something was not done or not put back. */
export type DutyPlanDoc = {
  agents: AgentId[];
  wish: DutyWish;
  note: string;
  from: EpochMs;
  until: EpochMs | null;
  actor: Actor;
  steps: DutyStep[];
  left: { agent: AgentId; code: string }[];
};
type Row = { id: DutyPlanId; doc: DutyPlanDoc; state: State; due_at: number | null };

const FURTHEST_MS = 366 * DAY;
/** Who fills in a form has a clock of his own, and takes his time. */
const GRACE_MS = MINUTE;
const MOST_AT_ONCE = 50;
/** What is over is shown for a week. */
const SHOWN_MS = 7 * DAY;

type Deps = {
  db: Db;
  clock: Clock;
  duties: Duties;
  newId: (prefix: 'dty') => DutyPlanId;
  ports: Pick<DirectoryPorts, 'unknownAgents' | 'agentNames' | 'userNames' | 'audited'>;
};

export function createDutyPlans({ db, clock, duties, newId, ports }: Deps) {
  const plans = (tx: Tx) => tx.tables<DirectoryTables>().selectFrom('directory_duty_plan').select(['id', 'doc', 'state', 'due_at']);

  async function save(tx: Tx, tenant: TenantId, id: DutyPlanId, doc: DutyPlanDoc, state: State): Promise<Row> {
    const due_at = state === 'planned' ? doc.from : state === 'running' ? doc.until : null;
    await tx
      .tables<DirectoryTables>()
      .insertInto('directory_duty_plan')
      .values({ tenant, id, doc: JSON.stringify(doc), state, due_at })
      .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet({ doc: JSON.stringify(doc), state, due_at }))
      .execute();
    return { id, doc, state, due_at };
  }

  /** The beginning. Whoever is no agent any more, and queues and skills that are no more, are left out and told of. */
  async function begin(tx: Tx, tenant: TenantId, doc: DutyPlanDoc, gone: readonly AgentId[]): Promise<DutyPlanDoc> {
    const wish = await duties.possible(tx, doc.wish);
    const count = ({ joinQueues = [], leaveQueues = [], skills = [], dropSkills = [] }: DutyWish) =>
      joinQueues.length + leaveQueues.length + skills.length + dropSkills.length;
    const there = doc.agents.filter((agent) => !gone.includes(agent));
    const steps = await duties.change(tx, tenant, there, wish, doc.actor);
    const partly = count(wish) < count(doc.wish) ? there.map((agent) => ({ agent, code: 'duty-plan.partly' })) : [];
    return { ...doc, steps, left: [...gone.map((agent) => ({ agent, code: 'agent.not-found' })), ...partly] };
  }

  async function end(tx: Tx, tenant: TenantId, doc: DutyPlanDoc, actor: Actor): Promise<DutyPlanDoc> {
    const left = await duties.back(tx, tenant, doc.steps, actor);
    return { ...doc, left: [...doc.left, ...left.map((agent) => ({ agent, code: 'bulk.changed-since' }))] };
  }

  async function shown(tenant: TenantId, rows: readonly Row[], language: Language): Promise<DutyPlan[]> {
    const userOf = ({ actor }: DutyPlanDoc) => (actor.kind === 'user' ? (actor.id as UserId) : null);
    const [agents, users] = await Promise.all([
      ports.agentNames(tenant, [...new Set(rows.flatMap(({ doc }) => doc.agents))]),
      ports.userNames(tenant, [...new Set(rows.flatMap(({ doc }) => userOf(doc) ?? []))]),
    ]);
    return rows.map(({ id, doc, state }) => {
      const { wish, note, from, until, left } = doc;
      const user = userOf(doc);
      return {
        id,
        agents: doc.agents.map((agent) => ({ id: agent, name: agents.get(agent) ?? '' })),
        joinQueues: [...(wish.joinQueues ?? [])],
        leaveQueues: [...(wish.leaveQueues ?? [])],
        skills: (wish.skills ?? []).map((each) => ({ ...each })),
        dropSkills: [...(wish.dropSkills ?? [])],
        note,
        from,
        until,
        state,
        by: user && { id: user, name: users.get(user) ?? '' },
        left: left.map(({ agent, code }) => {
          const { title, detail } = toProblem(new AppError(code, { id: agent }), language).problem;
          return { id: agent, problem: { code, title, detail: detail ?? null } };
        }),
      };
    });
  }

  /** One step of one plan, if it is still due; null where another process was quicker. */
  async function step(tenant: TenantId, id: DutyPlanId): Promise<Row | null> {
    const [known] = await db.tenant(tenant, (tx) => plans(tx).where('id', '=', id).execute(), { read: true });
    const gone = known?.state === 'planned' ? await ports.unknownAgents(tenant, known.doc.agents) : [];
    return db.tenant(tenant, async (tx) => {
      const now = clock.now();
      const [row] = await plans(tx).where('id', '=', id).where('due_at', '<=', now).forUpdate().skipLocked().execute();
      if (!row) return null;
      const { doc, state } = row;
      if (state === 'running') return save(tx, tenant, id, await end(tx, tenant, doc, doc.actor), 'over');
      // We were away for all of it.
      if (doc.until !== null && doc.until <= now) return save(tx, tenant, id, doc, 'over');
      return save(tx, tenant, id, await begin(tx, tenant, doc, gone), doc.until === null ? 'over' : 'running');
    });
  }

  return {
    /** What is still to come or under way, soonest first, and what was over within a week. */
    async list(tenant: TenantId, language: Language): Promise<DutyPlan[]> {
      const since = clock.now() - SHOWN_MS;
      const rows = await db.tenant(
        tenant,
        (tx) =>
          plans(tx)
            .where((row) => row.or([row('due_at', 'is not', null), row(sql<number>`(doc ->> 'from')::bigint`, '>=', since)]))
            .execute(),
        { read: true },
      );
      return shown(tenant, rows, language);
    },

    /** Begins at once where its time has come. Refuses `bulk.nothing`, `duty-plan.bad-time`, `queue.not-found`, `queue.unknown-skill`. */
    async create(
      tenant: TenantId,
      { agents, note, from, until, ...wish }: NewDutyPlan,
      actor: Actor,
      language: Language,
    ): Promise<DutyPlan> {
      const now = clock.now();
      const begins = Math.max(from ?? now, now);
      if (isEmpty(wish)) throw new AppError('bulk.nothing');
      if ((from ?? now) < now - GRACE_MS || begins > now + FURTHEST_MS) throw new AppError('duty-plan.bad-time');
      if (until !== undefined && (until <= begins || until > now + FURTHEST_MS)) throw new AppError('duty-plan.bad-time');
      const doc: DutyPlanDoc = { agents, wish, note, from: begins, until: until ?? null, actor, steps: [], left: [] };
      const row = await db.tenant(tenant, async (tx) => {
        await duties.check(tx, wish);
        const id = newId('dty');
        if (begins > now) return save(tx, tenant, id, doc, 'planned');
        return save(tx, tenant, id, await begin(tx, tenant, doc, []), doc.until === null ? 'over' : 'running');
      });
      return (await shown(tenant, [row], language))[0]!;
    },

    /** The agents it is about; null where there is none. */
    async agentsOf(tenant: TenantId, id: DutyPlanId): Promise<readonly AgentId[] | null> {
      const [row] = await db.tenant(tenant, (tx) => plans(tx).where('id', '=', id).execute(), { read: true });
      return row?.doc.agents ?? null;
    },

    /** What has begun is put back now. Refuses `duty-plan.not-found`, `duty-plan.over`. */
    async cancel(tenant: TenantId, id: DutyPlanId, actor: Actor, language: Language): Promise<DutyPlan> {
      const row = await db.tenant(tenant, async (tx) => {
        const [found] = await plans(tx).where('id', '=', id).forUpdate().execute();
        if (!found) throw new AppError('duty-plan.not-found', { id });
        if (found.state !== 'planned' && found.state !== 'running') throw new AppError('duty-plan.over');
        const doc = found.state === 'running' ? await end(tx, tenant, found.doc, actor) : found.doc;
        return save(tx, tenant, id, doc, 'cancelled');
      });
      return (await shown(tenant, [row], language))[0]!;
    },

    /** Does what is due, of all tenants. Bears being run beside itself, and again. */
    async carryOut(): Promise<void> {
      const due = await db.system(
        (tx) =>
          tx
            .tables<DirectoryTables>()
            .selectFrom('directory_duty_plan')
            .select(['tenant', 'id'])
            .where('due_at', '<=', clock.now())
            .orderBy('due_at')
            .limit(MOST_AT_ONCE)
            .execute(),
        { read: true },
      );
      for (const { tenant, id } of due) {
        const done = await step(tenant, id);
        if (done === null) continue;
        const { state, doc } = done;
        const { agents, steps, left } = doc;
        const action = state === 'running' || doc.until === null ? 'duty-plan.begun' : 'duty-plan.ended';
        await ports.audited(tenant, { actor: doc.actor, action, object: id, details: { agents, steps, left } });
      }
    },
  };
}
