// What administrators set up: lists read whole, and the ways to make, change and remove one of them.
import type { AgentView } from '@tandem/contract/api/agents.ts';
import type { ChatSiteSetting } from '@tandem/contract/api/chat-sites.ts';
import type { AuditEntry } from '@tandem/contract/api/audit.ts';
import type { Device, DeviceChanged, DeviceCreated } from '@tandem/contract/api/devices.ts';
import type { Flow, FlowSummary, FlowVerdict, FlowVersion } from '@tandem/contract/api/flows.ts';
import type { Hours, HoursNow } from '@tandem/contract/api/hours.ts';
import type { Lane } from '@tandem/contract/api/lanes.ts';
import type { Prompt } from '@tandem/contract/api/prompts.ts';
import type { NumberView, TrunkView } from '@tandem/contract/api/numbers.ts';
import type { Queue, Skill, SkilledAgent } from '@tandem/contract/api/queues.ts';
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import type { Retention } from '@tandem/contract/api/retention.ts';
import type { Role } from '@tandem/contract/api/roles.ts';
import type { Site, Team, User } from '@tandem/contract/api/users.ts';
import type { DigitalWorker } from '@tandem/contract/api/workers.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api, Query } from './client.ts';
import type { Page } from './interactions.ts';

export const ADMIN_KEY = ['admin'] as const;

/** Lists by the path they are read from. */
type Lists = {
  queues: Queue;
  skills: Skill;
  'agent-skills': SkilledAgent;
  users: User;
  agents: AgentView;
  teams: Team;
  sites: Site;
  roles: Role;
  numbers: NumberView;
  trunks: TrunkView;
  'chat-sites': ChatSiteSetting;
  devices: Device;
  hours: Hours;
  lanes: Lane;
  'digital-workers': DigitalWorker;
  prompts: Prompt;
  flows: FlowSummary;
};
export type ListName = keyof Lists;
export type Listed<L extends ListName> = Lists[L];

/** 5000 of a kind; nobody works through more in a list. */
const MOST_PAGES = 25;

async function readAll<T>(api: Api, path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: Page<T> = await api.get(path, { limit: 200, cursor }, signal);
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return items;
}

export function listQuery<L extends ListName>(api: Api, list: L) {
  return queryOptions({
    queryKey: [...ADMIN_KEY, list],
    queryFn: ({ signal }) => readAll<Listed<L>>(api, `/${list}`, signal),
    staleTime: 2_000,
  });
}

export const make = <T>(api: Api, list: ListName, value: unknown) => api.send<T>('POST', `/${list}`, value);
export const change = <T>(api: Api, list: ListName, id: string, value: unknown) => api.send<T>('PATCH', `/${list}/${id}`, value);
export const remove = (api: Api, list: ListName, id: string) => api.send<undefined>('DELETE', `/${list}/${id}`);

export const setAgentSkills = (api: Api, agent: string, skills: SkilledAgent['skills']) =>
  api.send<unknown>('PUT', `/agents/${agent}/skills`, { skills });

export const makeDevice = (api: Api, device: { username: string; agent: string }) => api.send<DeviceCreated>('POST', '/devices', device);
export const newDevicePassword = (api: Api, id: string) => api.send<DeviceChanged>('PATCH', `/devices/${id}`, { password: null });
export const resetSecondFactor = (api: Api, user: string) => api.send<undefined>('DELETE', `/users/${user}/second-factor`);

export const hoursNowQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: [...ADMIN_KEY, 'hours-now', id],
    queryFn: ({ signal }) => api.get<HoursNow>(`/hours/${id}/now`, {}, signal),
    refetchInterval: 30_000,
  });

export const flowQuery = (api: Api, id: string) =>
  queryOptions({ queryKey: [...ADMIN_KEY, 'flow', id], queryFn: ({ signal }) => api.get<Flow>(`/flows/${id}`, {}, signal) });

export const flowVersionsQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: [...ADMIN_KEY, 'flow-versions', id],
    queryFn: ({ signal }) => readAll<FlowVersion>(api, `/flows/${id}/versions`, signal),
  });

export const validateFlow = (api: Api, graph: unknown) => api.send<FlowVerdict>('POST', '/flows/validate', { graph });
export const saveDraft = (api: Api, id: string, draft: unknown, name?: Flow['name']) =>
  api.send<Flow>('PUT', `/flows/${id}/draft`, name === undefined ? { draft } : { draft, name });
export const publishFlow = (api: Api, id: string) => api.send<FlowVersion>('POST', `/flows/${id}/publish`);

export const retentionQuery = (api: Api) =>
  queryOptions({ queryKey: [...ADMIN_KEY, 'retention'], queryFn: ({ signal }) => api.get<Retention>('/retention', {}, signal) });
export const setRetention = (api: Api, policy: Omit<Retention, 'logErasedBefore'>) => api.send<Retention>('PUT', '/retention', policy);

export const routingRulesQuery = (api: Api) =>
  queryOptions({ queryKey: [...ADMIN_KEY, 'routing-rules'], queryFn: ({ signal }) => api.get<RoutingRules>('/routing/rules', {}, signal) });
export const setRoutingRules = (api: Api, rules: RoutingRules) => api.send<RoutingRules>('PUT', '/routing/rules', rules);

export const readAudit = (api: Api, filter: Query, cursor: string | null, signal?: AbortSignal): Promise<Page<AuditEntry>> =>
  api.get('/audit', { ...filter, limit: 50, cursor }, signal);
