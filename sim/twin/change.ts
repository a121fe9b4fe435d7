// What would be different: a file of changes to queues, skills and staffing, read strictly and laid over the day.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import { ok } from '../../server/src/kernel/result.ts';
import type { Input } from '../../server/src/modules/routing/core/turn.ts';
import type { QueueConfig, SkillNeed } from '../../server/src/modules/routing/core/types.ts';
import type { TwinConfig, TwinQueue } from './configuration.ts';
import type { Day } from './day.ts';

type QueueChange = Partial<
  Pick<
    QueueConfig,
    'wrapUpMs' | 'offerTimeoutMs' | 'maxWaitMs' | 'maxWaiting' | 'priority' | 'skills' | 'overflow' | 'order' | 'rings' | 'restMs'
  >
> & {
  addMembers?: readonly AgentId[];
  removeMembers?: readonly AgentId[];
};
/** `agents`: so many more in these hours of the day, on this queue, with these skills; fewer where negative: members of the queue stay away. */
type Staffing = { queue: string; from: string; to: string; agents: number; skills?: readonly SkillNeed[] };
export type Change = {
  queues?: Record<string, QueueChange>;
  agentSkills?: Record<AgentId, readonly SkillNeed[]>;
  staffing?: readonly Staffing[];
  costPerAgentHour?: number;
};

export type Applied = { given: readonly { at: number; input: Input }[]; queues: readonly TwinQueue[] };

const QUEUE_FIELDS = [
  'wrapUpMs',
  'offerTimeoutMs',
  'maxWaitMs',
  'maxWaiting',
  'priority',
  'skills',
  'overflow',
  'order',
  'rings',
  'restMs',
  'addMembers',
  'removeMembers',
];

/** Throws a sentence where a word is not known: a change that does nothing because of a typing error would be believed. */
export function readChange(text: string): Change {
  const change = JSON.parse(text) as Record<string, unknown>;
  const only = (what: string, object: object, allowed: readonly string[]): void => {
    for (const key of Object.keys(object))
      if (!allowed.includes(key)) throw new Error(`${what} knows no "${key}", only ${allowed.join(', ')}.`);
  };
  only('The change', change, ['queues', 'agentSkills', 'staffing', 'costPerAgentHour']);
  const read = change as Change;
  for (const queue of Object.values(read.queues ?? {})) only('A queue', queue, QUEUE_FIELDS);
  for (const staff of read.staffing ?? []) {
    only('Staffing', staff, ['queue', 'from', 'to', 'agents', 'skills']);
    if (!Number.isInteger(staff.agents)) throw new Error(`Staffing needs a whole number of agents, not ${String(staff.agents)}.`);
    clock(staff.from);
    clock(staff.to);
  }
  return read;
}

/** The day under the change; an empty change gives the day as it was. */
export function apply(day: Day, change: Change): Applied {
  const inForce = day.configs.findLast((version) => version.at <= day.from) ?? day.configs[0];
  const versions = [...(inForce ? [{ ...inForce, at: -Infinity }] : []), ...day.configs.filter((version) => version.at > day.from)];
  const newest = day.configs.at(-1)?.config.queues ?? [];
  for (const name of Object.keys(change.queues ?? {})) find(newest, name);
  const given: { at: number; input: Input }[] = [];
  const extra: { agent: AgentId; queue: QueueId; skills: readonly SkillNeed[] }[] = [];
  const away = new Map<AgentId, { from: number; to: number }[]>();
  for (const [n, staff] of (change.staffing ?? []).entries()) {
    const queue = find(newest, staff.queue);
    const [from, to] = [day.from + clock(staff.from), day.from + clock(staff.to)];
    for (let k = 0; k < staff.agents; k++) {
      const agent: AgentId = `agt_added-${n + 1}-${k + 1}`;
      extra.push({ agent, queue: queue.id, skills: [...queue.skills, ...(staff.skills ?? [])] });
      given.push({ at: from, input: there(agent, true) }, { at: to, input: there(agent, false) });
    }
    for (const agent of queue.members.slice(0, Math.max(0, -staff.agents))) away.set(agent, [...(away.get(agent) ?? []), { from, to }]);
  }
  const altered = (config: TwinConfig): TwinConfig => alter(config, change, extra);
  const configs = versions.map(({ at, config }) => ({
    at: Math.max(at, day.from - 1),
    input: { kind: 'config', config: altered(config) } as const,
  }));
  return { given: [...configs, ...day.agents.flatMap((each) => present(each, away)), ...given, ...leave(away)], queues: newest };
}

function alter(
  config: TwinConfig,
  change: Change,
  extra: readonly { agent: AgentId; queue: QueueId; skills: readonly SkillNeed[] }[],
): TwinConfig {
  const changes = new Map(Object.entries(change.queues ?? {}).map(([name, each]) => [config.queues.find(called(name))?.id, each]));
  return {
    ...config,
    queues: config.queues.map((queue) => {
      const { addMembers = [], removeMembers = [], ...fields } = changes.get(queue.id) ?? {};
      const joined = extra.filter((each) => each.queue === queue.id).map((each) => each.agent);
      const members = [...new Set([...queue.members, ...addMembers, ...joined])].filter((agent) => !removeMembers.includes(agent));
      return { ...queue, ...fields, members };
    }),
    agents: [
      ...config.agents.map(({ agent, skills }) => ({ agent, skills: change.agentSkills?.[agent] ?? skills })),
      ...extra.map(({ agent, skills }) => ({ agent, skills })),
    ],
  };
}

/** By id, key or name in either language. */
const called =
  (name: string) =>
  (queue: TwinQueue): boolean =>
    queue.id === name || queue.key === name || Object.values(queue.name).includes(name);

function find(queues: readonly TwinQueue[], name: string): TwinQueue {
  const found = queues.find(called(name));
  if (!found) throw new Error(`There is no queue ${name}; there are ${queues.map((queue) => queue.key ?? queue.id).join(', ')}.`);
  return found;
}

const there = (agent: AgentId, signedIn: boolean): Input => ({
  kind: 'declare',
  agent,
  decide: () => ok([{ agent, signedIn, presence: 'available', reason: null, onQueue: signedIn, reachable: signedIn }]),
});

/** Who is away comes and goes all the same, but takes nothing meanwhile. */
function present(
  each: { at: number; input: Input },
  away: ReadonlyMap<AgentId, readonly { from: number; to: number }[]>,
): { at: number; input: Input }[] {
  const { input, at } = each;
  if (input.kind !== 'declare') return [each];
  const gone = away.get(input.agent)?.find((span) => at >= span.from && at < span.to);
  if (!gone) return [each];
  const decide: typeof input.decide = (current, now) => {
    const decided = input.decide(current, now);
    return decided.ok ? ok(decided.value.map((declared) => ({ ...declared, onQueue: false }))) : decided;
  };
  return [
    { at, input: { ...input, decide } },
    { at: gone.to, input },
  ];
}

function leave(away: ReadonlyMap<AgentId, readonly { from: number; to: number }[]>): { at: number; input: Input }[] {
  return [...away].flatMap(([agent, spans]) =>
    spans.map(({ from }) => ({
      at: from,
      input: { kind: 'declare', agent, decide: (current) => ok(current ? [{ ...current, onQueue: false }] : []) } as const,
    })),
  );
}

/** Milliseconds after midnight of `09:30`; 24:00 is the end of the day. */
function clock(text: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/u.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 24 || Number(minutes) > 59) throw new Error(`An hour is written as 09:30, not ${text}.`);
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}
