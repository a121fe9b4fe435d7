// Every write of the API sent twice under one key: all of them once, all of them a second time, and what both left behind compared.
import { sql } from 'kysely';
import type { TenantId } from '@tandem/contract/ids.ts';
import { codeAt } from '../kit/authenticator.ts';
import type { Operation } from '../kit/api-routes.ts';
import { samples, word, type Sample, type Target } from '../kit/requests.ts';
import { signIn, type Api } from '../kit/tandem.ts';
import { PASSWORD, type Side } from '../kit/world-side.ts';
import type { World } from '../kit/world.ts';

type Of = { world: World; side: Side; mine: Target; theirs: Target; nobodys: Target };
type Write = { operation: Operation; api: Api; sample: Sample };
type Sent = Write & { body: unknown; headers: Record<string, string>; status: number; text: string };

/** A body that is made when its turn comes. */
class Lazy {
  readonly make: () => unknown;
  constructor(make: () => unknown) {
    this.make = make;
  }
}
const lazily = (make: () => unknown): Lazy => new Lazy(make);

const JSON_BODY = { 'content-type': 'application/json' };
/** So long nothing new came: what the acts set in motion (a hung-up call, a ringing phone) is over. */
const QUIET = { looks: 6, apartMs: 80 };

// Without a session nobody owns a key; a session that has ended cannot ask again.
const none = ['POST /sessions', 'DELETE /sessions/current'];
const ERASE = 'POST /customers/{id}/erase';
/** These end what others need. */
const late = ['POST /calls/{id}/transfer', 'POST /calls/{id}/hang-up'];
// These need a call that consults, is parked, waits, rings or is wrapped up: tests/sip has them, and one of them twice under one key.
const staged = [
  'POST /calls',
  'POST /calls/{id}/carry',
  'DELETE /calls/{id}/carry',
  'POST /calls/{id}/consult',
  'DELETE /calls/{id}/consult',
  'POST /calls/{id}/swap',
  'POST /calls/{id}/complete',
  'POST /calls/{id}/conference',
  'DELETE /trunks/{id}/test-calls/{call}',
  'DELETE /calls/{id}/participants/{leg}',
  'POST /calls/{id}/park',
  'POST /parked/{place}/fetch',
  'DELETE /callbacks/{id}',
  'POST /callbacks/{id}/take',
  'POST /calls/{id}/monitor',
  'PATCH /calls/{id}/monitor',
  'DELETE /calls/{id}/monitor',
  'POST /interactions/{id}/reassign',
  // Of the minute before, and once: tests/room.test.ts and the modules' own tests have them.
  'POST /waiting/changes/{id}/undo',
  'POST /agents/changes/{id}/undo',
  'POST /duty-changes/{id}/undo',
  // These need a chat that is open or offered: tests/chat.test.ts.
  'POST /interactions/{id}/messages',
  'PUT /interactions/{id}/messages/read',
  'POST /interactions/{id}/messages/typing',
  'POST /interactions/{id}/chat/end',
  'POST /offers/{id}/accept',
  'POST /offers/{id}/decline',
  'POST /chat/{key}/visitors',
  'POST /chat/{key}/messages',
  'POST /interactions/{id}/wrap-up/more',
  // A job plays it, one at a time: the module's own test has them.
  'POST /what-if',
  'POST /what-if/{id}/cancel',
  // These need a caller who was said to be somebody, and a mark: the modules' own tests have them.
  'DELETE /interactions/{id}/customer',
  'PATCH /recordings/{id}/marks/{mark}',
  'DELETE /recordings/{id}/marks/{mark}',
];

/** `once`: the names of those that were done once; `faults`: what was wrong with the others. */
export async function sendTwice(of: Of, operations: readonly Operation[]): Promise<{ writes: string[]; once: string[]; faults: string[] }> {
  const special = await peopleAndThings(of);
  const writes = operations.filter((each) => each.method !== 'GET' && ![...none, ...staged].includes(each.name));
  const ready = (operation: Operation): Write => {
    const [api, sample] = special[operation.name] ?? [of.side.administrator, samples(of.side, of.mine)[operation.name]!];
    return { operation, api, sample };
  };
  const once: string[] = [];
  const faults: string[] = [];
  // An erasure forgets what was answered before it: it comes by itself, last.
  for (const round of [
    writes.filter(({ name }) => ![...late, ERASE].includes(name)),
    writes.filter(({ name }) => late.includes(name)),
    writes.filter(({ name }) => name === ERASE),
  ]) {
    const sent: Sent[] = [];
    for (const operation of round) {
      const first = await sendFirst(ready(operation));
      if (typeof first === 'string') faults.push(`${operation.name}: ${first}`);
      else sent.push(first);
    }
    const before = await quiet(of);
    for (const each of sent) {
      const fault = await sendAgain(each);
      if (fault === null) once.push(each.operation.name);
      else faults.push(`${each.operation.name}: ${fault}`);
    }
    const after = await quiet(of);
    for (const [trace, what] of after) if (!before.has(trace)) faults.push(`left traces twice: ${what}`);
    for (const each of sent) {
      const fault = await sendAnother(each);
      if (fault !== null) faults.push(`${each.operation.name}: ${fault}`);
    }
  }
  return { writes: writes.map(({ name }) => name), once, faults };
}

