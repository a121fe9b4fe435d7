// A preview <- directory (hours, numbers, queues, skills), routing (the engine's own decision), lanes (open ones), customers (lookup tables), identity (names, the company's zone).
import { addressKey } from '@tandem/contract/address.ts';
import type { PreviewQueue, PreviewRequest } from '@tandem/contract/api/preview.ts';
import type { Id, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { parseSkillRule, skillRuleByIds } from '@tandem/contract/skill-rule.ts';
import { badSkillRule, instantOf } from '../../modules/directory/index.ts';
import type { PreviewPorts } from '../../modules/flow/index.ts';
import { previewLine } from '../../modules/routing/index.ts';
import { clock } from '../process.ts';
import type { Modules } from './modules.ts';
import { routingPorts } from './routing.ts';

/** So many agents of a ring are named; all are counted. */
const NAMED = 20;

export function previewPorts(modules: Modules): PreviewPorts {
  const { directory, identity, flow, lanes, customers } = modules;
  return {
    lanes: {
      meeting: (tenant, contact) => lanes.meeting(tenant, contact),
      // A preview comes through no lane.
      entered: () => Promise.resolve(),
    },
    recordingRule: (tenant, queue) => directory.recordingRule(tenant, queue),
    fullRules: (tenant, queue) => directory.fullRules(tenant, queue),
    lookup: (tenant, table, key) => customers.lookup(tenant, table, key),
    async moment(tenant, local) {
      const zone = (await identity.tenant(tenant))?.zone ?? 'UTC';
      return { at: instantOf(zone, Date.parse(`${local}:00Z`)), zone };
    },
    async number(tenant, id) {
      const number = (await directory.numbers(tenant)).find((each) => each.id === id);
      return number ? { local: addressKey(number.address), flow: number.flow } : null;
    },
    async flowName(tenant, id) {
      return (await flow.flow(tenant, id)).name;
    },
    async laneNames(tenant) {
      return new Map((await lanes.settings.list(tenant)).map(({ id, name }) => [id, name]));
    },
    hours: (tenant, hours, at) => directory.openReason(tenant, hours, at),
    line: (tenant, asked) => lineOf(modules, tenant, asked),
  };
}

async function lineOf(
  modules: Modules,
  tenant: TenantId,
  { queue, level, unsaved, ...asked }: Parameters<PreviewPorts['line']>[1],
): Promise<PreviewQueue | null> {
  const { directory, identity } = modules;
  const [saved, named, queues, lastAgentMs] = await Promise.all([
    routingPorts(modules).config(tenant),
    directory.skills(tenant),
    directory.queues(tenant),
    directory.lastAgentMs(tenant, queue),
  ]);
  const config = tried(saved, unsaved, new Map(named.map(({ id, key }) => [key, id])));
  const own = unsaved?.queue === queue ? unsaved.settings : {};
  const line = previewLine(config, { queue, ...asked, ...(level === null ? {} : { level }) }, clock.now());
  if (line === null) return null;
  const shown = new Set([...line.rings.flatMap(({ agents }) => agents.slice(0, NAMED)), ...(line.first ? [line.first] : [])]);
  const names = await identity.agentNames(tenant, [...shown]);
  const agent = (id: (typeof line.rings)[number]['agents'][number]) => ({ id, name: names.get(id) ?? id });
  const skillName = (id: string) => named.find((each) => each.id === id)?.name ?? { en: id };
  const queueOf = (id: QueueId) => ({ id, name: queues.find((each) => each.id === id)?.name ?? { en: id } });
  return {
    queue: queueOf(queue),
    points: { parts: [...line.points], eachMs: line.eachMs },
    needs: line.needs.map(({ skill, level: least }) => ({ skill, name: skillName(skill), level: least })),
    requires: own.requires === undefined ? (queues.find((each) => each.id === queue)?.requires ?? null) : own.requires,
    order: line.queue.order ?? 'longest-idle',
    first: line.first === null ? null : agent(line.first),
    rings: line.rings.map(({ afterMs, queues: of, eased, agents }) => ({
      afterMs,
      queues: of.map(queueOf),
      eased: eased.map(({ skill, level: least }) => ({ name: skillName(skill), level: least })),
      count: agents.length,
      agents: agents.slice(0, NAMED).map(agent),
    })),
    maxWaitMs: line.queue.maxWaitMs,
    maxWaiting: line.queue.maxWaiting ?? null,
    lastAgentMs: own.lastAgentMs ?? lastAgentMs,
  };
}

type Config = Awaited<ReturnType<ReturnType<typeof routingPorts>['config']>>;

/** The configuration as it would be. Throws `queue.bad-rule` where the rule of skills cannot be read. */
function tried(config: Config, unsaved: PreviewRequest['unsaved'], ids: ReadonlyMap<string, Id<'skl'>>): Config {
  if (!unsaved) return config;
  const { requires, ...given } = unsaved.settings;
  const parsed = typeof requires === 'string' ? parseSkillRule(requires) : null;
  if (parsed?.ok === false) throw badSkillRule(parsed);
  const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const rule = requires === undefined ? {} : { requires: skillRuleByIds(requires, ids) };
  return { ...config, queues: config.queues.map((each) => (each.id === unsaved.queue ? { ...each, ...settings, ...rule } : each)) };
}
