// Queues, skills and who has them: rows and events.
import type { NewQueue, NewSkill, Queue, QueuePatch, Skill } from '@tandem/contract/api/queues.ts';
import { USUAL_CALLBACKS, type CallbackRules, type FullRule } from '@tandem/contract/api/queue-callbacks.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, HoursId, Id, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { parseSkillRule, skillsOfRule } from '@tandem/contract/skill-rule.ts';
import { sql } from 'kysely';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { askingOf, patchQueue, queueOf } from '../core/defaults.ts';
import { badSkillRule } from './bad-rule.ts';
import type { DirectoryPorts } from '../ports.ts';
import { isTaken, type Recorder } from './changes.ts';
import type { DirectoryTables } from './tables.ts';

export type AgentSkill = { skill: Id<'skl'>; level: number };

export async function readQueues(tx: Tx): Promise<Queue[]> {
  const tables = tx.tables<DirectoryTables>();
  const rows = await tables.selectFrom('directory_queue').selectAll().orderBy('key').execute();
  const members = await tables
    .selectFrom('directory_queue_member')
    .select(['queue', 'agent'])
    .orderBy('position')
    .orderBy('agent')
    .execute();
  const byQueue = Map.groupBy(members, (each) => each.queue);
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    name: row.name,
    wrapUpMs: row.wrap_up_ms,
    wrapUpMoreMs: row.wrap_up_more_ms,
    offerTimeoutMs: row.offer_timeout_ms,
    maxWaitMs: row.max_wait_ms,
    priority: row.priority,
    serviceLevel: { thresholdMs: row.sl_threshold_ms, target: row.sl_target },
    members: (byQueue.get(row.id) ?? []).map((each) => each.agent),
    skills: row.skills,
    overflow: row.overflow,
    maxWaiting: row.max_waiting,
    record: row.record,
    announceRecording: row.announce_recording,
    music: row.music,
    autoAnswer: row.auto_answer,
    callbacks: { ...USUAL_CALLBACKS, ...row.callbacks },
    full: row.full_rules,
    ...askingOf(row.asking),
  }));
}

async function writeQueue(tx: Tx, tenant: TenantId, queue: Queue, isNew: boolean): Promise<void> {
  const tables = tx.tables<DirectoryTables>();
  const row = {
    name: JSON.stringify(queue.name),
    wrap_up_ms: queue.wrapUpMs,
    wrap_up_more_ms: queue.wrapUpMoreMs,
    offer_timeout_ms: queue.offerTimeoutMs,
    max_wait_ms: queue.maxWaitMs,
    priority: queue.priority,
    sl_threshold_ms: queue.serviceLevel.thresholdMs,
    sl_target: queue.serviceLevel.target,
    skills: JSON.stringify(queue.skills),
    overflow: JSON.stringify(queue.overflow),
    max_waiting: queue.maxWaiting,
    record: queue.record,
    announce_recording: queue.announceRecording,
    music: queue.music,
    auto_answer: queue.autoAnswer,
    callbacks: JSON.stringify(queue.callbacks),
    full_rules: JSON.stringify(queue.full),
    asking: JSON.stringify(askingOf(queue)),
  };
  if (isNew)
    await tables
      .insertInto('directory_queue')
      .values({ tenant, id: queue.id, key: queue.key, ...row })
      .execute();
  else await tables.updateTable('directory_queue').set(row).where('id', '=', queue.id).execute();
  await tables.deleteFrom('directory_queue_member').where('queue', '=', queue.id).execute();
  if (queue.members.length === 0) return;
  await tables
    .insertInto('directory_queue_member')
    .values(queue.members.map((agent, position) => ({ tenant, queue: queue.id, agent, position })))
    .execute();
}