const at = (operation: Operation, id: string | undefined): string => operation.path.replace('{id}', id ?? '');

async function sendFirst({ operation, api, sample }: Write): Promise<Sent | string> {
  const body = sample.body instanceof Lazy ? sample.body.make() : sample.body;
  const headers = { 'idempotency-key': `twice ${word()}`, ...(body === undefined ? {} : JSON_BODY) };
  const sent = { operation, api, sample, body, headers };
  const answer = await send(sent);
  const text = await answer.text();
  return answer.status >= 300 ? `${answer.status} ${text.slice(0, 200)}` : { ...sent, status: answer.status, text };
}

function send({ operation, api, sample, body, headers }: Omit<Sent, 'status' | 'text'>): Promise<Response> {
  return api.raw(at(operation, sample.id), {
    method: operation.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function sendAgain(sent: Sent): Promise<string | null> {
  const second = await send(sent);
  if (second.status !== sent.status || (await second.text()) !== sent.text) return 'was answered otherwise the second time';
  return second.headers.get('idempotency-replayed') === 'true' ? null : 'was done again';
}

async function sendAnother({ operation, api, sample, body, headers }: Sent): Promise<string | null> {
  const other = await api.raw(at(operation, sample.id), {
    method: operation.method,
    headers: { ...headers, ...JSON_BODY },
    body: JSON.stringify({ ...(body as object | undefined), another: true }),
  });
  const { code } = (await other.json()) as { code: string };
  // A body that the route does not take is refused as such before anybody looks at the key.
  return ['idempotency.key-reused', 'request.invalid'].includes(code) ? null : `another request under the key: ${other.status} ${code}`;
}

/** What any effect leaves behind, an event or an entry in the audit trail, by id and in words. Alarms come by the clock: no request leaves one. */
async function traces({ world, side }: Of): Promise<Map<string, string>> {
  const { rows } = await world.database.db.tenant(
    side.tenant as TenantId,
    (tx) =>
      sql<{ id: string; what: string }>`
        select id, concat_ws(' ', type, stream, actor ->> 'part') as what from event_log where tenant = ${side.tenant} and type not in ('kpi.alarm-raised', 'kpi.alarm-cleared', 'alert.raised', 'alert.cleared')
        union all select id, concat_ws(' ', type, stream, actor ->> 'part') from event_pending where tenant = ${side.tenant} and type not in ('kpi.alarm-raised', 'kpi.alarm-cleared', 'alert.raised', 'alert.cleared')
        union all select id::text, concat_ws(' ', 'audit', action, object) from identity_audit`.execute(tx.tables<object>()),
    { read: true },
  );
  return new Map(rows.map(({ id, what }) => [id, what]));
}

/** The traces once no more come. */
async function quiet(of: Of): Promise<Map<string, string>> {
  let seen = await traces(of);
  for (let looks = 0; looks < QUIET.looks;) {
    await new Promise((resolve) => setTimeout(resolve, QUIET.apartMs));
    const now = await traces(of);
    looks = now.size === seen.size ? looks + 1 : 0;
    seen = now;
  }
  return seen;
}

/** Who and what the writes are sent for, where a sample alone does not do: something of each to be removed, people who may be spoiled. */
async function peopleAndThings({ side, mine, theirs, nobodys, world }: Of): Promise<Record<string, [Api, Sample]>> {
  const email = `${word()}@north.test`;
  await side.administrator.send('POST', '/users', { email, name: 'Passer-by', role: 'agent', password: PASSWORD });
  const passer = await signIn(world.tandem.baseUrl, email, PASSWORD);
  const other = `${word()}@north.test`;
  await side.administrator.send('POST', '/users', { email: other, name: 'Enrols', role: 'agent', password: PASSWORD });
  const enrols = await signIn(world.tandem.baseUrl, other, PASSWORD);
  const third = `${word()}@north.test`;
  await side.administrator.send('POST', '/users', { email: third, name: 'Leaves', role: 'agent', password: PASSWORD });
  const leaves = await signIn(world.tandem.baseUrl, third, PASSWORD);
  const { secret } = await enrols.send('POST', '/me/second-factor', { password: PASSWORD });
  // Each code counts once: the one before this moment's, this moment's, the one after.
  const spare = await side.administrator.send('POST', '/hours', samples(side, mine)['POST /hours']!.body);
  const trunk = await side.administrator.send('POST', '/trunks', samples(side, mine)['POST /trunks']!.body);
  const matter = await side.administrator.send('POST', '/matters', samples(side, mine)['POST /matters']!.body);
  const spares: Record<string, [Api, Sample]> = {};
  for (const kind of ['queues', 'skills', 'numbers', 'devices', 'flows', 'teams', 'prompts', 'chat-sites']) {
    const made = await side.administrator.send('POST', `/${kind}`, samples(side, mine)[`POST /${kind}`]!.body);
    spares[`DELETE /${kind}/{id}`] = [side.administrator, { id: (made.device ?? made).id }];
  }
  const made = async (name: string): Promise<{ id: string }> =>
    side.administrator.send('POST', name.slice('POST '.length), samples(side, mine)[name]!.body);
  const imported = await made('POST /user-imports');
  const [threshold, wallboard] = [await made('POST /thresholds'), await made('POST /wallboards')];
  const plan = await made('POST /duty-plans');
  const [lane, gone, open, proposed] = [
    await made('POST /lanes'),
    await made('POST /lanes'),
    await made('POST /lanes'),
    await made('POST /lanes'),
  ];
  await side.administrator.send('POST', `/lanes/${open.id}/open`, {});
  const [worker, dismissed] = [await made('POST /digital-workers'), await made('POST /digital-workers')];
  const { version } = await side.administrator.get('/dispositions');
  await side.administrator.send('PATCH', `/sites/${side.ids.site}`, { zone: 'Europe/Paris' });
  const { items: history } = await side.administrator.get(`/history?kind=site&id=${side.ids.site}&limit=1`);
  const embedding = { origins: ['https://crm.north.test'] };
  await side.administrator.send('PUT', '/embedding', embedding);
  const dispositions = { ...(samples(side, mine)['PUT /dispositions']!.body as object), version };
  return {
    ...spares,
    'PUT /dispositions': [side.administrator, { body: dispositions }],
    'POST /history/{id}/restore': [side.administrator, { id: history[0].id, body: { to: 'before' } }],
    'POST /user-imports/{id}/apply': [side.administrator, { id: imported.id, body: { rows: 'all' } }],
    'POST /user-imports/{id}/undo': [side.administrator, { id: imported.id }],
    'PATCH /thresholds/{id}': [side.administrator, { id: threshold.id, body: { warn: 9 } }],
    'DELETE /thresholds/{id}': [side.administrator, { id: threshold.id }],
    'POST /alarms/{id}/acknowledge': [side.administrator, { id: side.ids.alarm, body: { level: 'warn' } }],
    'POST /alerts/{id}/acknowledge': [side.administrator, { id: side.ids.alarm, body: { level: 'warn' } }],
    'POST /duty-plans/{id}/cancel': [side.administrator, { id: plan.id }],
    'PATCH /digital-workers/{id}': [side.administrator, { id: worker.id, body: { capacity: { voice: 3 } } }],
    'POST /digital-workers/{id}/pause': [side.administrator, { id: worker.id }],
    'POST /digital-workers/{id}/resume': [side.administrator, { id: worker.id }],
    'DELETE /digital-workers/{id}': [side.administrator, { id: dismissed.id }],
    'PATCH /lanes/{id}': [side.administrator, { id: lane.id, body: { priority: 9 } }],
    'DELETE /lanes/{id}': [side.administrator, { id: gone.id }],
    'POST /lanes/{id}/open': [side.administrator, { id: lane.id, body: { reason: 'now' } }],
    'POST /lanes/{id}/close': [side.administrator, { id: open.id, body: {} }],
    'POST /lanes/{id}/dismiss': [side.administrator, { id: proposed.id, body: {} }],
    'PUT /wallboards/{id}': [
      side.administrator,
      { id: wallboard.id, body: { ...(samples(side, mine)['PUT /wallboards/{id}']!.body as object) } },
    ],
    'DELETE /wallboards/{id}': [side.administrator, { id: wallboard.id }],
    'PUT /embedding': [side.administrator, { body: embedding }],
    'POST /sessions/embedded': [passer, {}],
    'DELETE /trunks/{id}': [side.administrator, { id: trunk.id }],
    'DELETE /matters/{id}': [side.administrator, { id: matter.id }],
    'DELETE /hours/{id}': [side.administrator, { id: spare.id }],
    'POST /me/second-factor/confirm': [enrols, { body: lazily(() => ({ code: codeAt(secret, -30) })) }],
    'POST /me/second-factor/recovery-codes': [enrols, { body: lazily(() => ({ code: codeAt(secret) })) }],
    'POST /me/second-factor/off': [enrols, { body: lazily(() => ({ password: PASSWORD, code: codeAt(secret, 30) })) }],
    'POST /me/phone': [passer, {}],
    'PUT /me/phone': [passer, {}],
    'DELETE /me/phone': [passer, {}],
    'PATCH /me/devices/{id}': [side.agent.api, { id: side.agent.device, body: { ringsToo: true } }],
    'POST /agents/{id}/log-out': [side.administrator, { id: leaves.user.agent!, body: { note: 'why' } }],
    'PUT /me/password': [passer, { body: { present: PASSWORD, next: 'another good secret' } }],
    'POST /calls/{id}/transfer': [side.administrator, { id: theirs.live.call, body: { target: '6001' } }],
    'POST /calls/{id}/hang-up': [side.administrator, { id: nobodys.live.call }],
  };
}
