// Taking away queues, skills, numbers and devices: refused, with the places, while something else counts on them.
import type { Queue, Skill, SkilledAgent, SkillPatch } from '@tandem/contract/api/queues.ts';
import { USUAL_CALLBACKS } from '@tandem/contract/api/queue-callbacks.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, DeviceId, Id, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { parseSkillRule, skillsOfRule } from '@tandem/contract/skill-rule.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { askingOf, type Asking } from '../core/defaults.ts';
import type { DirectoryPorts } from '../ports.ts';
import type { Recorder } from './changes.ts';
import type { DirectoryTables } from './tables.ts';

type Place = { path: string; message: string };
type QueueUses = Pick<Queue, 'skills' | 'overflow' | 'full' | 'callbacks'> & Asking;

const queuesOf = ({ overflow, rings, full }: QueueUses): string[] => [
  ...overflow.map((to) => to.queue),
  ...rings.flatMap((ring) => ring.queues),
  ...full.flatMap(({ act }) => (act.do === 'queue' ? [act.queue] : [])),
];
export const hoursOf = ({ callbacks, full }: Pick<QueueUses, 'callbacks' | 'full'>): (string | null)[] => [
  callbacks.hours,
  ...full.map(({ when }) => (when.is === 'closed' ? when.hours : null)),
];
const skillsOf = ({ skills, prefers, rings }: QueueUses): string[] =>
  [...skills, ...prefers, ...rings.flatMap((ring) => ring.skills)].map((need) => need.skill);
function keysOf({ requires }: QueueUses): string[] {
  const parsed = parseSkillRule(requires ?? '');
  return parsed.ok ? skillsOfRule(parsed.rule) : [];
}

/** In every language it has: whoever reads the refusal may speak either. */
const shown = (name: TenantText): string => [...new Set([name.en, name['zh-CN']].filter((text) => text !== undefined))].join(' / ');

/** The flows that name it, in what callers hear now or in a draft. */
export async function flowPlaces(ports: DirectoryPorts, tenant: TenantId, id: string): Promise<Place[]> {
  return (await ports.flowsNaming(tenant, id)).map((flow) => ({ path: `/flows/${flow.id}`, message: shown(flow.name) }));
}

export function refuseUsed(code: 'queue.in-use' | 'skill.in-use' | 'hours.in-use', errors: readonly Place[]): void {
  if (errors.length > 0) throw new AppError(code, { places: errors.length, errors });
}

type QueuePlaces = (tx: Tx, uses: (queue: QueueUses) => boolean) => Promise<Place[]>;

/** The queues whose settings come under what `uses` asks. */
export const queuePlaces: QueuePlaces = async (tx, uses) => {
  const rows = await tx
    .tables<DirectoryTables>()
    .selectFrom('directory_queue')
    .select(['id', 'name', 'skills', 'overflow', 'asking', 'callbacks', 'full_rules'])
    .orderBy('key')
    .execute();
  return rows
    .filter(({ callbacks, full_rules: full, ...row }) =>
      uses({ ...row, ...askingOf(row.asking), callbacks: { ...USUAL_CALLBACKS, ...callbacks }, full }),
    )
    .map((row): Place => ({ path: `/queues/${row.id}`, message: shown(row.name) }));
};

