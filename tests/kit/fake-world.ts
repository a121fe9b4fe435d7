// The small world behind the fake API: a supervisor or an agent, queues, agents, customers and any number of contacts.
import { KPI_DEFINITIONS } from '../../server/src/modules/analytics/core/definitions.ts';
import type { FakeAnswer, FakeRequest } from './fake-api.ts';
import { detail, DISPOSITIONS, events, id, type FakeContact } from './fake-contact.ts';
import { speechLikeWav } from './fake-speech.ts';

export type FakeWorld = {
  contacts: FakeContact[];
  answer: (request: FakeRequest) => FakeAnswer;
  addContact: (over?: Partial<FakeContact>) => FakeContact;
  presence: Record<string, unknown>;
};

const NAMES = [
  'Wang Fang',
  'Li Wei',
  '王芳',
  'Zhao Lei',
  'Maria Schneider-Leutheusser',
  'James Carter',
  '陈小明',
  'Anna Kowalska',
  'Liu Yang',
  'Olivia Brown',
];
const LEVELS = ['platinum', 'gold', null, 'standard', 'gold', null, 'platinum', null, 'standard', null];
const QUEUES = [
  { id: id('que', 1), name: 'Support', texts: { en: 'Support', 'zh-CN': '技术支持' } },
  { id: id('que', 2), name: 'Sales', texts: { en: 'Sales', 'zh-CN': '销售' } },
];
const AGENTS = Array.from({ length: 8 }, (_, n) => ({ id: id('agt', n + 1), name: `Agent ${n + 1}` }));
const STATES = ['on-contact', 'idle', 'wrap-up', 'offered', 'away', 'unreachable', 'available', 'offline'];
const PHASES = ['consulting', null, 'wrap-up', 'ringing'];
const ALL = [
  'interactions:read',
  'interactions:wrap-up',
  'recordings:listen',
  'customers:read',
  'presence:read',
  'presence:set',
  'queues:read',
  'agents:read',
  'kpis:read',
  'events:read',
];

