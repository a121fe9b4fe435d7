// How a state of each kind of object is had again: by the very requests that people change it with, so that the same rules hold.
import { NewApiKey } from '@tandem/contract/api/api-keys.ts';
import { AlertLimits } from '@tandem/contract/api/alert-limits.ts';
import { ChangeCompany } from '@tandem/contract/api/company.ts';
import { DevicePatch, NewDevice } from '@tandem/contract/api/devices.ts';
import type { HistoryAsk, RestoreState } from '@tandem/contract/api/history.ts';
import type { HistoryKind } from '@tandem/contract/history.ts';
import { HoursPatch, NewHours } from '@tandem/contract/api/hours.ts';
import { ChatSitePatch, NewChatSite } from '@tandem/contract/api/chat-sites.ts';
import { LanePatch, NewLane } from '@tandem/contract/api/lanes.ts';
import { NewNumber, NewTrunk, NumberPatch, TrunkPatch } from '@tandem/contract/api/numbers.ts';
import { NewQueue, NewSkill, QueuePatch, SkillPatch } from '@tandem/contract/api/queues.ts';
import { RetentionPolicy } from '@tandem/contract/api/retention.ts';
import { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import { ChangeRole, NewRole } from '@tandem/contract/api/roles.ts';
import { NewThreshold, ThresholdPatch } from '@tandem/contract/api/thresholds.ts';
import { ChangeSite, ChangeTeam, ChangeUser, CreateTeam, CreateUser } from '@tandem/contract/api/users.ts';
import { NewWallboard, WallboardPut } from '@tandem/contract/api/wallboards.ts';
import { DigitalWorkerPatch, NewDigitalWorker } from '@tandem/contract/api/workers.ts';
import { isObject, isSame } from './differences.ts';

export type Fields = Readonly<Record<string, unknown>>;
/** One request of the API, by the pattern of its path. */
export type Step = { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; params?: Fields; query?: Fields; body?: unknown };
/** Why a state cannot be had again: `secret` was never kept, `recordings` are gone, `versions` are chosen elsewhere, `never` by nobody. */
export type Reason = 'secret' | 'recordings' | 'versions' | 'never';

/** `to`: the state that is wanted; `now`: the state that is; null: there is no such object. `present`: what `look` answered; `given`: what was asked for. */
export type Wish = { object: string; to: Fields | null; now: Fields | null; present: unknown; given?: Given };
export type Given = NonNullable<RestoreState['given']>;
export type Plan = { steps: Step[] } | { refused: Reason };

export type Rule = {
  /** Asked before, where the request must name what it replaces. */
  look?: (object: string, now: Fields | null) => Step | null;
  /** What is kept nowhere and has to be given with the wish. */
  asks?: (wish: Wish) => HistoryAsk[];
  plan: (wish: Wish) => Plan;
};

const never: Plan = { refused: 'never' };
const steps = (...list: Step[]): Plan => ({ steps: list });

type Schema = { properties: object };
/** The fields that the request takes, of those that the state has. */
function taken(schema: Schema, state: Fields): Fields {
  return Object.fromEntries(Object.keys(schema.properties).flatMap((name) => (name in state ? [[name, state[name]] as const] : [])));
}
/** Those that differ: what was not touched since is not written again. */
function differing(schema: Schema, to: Fields, now: Fields): Fields {
  return Object.fromEntries(Object.entries(taken(schema, to)).filter(([name, value]) => !isSame(value, now[name])));
}

type Shape = {
  path: string;
  made: Schema | null;
  changed: Schema;
  removed: boolean;
  /** The state as the requests have it, where they differ. */
  asked?: (state: Fields) => Fields;
};

/** What is made with POST, changed with PATCH and removed with DELETE. */
function listed({ path, made, changed, removed, asked = (state) => state }: Shape): Rule['plan'] {
  const one = `${path}/:id`;
  return ({ object, to, now }) => {
    const params = { id: object };
    if (to === null) return removed ? steps({ method: 'DELETE', path: one, params }) : never;
    if (now === null) return made ? steps({ method: 'POST', path, body: { ...taken(made, asked(to)), id: object } }) : never;
    const body = differing(changed, asked(to), asked(now));
    return Object.keys(body).length === 0 ? steps() : steps({ method: 'PATCH', path: one, params, body });
  };
}

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);
const itemsOf = (answer: unknown): Fields[] => (isObject(answer) ? listOf(answer['items']) : []);
const queueOf = (object: string): string | null => (object.startsWith('que_') ? object : null);