export function createRemovals(deps: { db: Db; record: Recorder; ports: DirectoryPorts }) {
  const { db, record, ports } = deps;

  return {
    /** Throws `queue.not-found`; `queue.in-use` where a flow or another queue's overflow names it; `queue.busy` while it has contacts. */
    async removeQueue(tenant: TenantId, id: QueueId, actor: Actor): Promise<void> {
      const flows = await flowPlaces(ports, tenant, id);
      const count = await ports.contactsIn(tenant, id);
      await db.tenant(tenant, async (tx) => {
        const tables = tx.tables<DirectoryTables>();
        await sql`select 1 from directory_queue where id = ${id} for update`.execute(tables);
        const queue = await tables.selectFrom('directory_queue').select('id').where('id', '=', id).executeTakeFirst();
        if (!queue) throw new AppError('queue.not-found', { id });
        refuseUsed('queue.in-use', [...flows, ...(await queuePlaces(tx, (each) => queuesOf(each).includes(id)))]);
        if (count > 0) throw new AppError('queue.busy', { count });
        await tables.deleteFrom('directory_queue').where('id', '=', id).execute();
        await record(tx, { kind: 'queue', id, value: null, actor });
      });
    },

    changeSkill: (tenant: TenantId, id: Id<'skl'>, { name }: SkillPatch, actor: Actor): Promise<Skill> =>
      db.tenant(tenant, async (tx) => {
        const skill = await tx
          .tables<DirectoryTables>()
          .updateTable('directory_skill')
          .set({ name: JSON.stringify(name) })
          .where('id', '=', id)
          .returning(['id', 'key', 'name'])
          .executeTakeFirst();
        if (!skill) throw new AppError('skill.not-found', { id });
        await record(tx, { kind: 'skill', id, value: skill, actor });
        return skill;
      }),

    /** Throws `skill.not-found`; `skill.in-use` where a queue or a flow asks for it or an agent has it. */
    async removeSkill(tenant: TenantId, id: Id<'skl'>, actor: Actor): Promise<void> {
      const flows = await flowPlaces(ports, tenant, id);
      const holders = (await agentsWith(tenant, id)).map((each) => each.agent);
      const names = await ports.agentNames(tenant, holders);
      await db.tenant(tenant, async (tx) => {
        const key =
          (await tx.tables<DirectoryTables>().selectFrom('directory_skill').select('key').where('id', '=', id).executeTakeFirst())?.key ??
          '';
        const queues = await queuePlaces(tx, (each) => skillsOf(each).includes(id) || keysOf(each).includes(key));
        const agents = holders.map((agent): Place => ({ path: `/agents/${agent}`, message: names.get(agent) ?? agent }));
        refuseUsed('skill.in-use', [...queues, ...flows, ...agents]);
        const gone = await tx.tables<DirectoryTables>().deleteFrom('directory_skill').where('id', '=', id).executeTakeFirst();
        if (gone.numDeletedRows === 0n) throw new AppError('skill.not-found', { id });
        await record(tx, { kind: 'skill', id, value: null, actor });
      });
    },

    /** Calls that are up go on; the next one to it is told that there is no such number. */
    removeNumber: (tenant: TenantId, id: Id<'num'>, actor: Actor): Promise<void> =>
      db.tenant(tenant, async (tx) => {
        const gone = await tx.tables<DirectoryTables>().deleteFrom('directory_number').where('id', '=', id).executeTakeFirst();
        if (gone.numDeletedRows === 0n) throw new AppError('number.not-found', { id });
        await record(tx, { kind: 'number', id, value: null, actor });
      }),

    /** Its registration ends; a call it is in goes on. */
    async removeDevice(tenant: TenantId, id: DeviceId, actor: Actor): Promise<void> {
      const agent = await db.tenant(tenant, async (tx) => {
        const gone = await tx
          .tables<DirectoryTables>()
          .deleteFrom('directory_device')
          .where('id', '=', id)
          .returning('agent')
          .executeTakeFirst();
        if (!gone) throw new AppError('device.not-found', { id });
        await record(tx, { kind: 'device', id, value: null, actor });
        return gone.agent;
      });
      if (agent !== null) await ports.deviceMoved(tenant, agent, null);
    },

    /** Every agent who has a skill, with all of his. */
    async skilledAgents(tenant: TenantId): Promise<SkilledAgent[]> {
      const byAgent = Map.groupBy(await agentsWith(tenant, null), (row) => row.agent);
      return [...byAgent].map(([agent, rows]) => ({ agent, skills: rows.map(({ skill, level }) => ({ skill, level })) }));
    },
  };

  function agentsWith(tenant: TenantId, skill: Id<'skl'> | null): Promise<{ agent: AgentId; skill: Id<'skl'>; level: number }[]> {
    return db.tenant(
      tenant,
      (tx) => {
        const select = tx.tables<DirectoryTables>().selectFrom('directory_agent_skill').select(['agent', 'skill', 'level']);
        return (skill === null ? select : select.where('skill', '=', skill)).orderBy('agent').orderBy('skill').execute();
      },
      { read: true },
    );
  }
}