export function fakeWorld({
  role,
  contacts: count,
  now = Date.now(),
}: {
  role: 'supervisor' | 'agent';
  contacts: number;
  now?: number;
}): FakeWorld {
  const user = {
    id: id('usr', 1),
    tenant: id('tnt', 1),
    tenantName: 'Demo',
    email: `${role}@demo.test`,
    name: role === 'agent' ? 'Agent One' : 'Susan Supervisor',
    language: 'en',
    role,
    agent: role === 'agent' ? AGENTS[0]!.id : null,
    permissions: ALL.map((action) => ({ action, scope: role === 'agent' ? 'own' : 'tenant' })),
  };
  const contacts: FakeContact[] = [];
  const presence: Record<string, unknown> = {
    signedIn: true,
    presence: 'available',
    reason: null,
    onQueue: true,
    reachable: true,
    since: now - 125_000,
  };

  function addContact(over: Partial<FakeContact> = {}): FakeContact {
    const n = contacts.length;
    const stage = ['agent', 'queue', 'ring', 'flow'][n % 4]!;
    const state = n < 5 ? 'open' : n === 5 ? 'wrap-up' : 'closed';
    const startedAt = now - n * 97_000 - 42_000;
    const cause = state === 'open' ? null : ['normal', 'cancelled', 'no-answer', 'system-restart'][n % 4]!;
    const contact: FakeContact = {
      id: id('int', n + 1),
      channel: 'voice',
      direction: ['inbound', 'inbound', 'outbound', 'inbound', 'internal'][n % 5]!,
      state,
      stage: state === 'open' ? stage : 'agent',
      customer: { id: id('cus', (n % 10) + 1), name: NAMES[n % 10]!, level: LEVELS[n % 10]!, known: n % 7 !== 6 },
      remote: n % 7 === 6 ? 'sipp' : `+86138001380${String(n % 100).padStart(2, '0')}`,
      local: 'ext:4001',
      queue: stage === 'flow' && state === 'open' ? null : QUEUES[n % 2]!,
      agent: state === 'open' && stage !== 'agent' ? null : AGENTS[n % 8]!,
      startedAt,
      answeredAt: startedAt + 12_000,
      endedAt: state === 'open' ? null : startedAt + 60_000 + n * 1_700,
      cause,
      disposition: null,
      resolved: n % 3 === 0 ? true : null,
      recordings: [],
      tags: [],
      ...over,
    };
    contacts.push(contact);
    contacts.sort((a, b) => b.startedAt - a.startedAt);
    return contact;
  }
  for (let n = 0; n < count; n++) addContact();

  const wrapUps = new Map<string, unknown>();
  const ok = (body: unknown): FakeAnswer => ({ status: 200, body });
  const none: FakeAnswer = { status: 404, body: { type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' } };

  /** Of the first agents: the longest name with a colleague, nothing, an erased customer on a browser, and a number. */
  function busyWith(n: number) {
    const phase = PHASES[n]!;
    if (phase === null) return null;
    return {
      interaction: id('int', n + 1),
      phase,
      customer: n === 0 ? NAMES[4]! : '',
      remote: n === 2 ? '' : '+8613800138000',
      other: n === 0 ? NAMES[3]! : null,
      direction: n === 3 ? 'outbound' : 'inbound',
      queue: { id: QUEUES[0]!.id, name: QUEUES[0]!.name },
      startedAt: now - 3_725_000,
      device: n === 2 ? null : { id: id('dev', n + 1), kind: n === 0 ? 'phone' : 'browser', username: 'agent1' },
    };
  }

  function answer({ method, path, query, body, signedIn }: FakeRequest): FakeAnswer {
    if (path === '/sessions' && method === 'POST') {
      if (body.password !== 'tandem-demo')
        return { status: 401, body: { type: 'about:blank', title: 'Wrong', status: 401, code: 'auth.wrong' } };
      return {
        status: 201,
        body: { token: 't', user },
        headers: { 'set-cookie': 'tandem_session=fake; Path=/; HttpOnly; SameSite=Strict' },
      };
    }
    if (!signedIn) return { status: 401, body: { type: 'about:blank', title: 'Signed out', status: 401, code: 'auth.required' } };
    if (path === '/sessions/current') {
      return method === 'DELETE' ? { status: 204, headers: { 'set-cookie': 'tandem_session=; Path=/; Max-Age=0' } } : ok(user);
    }
    if (path === '/queues')
      return ok({ items: QUEUES.map((queue) => ({ ...queue, key: queue.name.toLowerCase(), name: queue.texts })), nextCursor: null });
    const agents = AGENTS.map((agent, n) => ({
      ...agent,
      team: null,
      presence:
        n === 0
          ? presence
          : { ...presence, presence: n === 4 ? 'away' : 'available', reason: n === 4 ? 'Lunch' : null, since: now - n * 191_000 },
      state: n === 0 && presence.presence !== 'available' ? presence.presence : STATES[n],
      since: now - n * 191_000,
      contact: n < PHASES.length ? busyWith(n) : null,
      workCount: 0,
      work: null,
      until: null,
    }));
    if (path === '/agents') return ok({ items: agents, nextCursor: null });
    if (/^\/agents\/[^/]+\/presence$/.test(path) && method === 'PUT') return ok(Object.assign(presence, body, { since: Date.now() }));
    if (path.startsWith('/agents/')) return ok(agents[0]);
    if (path === '/kpis/live') return ok(kpis(contacts));
    if (path === '/kpis/definitions') return ok(KPI_DEFINITIONS);
    if (path === '/interactions') return ok(page(contacts, query));
    const one = /^\/interactions\/([^/]+)(\/[a-z-]+)?$/.exec(path);
    const contact = one ? contacts.find((row) => row.id === one[1]) : undefined;
    if (contact && one?.[2] === undefined) return ok(detail(contact, wrapUps.get(contact.id)));
    if (contact && one?.[2] === '/events') return ok({ items: events(contact), nextCursor: null });
    if (contact && one?.[2] === '/wrap-up' && method === 'PUT') {
      wrapUps.set(contact.id, { agent: contact.agent!.id, notes: null, ...body, at: Date.now() });
      contact.state = 'closed';
      return ok(wrapUps.get(contact.id));
    }
    if (path === '/dispositions') return ok(DISPOSITIONS);
    if (path === '/kpis/agents') return ok({ items: [] });
    if (/^\/customers\/[^/]+\/records$/.test(path)) return ok({ items: [], nextCursor: null });
    if (path.startsWith('/customers/')) {
      const n = Number(path.slice(-12)) - 1;
      return ok({
        id: path.slice('/customers/'.length),
        name: NAMES[n]!,
        level: LEVELS[n]!,
        language: n % 2 ? 'zh-CN' : 'en',
        tags: ['repeat buyer', '企业客户'],
        note: 'Prefers to be called in the afternoon.',
        owner: null,
        known: true,
        identities: [{ channel: 'voice', address: '+8613800138000' }],
        createdAt: now,
        updatedAt: now,
      });
    }
    if (path.endsWith('/marks')) return ok({ items: [], nextCursor: null });
    if (path.endsWith('/audio')) return { status: 200, bytes: speechLikeWav(24) };
    return none;
  }
  return { contacts, answer, addContact, presence };
}

function page(contacts: FakeContact[], query: URLSearchParams) {
  const matching = contacts.filter(
    (row) =>
      (!query.get('state') || row.state === query.get('state')) &&
      (!query.get('queue') || row.queue?.id === query.get('queue')) &&
      (!query.get('agent') || row.agent?.id === query.get('agent')) &&
      (!query.get('channel') || row.channel === query.get('channel')) &&
      (!query.get('customer') || row.customer.id === query.get('customer')) &&
      (!query.get('from') || row.startedAt >= Number(query.get('from'))) &&
      (!query.get('to') || row.startedAt < Number(query.get('to'))),
  );
  const after = query.get('cursor');
  const start = after ? matching.findIndex((row) => row.id === after) + 1 : 0;
  const items = matching.slice(start, start + Number(query.get('limit') ?? 50));
  return { items, nextCursor: start + items.length < matching.length ? items.at(-1)!.id : null };
}

function kpis(contacts: FakeContact[]) {
  const open = (stage: string) => contacts.filter((row) => row.state === 'open' && row.stage === stage).length;
  const queues = QUEUES.map((queue, n) => ({
    queue: { id: queue.id, name: queue.name },
    waiting: n === 0 ? open('queue') : 0,
    ringing: open('ring') > n ? 1 : 0,
    talking: open('agent') > n ? 1 : 0,
    wrappingUp: n,
    longestWaitMs: n === 0 ? 47_000 : 0,
    offeredToday: 40 + n,
    answeredToday: 34,
    abandonedToday: 3,
    serviceLevelToday: n === 0 ? 0.74 : 0.91,
    serviceLevelTarget: 0.8,
    measures: { waiting: n === 0 ? open('queue') : 0, longestWaitNowMs: n === 0 ? 47_000 : 0, serviceLevelToday: n === 0 ? 0.74 : 0.91 },
  }));
  return {
    at: Date.now(),
    inFlow: open('flow'),
    measures: { inFlow: open('flow'), waiting: open('queue'), longestWaitNowMs: 47_000, serviceLevelToday: 0.81, agentsOnBreak: 1 },
    breaks: [{ reason: 'Lunch', agents: 1 }],
    waiting: open('queue'),
    ringing: open('ring'),
    talking: open('agent'),
    wrappingUp: 1,
    longestWaitMs: 47_000,
    arrivedToday: 86,
    answeredToday: 71,
    abandonedToday: 6,
    serviceLevelToday: 0.81,
    queues,
  };
}