const trunks = listed({ path: '/trunks', made: NewTrunk, changed: TrunkPatch, removed: true });
/** The password of an account stays where it is; where it went with the trunk or the account, it is given anew. */
const isGone = ({ to, now }: Wish): boolean => isObject(to?.['account']) && !isObject(now?.['account']);
function trunk(wish: Wish): Plan {
  const { to, given } = wish;
  if (to === null || !isGone(wish) || given?.password === undefined) return trunks(wish);
  return trunks({ ...wish, to: { ...to, account: { ...(to['account'] as Fields), password: given.password } } });
}
const changedUser = listed({
  path: '/users',
  made: CreateUser,
  changed: ChangeUser,
  removed: false,
  asked: ({ roleId, agent, ...state }) => ({ ...state, role: roleId, takesWork: agent !== null }),
});
/** Who is gone comes back without sessions and second factor, under the name, address and first password that are given. */
const users = (wish: Wish): Plan =>
  wish.to === null || wish.now !== null ? changedUser(wish) : changedUser({ ...wish, to: { ...wish.to, ...wish.given } });

/** One that was revoked stays dead: another takes its place, with the same rights. */
function apiKeys({ to, now }: Wish): Plan {
  if (to === null || now === null) return never;
  if (to['revokedAt'] !== null || now['revokedAt'] === null) return { refused: 'secret' };
  const { id: _, ...body } = taken(NewApiKey, to);
  return steps({ method: 'POST', path: '/api-keys', body });
}
const phones = listed({ path: '/devices', made: NewDevice, changed: DevicePatch, removed: true });

function prompts({ object, to, now, present }: Wish): Plan {
  const params = { id: object };
  if (to === null) return steps({ method: 'DELETE', path: '/prompts/:id', params });
  const { key, kind, name } = to;
  const wanted = listOf(to['recordings']);
  if (now === null)
    return wanted.length > 0
      ? { refused: 'recordings' }
      : steps({ method: 'POST', path: '/prompts', body: { id: object, key, kind, name } });
  const currentOf = (recording: Fields | undefined) =>
    listOf(recording?.['versions']).find((version) => version['current'] === true)?.['version'];
  const kept = isObject(present) ? listOf(present['recordings']) : [];
  const plan: Step[] = isSame(name, now['name']) ? [] : [{ method: 'PATCH', path: '/prompts/:id', params, body: { name } }];
  for (const recording of wanted) {
    const there = kept.find((each) => each['slot'] === recording['slot']);
    const version = currentOf(recording);
    if (version === undefined || version === currentOf(there)) continue;
    if (!listOf(there?.['versions']).some((each) => each['version'] === version)) return { refused: 'recordings' };
    const slot = { ...params, slot: recording['slot'] };
    plan.push({ method: 'POST', path: '/prompts/:id/recordings/:slot/restore', params: slot, body: { version } });
  }
  return steps(...plan);
}

/** A flow that is there has its versions on its own page, where its draft is in sight. */
function flows({ object, to, now }: Wish): Plan {
  if (now !== null) return { refused: 'versions' };
  if (to === null) return never;
  const { key, name, graph } = to;
  return steps(
    { method: 'POST', path: '/flows', body: { id: object, key, name, draft: graph } },
    { method: 'POST', path: '/flows/:id/publish', params: { id: object } },
  );
}

function company({ to, now }: Wish): Plan {
  if (to === null || now === null) return never;
  const body = differing(ChangeCompany, to, now);
  const required = to['secondFactorRequired'];
  return steps(
    ...(Object.keys(body).length === 0 ? [] : [{ method: 'PATCH', path: '/company', body } as const]),
    ...(typeof required !== 'boolean' || required === now['secondFactorRequired']
      ? []
      : [{ method: 'PUT', path: '/security-policy', body: { secondFactorRequired: required } } as const]),
  );
}

/** `version`: of what is replaced; a queue without a list of its own replaces the tenant's. */
function dispositions({ object, to, present }: Wish): Plan {
  const queue = queueOf(object);
  if (to === null) return queue === null ? never : steps({ method: 'DELETE', path: '/dispositions/:id', params: { id: queue } });
  const version = isObject(present) ? present['version'] : 0;
  return steps({ method: 'PUT', path: '/dispositions', body: { queue, version, items: to['items'] } });
}

