// planning <- routing (its twin plays the day), directory (queues, skills), identity (the company's zone, names), analytics (days with contacts).
import type { QueuePatch } from '@tandem/contract/api/queues.ts';
import type { AgentId, Id, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { parseSkillRule, skillRuleByIds } from '@tandem/contract/skill-rule.ts';
import { badSkillRule } from '../../modules/directory/index.ts';
import { createWhatIf, type PlanningPorts, type Resolved, type WhatIf } from '../../modules/planning/index.ts';
import { dayIn, playDay, rulesOf, type TwinChange } from '../../modules/routing/index.ts';
import { invariant } from '../../kernel/assert.ts';
import { AppError } from '../../platform/errors/types.ts';
import { clock, newId } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

/** Plays one day of a tenant under other rules. */
export const WHAT_IF = 'planning.what-if';

export function wirePlanning(platform: Platform, modules: Modules): WhatIf {
  return createWhatIf({ db: platform.db, clock, newId, logger: platform.log.child('planning'), ports: planningPorts(platform, modules) });
}

function planningPorts({ config, jobs }: Platform, modules: Modules): PlanningPorts {
  const { directory, identity, analytics } = modules;
  const zoneOf = async (tenant: TenantId): Promise<string> => (await identity.tenant(tenant))?.zone ?? 'UTC';
  return {
    async prepare(tenant, asked) {
      const change = await engineChange(modules, tenant, asked);
      const url = config.databaseUrl?.reveal();
      invariant(url !== undefined, 'a server has a database');
      return { play: (span, watch) => playDay({ url, tenant, change, ...span }, watch) };
    },
    day: async (tenant, day) => dayIn(day, await zoneOf(tenant)),
    today: async (tenant) => new Intl.DateTimeFormat('en-CA', { timeZone: await zoneOf(tenant) }).format(clock.now()),
    days: (tenant) => analytics.daysWithContacts(tenant),
    userNames: (tenant, users) => identity.userNames(tenant, users),
    async names(tenant, ids) {
      const agents = ids.filter((id): id is AgentId => id.startsWith('agt_'));
      const [people, queues, skills] = await Promise.all([
        identity.agentNames(tenant, agents),
        directory.queues(tenant),
        directory.skills(tenant),
      ]);
      const named = [...queues, ...skills].filter(({ id }) => ids.includes(id)).map(({ id, name }) => [id, name] as const);
      return Object.fromEntries([...people, ...named]);
    },
    send: async (tenant, run) => void (await jobs.send(WHAT_IF, tenant, { run })),
  };
}

/** As the engine reads it. Throws `queue.not-found` and `queue.bad-rule`. */
async function engineChange({ directory }: Modules, tenant: TenantId, asked: Resolved): Promise<TwinChange> {
  const { queues, rules, staffing, costPerHour } = asked;
  const [known, skills] = await Promise.all([directory.queues(tenant), directory.skills(tenant)]);
  const ids = new Map(skills.map(({ id, key }) => [key, id]));
  const unknown = [...queues.keys(), ...staffing.map(({ queue }) => queue)].find((id) => !known.some((queue) => queue.id === id));
  if (unknown !== undefined) throw new AppError('queue.not-found', { id: unknown });
  return {
    queues: Object.fromEntries([...queues].map(([id, settings]): [QueueId, object] => [id, routed(settings, ids)])),
    staffing,
    ...(rules === null ? {} : { rules: rulesOf(rules) }),
    ...(costPerHour === null ? {} : { costPerAgentHour: costPerHour }),
  };
}

/** What only people, phones and figures know of a queue is no part of the question. */
const NOT_ROUTED: readonly string[] = [
  'id',
  'key',
  'name',
  'serviceLevel',
  'record',
  'announceRecording',
  'music',
  'autoAnswer',
  'lastAgentMs',
  'callbacks',
  'full',
];

function routed({ requires, ...settings }: QueuePatch, ids: ReadonlyMap<string, Id<'skl'>>): NonNullable<TwinChange['queues']>[string] {
  const parsed = typeof requires === 'string' ? parseSkillRule(requires) : null;
  if (parsed?.ok === false) throw badSkillRule(parsed);
  return {
    ...Object.fromEntries(Object.entries(settings).filter(([field]) => !NOT_ROUTED.includes(field))),
    ...(requires === undefined ? {} : { requires: skillRuleByIds(requires, ids), requiresText: requires }),
  };
}
