// Agents: users in their role of taking work, as other modules ask for them.
import type { AgentId, SiteId, TeamId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { IdentityPorts } from '../ports.ts';
import { newId, type Context } from './context.ts';
import type { Tables } from './tables.ts';

export type Agent = {
  id: AgentId;
  user: UserId;
  name: string;
  email: string;
  site: SiteId;
  team: TeamId | null;
  /** Takes work and may sign in. */ active: boolean;
};

export type Agents = {
  findAgent(tenant: TenantId, agent: AgentId): Promise<Agent | null>;
  /** Active ones by name; all, also former ones, on request. */
  listAgents(tenant: TenantId, options?: { all?: boolean }): Promise<Agent[]>;
  /** Names by id, of former agents and digital workers too; ids that do not exist are left out. */
  agentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<Map<AgentId, string>>;
  agentName(tenant: TenantId, agent: AgentId): Promise<string | null>;
  /** The same of users. */
  userNames(tenant: TenantId, users: readonly UserId[]): Promise<Map<UserId, string>>;
  /** Those of the given ids that are no agents of people in the tenant. */
  unknownAgents(tenant: TenantId, agents: readonly AgentId[]): Promise<AgentId[]>;
};

/** Gives a user an agent, or takes him out of work. The agent's id stays with the user for good. */
export async function setAgent(context: Context, tx: Tx, tenant: TenantId, user: UserId, active: boolean): Promise<void> {
  const tables = tx.tables<Tables>();
  if (!active) {
    await tables.updateTable('identity_agent').set({ active: false }).where('user_id', '=', user).execute();
    return;
  }
  await tables
    .insertInto('identity_agent')
    .values({ id: newId(context, 'agt'), tenant, user_id: user, active: true })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ active: true }))
    .execute();
}

function select(tx: Tx) {
  return tx
    .tables<Tables>()
    .selectFrom('identity_agent as a')
    .innerJoin('identity_user as u', 'u.id', 'a.user_id')
    .select((eb) => [
      'a.id',
      'u.id as user',
      'u.name',
      'u.email',
      'u.site',
      'u.team',
      eb.and([eb.ref('a.active'), eb.ref('u.active')]).as('active'),
    ]);
}

export function createAgents({ db }: Context, ports: Pick<IdentityPorts, 'otherNames'>): Agents {
  async function agentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<Map<AgentId, string>> {
    const names = await userAgentNames(tenant, agents);
    const others = agents.filter((agent) => !names.has(agent));
    return others.length === 0 ? names : new Map([...names, ...((await ports.otherNames?.(tenant, others)) ?? [])]);
  }
  async function userAgentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<Map<AgentId, string>> {
    if (agents.length === 0) return new Map();
    const rows = await db.tenant(
      tenant,
      (tx) =>
        select(tx)
          .where('a.id', 'in', [...new Set(agents)])
          .execute(),
      { read: true },
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  }
  const shown = <A extends { active: unknown }>(row: A): Omit<A, 'active'> & { active: boolean } => ({
    ...row,
    active: row.active === true,
  });
  return {
    agentNames,
    async findAgent(tenant, agent) {
      const row = await db.tenant(tenant, (tx) => select(tx).where('a.id', '=', agent).executeTakeFirst(), { read: true });
      return row ? shown(row) : null;
    },
    async listAgents(tenant, { all = false } = {}) {
      const rows = (await db.tenant(tenant, (tx) => select(tx).orderBy('u.name').orderBy('a.id').execute(), { read: true })).map(shown);
      return all ? rows : rows.filter((row) => row.active);
    },
    agentName: async (tenant, agent) => (await agentNames(tenant, [agent])).get(agent) ?? null,
    async userNames(tenant, users) {
      if (users.length === 0) return new Map();
      const rows = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<Tables>()
            .selectFrom('identity_user')
            .select(['id', 'name'])
            .where('id', 'in', [...new Set(users)])
            .execute(),
        { read: true },
      );
      return new Map(rows.map((row) => [row.id, row.name]));
    },
    async unknownAgents(tenant, agents) {
      const known = await userAgentNames(tenant, agents);
      return agents.filter((agent) => !known.has(agent));
    },
  };
}