function wallboards({ object, to, present }: Wish): Plan {
  const params = { id: object };
  const there = itemsOf(present).find((board) => board['id'] === object);
  if (to === null) return steps({ method: 'DELETE', path: '/wallboards/:id', params });
  const body = { ...to, shared: true };
  if (!there) return steps({ method: 'POST', path: '/wallboards', body: { ...taken(NewWallboard, body), id: object } });
  return steps({ method: 'PUT', path: '/wallboards/:id', params, body: { ...taken(WallboardPut, body), version: there['version'] } });
}

const put =
  (path: string, schema: Schema): Rule['plan'] =>
  ({ to }) =>
    to === null ? never : steps({ method: 'PUT', path, body: taken(schema, to) });

export const RULES: Readonly<Record<HistoryKind, Rule>> = {
  queue: { plan: listed({ path: '/queues', made: NewQueue, changed: QueuePatch, removed: true }) },
  skill: { plan: listed({ path: '/skills', made: NewSkill, changed: SkillPatch, removed: true }) },
  'agent-skills': {
    plan: ({ object, to }) =>
      steps({ method: 'PUT', path: '/agents/:id/skills', params: { id: object }, body: { skills: to?.['skills'] ?? [] } }),
  },
  flow: { plan: flows },
  prompt: {
    look: (id, now) => (now === null ? null : { method: 'GET', path: '/prompts/:id', params: { id } }),
    plan: prompts,
  },
  hours: { plan: listed({ path: '/hours', made: NewHours, changed: HoursPatch, removed: true }) },
  dispositions: {
    look: (object) => ({ method: 'GET', path: '/dispositions', query: queueOf(object) === null ? {} : { queue: object } }),
    plan: dispositions,
  },
  number: {
    plan: listed({
      path: '/numbers',
      made: NewNumber,
      changed: NumberPatch,
      removed: true,
      asked: ({ address, ...state }) => ({ ...state, ...numberOf(address) }),
    }),
  },
  trunk: { plan: trunk, asks: (wish) => (isGone(wish) ? ['password'] : []) },
  // A browser is its agent's own; nobody sets it up.
  device: { plan: (wish) => ((wish.to ?? wish.now)?.['kind'] === 'phone' ? phones(wish) : never) },
  // Of who is gone, his name and address are gone too.
  user: { plan: users, asks: ({ to, now }) => (to !== null && now === null ? ['name', 'email', 'password'] : []) },
  team: { plan: listed({ path: '/teams', made: CreateTeam, changed: ChangeTeam, removed: true }) },
  site: { plan: listed({ path: '/sites', made: null, changed: ChangeSite, removed: false }) },
  role: { plan: listed({ path: '/roles', made: NewRole, changed: ChangeRole, removed: true }) },
  'api-key': { plan: apiKeys },
  tenant: { plan: company },
  retention: { plan: put('/retention', RetentionPolicy) },
  'routing-rules': { plan: put('/routing/rules', RoutingRules) },
  'conversation-rule': { plan: put('/conversation-rule', { properties: { days: true } }) },
  threshold: { plan: listed({ path: '/thresholds', made: NewThreshold, changed: ThresholdPatch, removed: true }) },
  'alert-limits': { plan: put('/alert-limits', AlertLimits) },
  lane: { plan: listed({ path: '/lanes', made: NewLane, changed: LanePatch, removed: true }) },
  'digital-worker': { plan: listed({ path: '/digital-workers', made: NewDigitalWorker, changed: DigitalWorkerPatch, removed: true }) },
  'chat-site': { plan: listed({ path: '/chat-sites', made: NewChatSite, changed: ChatSitePatch, removed: true }) },
  wallboard: { look: () => ({ method: 'GET', path: '/wallboards' }), plan: wallboards },
};

/** A number as people write it, with its country where it is no number of the world. */
function numberOf(address: unknown): Fields {
  if (!isObject(address)) return {};
  const { kind, e164, digits, country, extension } = address;
  if (kind === 'e164') return { number: e164 };
  return kind === 'extension' ? { number: extension } : { number: digits, country };
}