export function createQueues(deps: { db: Db; clock: Clock; random: Random; record: Recorder; ports: DirectoryPorts }) {
  const { db, clock, random, record, ports } = deps;
  const newId = <P extends 'que' | 'skl'>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));

  async function checkMembers(tenant: TenantId, members: readonly AgentId[]): Promise<void> {
    const unknown = members.length === 0 ? [] : await ports.unknownAgents(tenant, members);
    if (unknown.length > 0) throw new AppError('queue.unknown-agent', { agents: unknown });
  }
  async function checkAgent(tenant: TenantId, id: AgentId): Promise<void> {
    if ((await ports.unknownAgents(tenant, [id])).length > 0) throw new AppError('agent.not-found', { id });
  }
  async function checkMusic(tenant: TenantId, key: string | null | undefined): Promise<void> {
    if (typeof key === 'string' && !(await ports.musicExists(tenant, key))) throw new AppError('queue.unknown-music', { key });
  }
  async function checkSkills(tx: Tx, needs: readonly Pick<AgentSkill, 'skill'>[]): Promise<void> {
    if (needs.length === 0) return;
    const known = await tx.tables<DirectoryTables>().selectFrom('directory_skill').select('id').execute();
    const unknown = needs.map((need) => need.skill).filter((skill) => !known.some((each) => each.id === skill));
    if (unknown.length > 0) throw new AppError('queue.unknown-skill', { skills: unknown });
  }
  async function checkRule(tx: Tx, text: string | null): Promise<void> {
    if (text === null) return;
    const parsed = parseSkillRule(text);
    if (!parsed.ok) throw badSkillRule(parsed);
    const known = await tx.tables<DirectoryTables>().selectFrom('directory_skill').select('key').execute();
    const unknown = skillsOfRule(parsed.rule).filter((key) => !known.some((each) => each.key === key));
    if (unknown.length > 0) throw new AppError('queue.unknown-skill', { skills: unknown });
  }
  async function checkAsking(tx: Tx, queue: Queue): Promise<void> {
    await checkSkills(tx, [...queue.skills, ...queue.prefers, ...queue.rings.flatMap((ring) => ring.skills)]);
    await checkRule(tx, queue.requires);
  }

  async function checkOverflow(tx: Tx, queue: Queue): Promise<void> {
    const elsewhere = queue.full.flatMap(({ act }) => (act.do === 'queue' ? [act.queue] : []));
    const to = [...queue.overflow.map((each) => each.queue), ...queue.rings.flatMap((ring) => ring.queues), ...elsewhere];
    if (to.length === 0) return;
    const known = await tx.tables<DirectoryTables>().selectFrom('directory_queue').select('id').execute();
    const wrong = to.filter((id) => id === queue.id || !known.some((each) => each.id === id));
    if (wrong.length > 0) throw new AppError('queue.bad-overflow', { queues: wrong });
  }

  async function checkHours(tx: Tx, { callbacks, full }: Queue): Promise<void> {
    const wanted = [callbacks.hours, ...full.map(({ when }) => (when.is === 'closed' ? when.hours : null))].filter((id) => id !== null);
    if (wanted.length === 0) return;
    const known = await tx.tables<DirectoryTables>().selectFrom('directory_hours').select('id').execute();
    const unknown: HoursId | undefined = wanted.find((id) => !known.some((each) => each.id === id));
    if (unknown !== undefined) throw new AppError('hours.not-found', { id: unknown });
  }

  return {
    queues: (tenant: TenantId): Promise<Queue[]> => db.tenant(tenant, readQueues, { read: true }),

    async queueNames(tenant: TenantId): Promise<Map<QueueId, TenantText>> {
      const rows = await db.tenant(
        tenant,
        (tx) => tx.tables<DirectoryTables>().selectFrom('directory_queue').select(['id', 'name']).execute(),
        {
          read: true,
        },
      );
      return new Map(rows.map((row) => [row.id, row.name]));
    },

    async queuesOfAgent(tenant: TenantId, agent: AgentId): Promise<QueueId[]> {
      const rows = await db.tenant(
        tenant,
        (tx) => tx.tables<DirectoryTables>().selectFrom('directory_queue_member').select('queue').where('agent', '=', agent).execute(),
        { read: true },
      );
      return rows.map((row) => row.queue);
    },

    /** Recorded and not announced where there is no such queue: a deleted queue's last talk is treated as before. */
    async recordingRule(tenant: TenantId, id: QueueId): Promise<{ record: boolean; announce: boolean }> {
      const row = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<DirectoryTables>()
            .selectFrom('directory_queue')
            .select(['record', 'announce_recording'])
            .where('id', '=', id)
            .executeTakeFirst(),
        { read: true },
      );
      return { record: row?.record ?? true, announce: row?.announce_recording ?? false };
    },

    /** How it calls back; null where there is no such queue. */
    async callbackRules(tenant: TenantId, id: QueueId): Promise<CallbackRules | null> {
      const row = await db.tenant(
        tenant,
        (tx) => tx.tables<DirectoryTables>().selectFrom('directory_queue').select('callbacks').where('id', '=', id).executeTakeFirst(),
        { read: true },
      );
      return row === undefined ? null : { ...USUAL_CALLBACKS, ...row.callbacks };
    },

    /** What becomes of those who come when it is full; nothing where there is no such queue. */
    async fullRules(tenant: TenantId, id: QueueId): Promise<readonly FullRule[]> {
      const row = await db.tenant(
        tenant,
        (tx) => tx.tables<DirectoryTables>().selectFrom('directory_queue').select('full_rules').where('id', '=', id).executeTakeFirst(),
        { read: true },
      );
      return row?.full_rules ?? [];
    },

    /** Not where there is no such queue (any more). */
    async autoAnswers(tenant: TenantId, id: QueueId): Promise<boolean> {
      const row = await db.tenant(
        tenant,
        (tx) => tx.tables<DirectoryTables>().selectFrom('directory_queue').select('auto_answer').where('id', '=', id).executeTakeFirst(),
        { read: true },
      );
      return row?.auto_answer ?? false;
    },

    /** How long the agent who last spoke with the customer is asked alone; 0 where there is no such queue. */
    async lastAgentMs(tenant: TenantId, id: QueueId): Promise<number> {
      const row = await db.tenant(
        tenant,
        (tx) => tx.tables<DirectoryTables>().selectFrom('directory_queue').select('asking').where('id', '=', id).executeTakeFirst(),
        { read: true },
      );
      return askingOf(row?.asking ?? {}).lastAgentMs;
    },

    /** What is heard in the queues that have chosen something of the tenant's own. */
    async queueMusic(tenant: TenantId): Promise<Map<QueueId, string>> {
      const rows = await db.tenant(
        tenant,
        (tx) => tx.tables<DirectoryTables>().selectFrom('directory_queue').select(['id', 'music']).where('music', 'is not', null).execute(),
        { read: true },
      );
      return new Map(rows.flatMap(({ id, music }) => (music === null ? [] : [[id, music] as const])));
    },

    async createQueue(tenant: TenantId, wanted: NewQueue, actor: Actor): Promise<Queue> {
      const queue = queueOf(wanted.id ?? newId('que'), wanted);
      await checkMembers(tenant, queue.members);
      await checkMusic(tenant, queue.music);
      try {
        return await db.tenant(tenant, async (tx) => {
          await checkAsking(tx, queue);
          await checkOverflow(tx, queue);
          await checkHours(tx, queue);
          await writeQueue(tx, tenant, queue, true);
          await record(tx, { kind: 'queue', id: queue.id, value: queue, actor });
          return queue;
        });
      } catch (error) {
        throw isTaken(error) ? new AppError('queue.exists', { key: queue.key }, { cause: error }) : error;
      }
    },

    async changeQueue(tenant: TenantId, id: QueueId, patch: QueuePatch, actor: Actor): Promise<Queue> {
      if (patch.members) await checkMembers(tenant, patch.members);
      await checkMusic(tenant, patch.music);
      return db.tenant(tenant, async (tx) => {
        // Two changes at once must not lose one another's fields.
        await sql`select 1 from directory_queue where id = ${id} for update`.execute(tx.tables<DirectoryTables>());
        const before = (await readQueues(tx)).find((queue) => queue.id === id);
        if (!before) throw new AppError('queue.not-found', { id });
        const queue = patchQueue(before, patch);
        await checkAsking(tx, queue);
        await checkOverflow(tx, queue);
        await checkHours(tx, queue);
        await writeQueue(tx, tenant, queue, false);
        await record(tx, { kind: 'queue', id, value: queue, actor });
        return queue;
      });
    },

    skills: (tenant: TenantId): Promise<Skill[]> =>
      db.tenant(tenant, (tx) =>
        tx.tables<DirectoryTables>().selectFrom('directory_skill').select(['id', 'key', 'name']).orderBy('key').execute(),
      ),

    async createSkill(tenant: TenantId, wanted: NewSkill, actor: Actor): Promise<Skill> {
      const skill: Skill = { id: wanted.id ?? newId('skl'), key: wanted.key, name: wanted.name };
      try {
        return await db.tenant(tenant, async (tx) => {
          const row = { tenant, ...skill, name: JSON.stringify(skill.name) };
          await tx.tables<DirectoryTables>().insertInto('directory_skill').values(row).execute();
          await record(tx, { kind: 'skill', id: skill.id, value: skill, actor });
          return skill;
        });
      } catch (error) {
        throw isTaken(error) ? new AppError('skill.exists', { key: skill.key }, { cause: error }) : error;
      }
    },

    async setAgentSkills(tenant: TenantId, agent: AgentId, skills: readonly AgentSkill[], actor: Actor): Promise<AgentSkill[]> {
      await checkAgent(tenant, agent);
      return db.tenant(tenant, async (tx) => {
        await checkSkills(tx, skills);
        const tables = tx.tables<DirectoryTables>();
        const levels = new Map(skills.map(({ skill, level }) => [skill, level]));
        const value = [...levels].map(([skill, level]) => ({ skill, level }));
        await tables.deleteFrom('directory_agent_skill').where('agent', '=', agent).execute();
        if (value.length > 0)
          await tables
            .insertInto('directory_agent_skill')
            .values(value.map((each) => ({ tenant, agent, ...each })))
            .execute();
        await record(tx, { kind: 'agent-skills', id: agent, value: { agent, skills: value }, actor });
        return value;
      });
    },

    async agentSkills(tenant: TenantId, agent: AgentId): Promise<AgentSkill[]> {
      await checkAgent(tenant, agent);
      return db.tenant(tenant, (tx) =>
        tx
          .tables<DirectoryTables>()
          .selectFrom('directory_agent_skill')
          .select(['skill', 'level'])
          .where('agent', '=', agent)
          .orderBy('skill')
          .execute(),
      );
    },
  };
}
