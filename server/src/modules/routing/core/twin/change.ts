// What would be different: a file of changes to queues, skills and staffing, read strictly and laid over the day.
import type { HistoryChange } from '@tandem/contract/api/history.ts';
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import { ok } from '../../../../kernel/result.ts';
import type { Input } from '../turn.ts';
import type { QueueConfig, RoutingRules, SkillNeed } from '../types.ts';
import { canonical } from './compare.ts';
import type { TwinConfig, TwinQueue } from './configuration.ts';
import type { Day } from './day.ts';

/** What the engine decides by of a queue. */
export type QueueChange = Partial<Omit<QueueConfig, 'id' | 'name' | 'matching'>> & {
  requiresText?: string | null;
  addMembers?: readonly AgentId[];
  removeMembers?: readonly AgentId[];
};
/** `agents`: so many more in these hours of the day, on this queue, with these skills; fewer where negative: members of the queue stay away. */
export type Staffing = { queue: string; from: string; to: string; agents: number; skills?: readonly SkillNeed[] };
export type Change = {
  queues?: Record<string, QueueChange>;
  agentSkills?: Record<AgentId, readonly SkillNeed[]>;
  staffing?: readonly Staffing[];
  rules?: RoutingRules;
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
    for (const agent of seenFirst(queue.members, day).slice(0, Math.max(0, -staff.agents)))
      away.set(agent, [...(away.get(agent) ?? []), { from, to }]);
  }
  const altered = (config: TwinConfig): TwinConfig => alter(config, change, extra);
  const configs = versions.map(({ at, config }) => ({
    at: Math.max(at, day.from - 1),
    input: { kind: 'config', config: altered(config) } as const,
  }));
  return { given: [...configs, ...day.agents.map((each) => present(each, away)), ...given, ...leave(away, day.agents)], queues: newest };
}

/** Who was there at some time of the day stays away before who was not. */
function seenFirst(members: readonly AgentId[], day: Day): AgentId[] {
  const seen = new Set(
    day.agents.flatMap(({ input }) => {
      const declared = input.kind === 'declare' ? input.decide(null, day.from) : null;
      return declared?.ok ? declared.value.filter((each) => each.onQueue).map((each) => each.agent) : [];
    }),
  );
  return members.toSorted((a, b) => Number(seen.has(b)) - Number(seen.has(a)));
}

/** Of a queue, or of what holds for all (null): what differs from the newest configuration of the day. */
export type Changed = { queue: QueueId | null; changes: HistoryChange[] };

export function changesOf(day: Day, change: Change): Changed[] {
  const now = day.configs.at(-1)?.config;
  const queues = Object.entries(change.queues ?? {}).map(([name, asked]) => {
    const queue = find(now?.queues ?? [], name);
    return { queue: queue.id, changes: differing(queue, asked) };
  });
  const rules = change.rules && now?.rules ? [{ queue: null, changes: differing(now.rules, change.rules) }] : [];
  return [...queues, ...rules].filter(({ changes }) => changes.length > 0);
}

function differing(was: object, is: object): HistoryChange[] {
  const before = was as Readonly<Record<string, unknown>>;
  return Object.entries(is).flatMap(([name, after]): HistoryChange[] => {
    if (name === 'requires') return [];
    const old = before[name];
    const field = name === 'requiresText' ? 'requires' : name;
    if (after === undefined || canonical(old ?? null) === canonical(after)) return [];
    const plain = (list: unknown): list is string[] => Array.isArray(list) && list.every((each) => typeof each === 'string');
    if (plain(old) && plain(after)) {
      const [removed, added] = [old.filter((each) => !after.includes(each)), after.filter((each) => !old.includes(each))];
      return removed.length + added.length === 0 ? [] : [{ path: [field], removed, added }];
    }
    return [{ path: [field], before: old ?? null, after }];
  });
}

function alter(
  config: TwinConfig,
  change: Change,
  extra: readonly { agent: AgentId; queue: QueueId; skills: readonly SkillNeed[] }[],
): TwinConfig {
  const changes = new Map(Object.entries(change.queues ?? {}).map(([name, each]) => [config.queues.find(called(name))?.id, each]));
  return {
    ...config,
    ...(change.rules ? { rules: change.rules } : {}),
    queues: config.queues.map((queue) => {
      const { addMembers = [], removeMembers = [], ...fields } = changes.get(queue.id) ?? {};
      const joined = extra.filter((each) => each.queue === queue.id).map((each) => each.agent);
      const members = [...new Set([...(fields.members ?? queue.members), ...addMembers, ...joined])].filter(
        (agent) => !removeMembers.includes(agent),
      );
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

type Timed = { at: number; input: Input };
type Span = { from: number; to: number };
const within = (spans: readonly Span[] | undefined, at: number): boolean => spans?.some((span) => at >= span.from && at < span.to) ?? false;

/** Who is away comes and goes all the same, but takes nothing meanwhile. */
function present({ input, at }: Timed, away: ReadonlyMap<AgentId, readonly Span[]>): Timed {
  if (input.kind !== 'declare' || !within(away.get(input.agent), at)) return { at, input };
  const decide: typeof input.decide = (current, now) => {
    const decided = input.decide(current, now);
    return decided.ok ? ok(decided.value.map((declared) => ({ ...declared, onQueue: false }))) : decided;
  };
  return { at, input: { ...input, decide } };
}

/** He leaves when his absence begins, and is afterwards what he would have been by then. */
function leave(away: ReadonlyMap<AgentId, readonly Span[]>, agents: readonly Timed[]): Timed[] {
  return [...away].flatMap(([agent, spans]) =>
    spans.flatMap(({ from, to }): Timed[] => {
      const gone: Input = { kind: 'declare', agent, decide: (current) => ok(current ? [{ ...current, onQueue: false }] : []) };
      const then = agents.findLast(({ at, input }) => input.kind === 'declare' && input.agent === agent && at <= to);
      return [{ at: from, input: gone }, ...(then && !within(spans, to) ? [{ at: to, input: then.input }] : [])];
    }),
  );
}

/** Milliseconds after midnight of `09:30`; 24:00 is the end of the day. */
function clock(text: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/u.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 24 || Number(minutes) > 59) throw new Error(`An hour is written as 09:30, not ${text}.`);
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}
