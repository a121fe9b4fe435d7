// Queues and skills of agents changed in place: the rows, an event for each queue and agent that changed, and the way back.
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { stepsBack, stepsOf, type Duty, type DutyStep, type DutyWish } from '../core/duty.ts';
import type { Recorder } from './changes.ts';
import { readQueues } from './queues.ts';
import type { DirectoryTables } from './tables.ts';

export type Duties = ReturnType<typeof createDuties>;

/** All of it inside the caller's transaction. */
export function createDuties(record: Recorder) {
  async function dutiesOf(tx: Tx, agents: readonly AgentId[]): Promise<Map<AgentId, Duty>> {
    const tables = tx.tables<DirectoryTables>();
    const [queues, skills] = [
      await tables.selectFrom('directory_queue_member').select(['agent', 'queue']).where('agent', 'in', agents).execute(),
      await tables.selectFrom('directory_agent_skill').select(['agent', 'skill', 'level']).where('agent', 'in', agents).execute(),
    ];
    return new Map(
      agents.map((agent) => [
        agent,
        {
          queues: new Set(queues.filter((each) => each.agent === agent).map(({ queue }) => queue)),
          skills: new Map(skills.filter((each) => each.agent === agent).map(({ skill, level }) => [skill, level])),
        },
      ]),
    );
  }

  /** The queues the steps are about, kept still until the end of the transaction: two changes at once must not lose one another's. */
  async function hold(tx: Tx, queues: readonly string[]): Promise<void> {
    if (queues.length === 0) return;
    await tx
      .tables<DirectoryTables>()
      .selectFrom('directory_queue')
      .select('id')
      .where('id', 'in', queues as `que_${string}`[])
      .orderBy('id')
      .forUpdate()
      .execute();
  }

  async function write(tx: Tx, tenant: TenantId, steps: readonly DutyStep[], actor: Actor): Promise<void> {
    const tables = tx.tables<DirectoryTables>();
    for (const step of steps) {
      const { agent } = step;
      if ('queue' in step) {
        const { queue } = step;
        const position = sql<number>`(select coalesce(max(position), 0) + 1 from directory_queue_member where queue = ${queue})`;
        const row = { tenant, queue, agent, position };
        if (step.now)
          await tables
            .insertInto('directory_queue_member')
            .values(row)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        else await tables.deleteFrom('directory_queue_member').where('queue', '=', queue).where('agent', '=', agent).execute();
        continue;
      }
      await tables.deleteFrom('directory_agent_skill').where('agent', '=', agent).where('skill', '=', step.skill).execute();
      if (step.now !== null)
        await tables.insertInto('directory_agent_skill').values({ tenant, agent, skill: step.skill, level: step.now }).execute();
    }
    const changed = new Set(steps.flatMap((step) => ('queue' in step ? [step.queue] : [])));
    for (const queue of await readQueues(tx))
      if (changed.has(queue.id)) await record(tx, { kind: 'queue', id: queue.id, value: queue, actor });
    const skilled = new Set(steps.flatMap((step) => ('skill' in step ? [step.agent] : [])));
    if (skilled.size === 0) return;
    for (const [agent, { skills }] of await dutiesOf(tx, [...skilled])) {
      const value = { agent, skills: [...skills].map(([skill, level]) => ({ skill, level })) };
      await record(tx, { kind: 'agent-skills', id: agent, value, actor });
    }
  }

  return {
    /** Refuses `queue.not-found`, `queue.unknown-skill`. */
    async check(tx: Tx, { joinQueues = [], leaveQueues = [], skills = [], dropSkills = [] }: DutyWish): Promise<void> {
      const known = new Set((await tx.tables<DirectoryTables>().selectFrom('directory_queue').select('id').execute()).map(({ id }) => id));
      const missing = [...joinQueues, ...leaveQueues].find((queue) => !known.has(queue));
      if (missing !== undefined) throw new AppError('queue.not-found', { id: missing });
      const there = new Set((await tx.tables<DirectoryTables>().selectFrom('directory_skill').select('id').execute()).map(({ id }) => id));
      const unknown = [...skills.map(({ skill }) => skill), ...dropSkills].filter((skill) => !there.has(skill));
      if (unknown.length > 0) throw new AppError('queue.unknown-skill', { skills: unknown });
    },

    /** What of the wish is still there: queues and skills may have been removed since. */
    async possible(tx: Tx, wish: DutyWish): Promise<DutyWish> {
      const queues = new Set((await tx.tables<DirectoryTables>().selectFrom('directory_queue').select('id').execute()).map(({ id }) => id));
      const skills = new Set((await tx.tables<DirectoryTables>().selectFrom('directory_skill').select('id').execute()).map(({ id }) => id));
      return {
        joinQueues: (wish.joinQueues ?? []).filter((queue) => queues.has(queue)),
        leaveQueues: (wish.leaveQueues ?? []).filter((queue) => queues.has(queue)),
        skills: (wish.skills ?? []).filter(({ skill }) => skills.has(skill)),
        dropSkills: (wish.dropSkills ?? []).filter((skill) => skills.has(skill)),
      };
    },

    async change(tx: Tx, tenant: TenantId, agents: readonly AgentId[], wish: DutyWish, actor: Actor): Promise<DutyStep[]> {
      if (agents.length === 0) return [];
      await hold(tx, [...(wish.joinQueues ?? []), ...(wish.leaveQueues ?? [])]);
      const duties = await dutiesOf(tx, agents);
      const steps = agents.flatMap((agent) => stepsOf(agent, duties.get(agent)!, wish));
      await write(tx, tenant, steps, actor);
      return steps;
    },

    /** Answers whom it could not be put back for, as something changed since. */
    async back(tx: Tx, tenant: TenantId, steps: readonly DutyStep[], actor: Actor): Promise<AgentId[]> {
      if (steps.length === 0) return [];
      await hold(
        tx,
        steps.flatMap((step) => ('queue' in step ? [step.queue] : [])),
      );
      const { back, left } = stepsBack(await dutiesOf(tx, [...new Set(steps.map(({ agent }) => agent))]), steps);
      // A queue or a skill that is no more is nobody's: there is nothing to put back.
      const wish = await this.possible(tx, {
        joinQueues: back.flatMap((step) => ('queue' in step ? [step.queue] : [])),
        dropSkills: back.flatMap((step) => ('skill' in step ? [step.skill] : [])),
      });
      const there = new Set<string>([...wish.joinQueues!, ...wish.dropSkills!]);
      await write(
        tx,
        tenant,
        back.filter((step) => there.has('queue' in step ? step.queue : step.skill)),
        actor,
      );
      return [...new Set(left.map(({ agent }) => agent))];
    },
  };
}
