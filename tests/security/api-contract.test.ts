// The API as others build on it: its description, its errors, its pages, and requests that are sent twice.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { ERRORS, isErrorCode, type ErrorCode } from '../../server/src/platform/errors/catalogue.ts';
import { openApiProblems } from '../../server/src/platform/http/openapi-check.ts';
import { codeAt } from '../kit/authenticator.ts';
import { allPages, openApiOf, operationsOf, type Operation } from '../kit/api-routes.ts';
import { samples, word, type Sample, type Target } from '../kit/requests.ts';
import { signIn, type Api } from '../kit/tandem.ts';
import { PASSWORD, type Side } from '../kit/world-side.ts';
import { startWorld, type World } from '../kit/world.ts';

let world: World;
let side: Side;
let document: any;
let operations: Operation[];
let mine: Target;
let theirs: Target;
let nobodys: Target;

beforeAll(async () => {
  world = await startWorld();
  side = world.north;
  const first = await side.call(side.agent);
  await side.finish(first, side.agent);
  const second = await side.call(side.colleague);
  await side.finish(second, side.colleague);
  mine = { member: side.agent, done: first, live: await side.call(side.agent) };
  theirs = { member: side.colleague, done: second, live: await side.call(side.colleague) };
  nobodys = { ...mine, live: await side.call(null) };
  document = await openApiOf(world.tandem);
  operations = operationsOf(document);
});
afterAll(async () => {
  await world?.stop();
});

const JSON_BODY = { 'content-type': 'application/json' };
const ghost = (prefix: string): string => `${prefix}_01900000-0000-7000-8000-000000000000`;
const at = (operation: Operation, id: string | undefined): string => operation.path.replace('{id}', id ?? '');
const responsesOf = ({ name, method }: Operation): Record<string, any> =>
  document.paths[name.split(' ')[1]!][method.toLowerCase()].responses;

describe('the description', () => {
  it('is a sound OpenAPI 3.1 document', () => {
    expect(openApiProblems(document)).toEqual([]);
  });

  it('has every route that a module defines', () => {
    const root = path.resolve(import.meta.dirname, '../../server/src/modules');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('routes.ts'));
    const defined = files.flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bpath: ['`](\/[^'`]*)['`]/g)].map((match) => match[1]!),
    );
    expect(defined.length).toBeGreaterThan(50);
    const known = Object.keys(document.paths);
    const missing = defined.filter((each) => {
      const pattern = new RegExp(`^${each.replace(/\$\{\w+\}/g, '[a-z-]+').replace(/:(\w+)/g, '\\{$1\\}')}$`);
      return !known.some((one) => pattern.test(one));
    });
    expect(missing).toEqual([]);
  });
});

describe('errors', () => {
  const faults: string[] = [];

  async function problem(
    api: Pick<Api, 'raw'>,
    operation: Operation,
    where: string,
    init: RequestInit,
    expected: { status: number; code?: string },
  ): Promise<void> {
    for (const language of ['en', 'zh-CN'] as const) {
      const answer = await api.raw(where, {
        ...init,
        method: operation.method,
        headers: { ...(init.headers as Record<string, string>), 'accept-language': language },
      });
      const text = await answer.text();
      const told = (what: string): void =>
        void faults.push(`${operation.name} (${where}) ${answer.status}: ${what}: ${text.slice(0, 200)}`);
      if (!/^application\/problem\+json/.test(answer.headers.get('content-type') ?? '')) return told('is no problem');
      const body = JSON.parse(text);
      if (answer.status !== expected.status || (expected.code !== undefined && body.code !== expected.code))
        return told(`is not ${expected.status} ${expected.code ?? ''}`);
      if (!isErrorCode(body.code)) return told('has a code that no catalogue knows');
      const { status, title } = ERRORS[body.code as ErrorCode];
      if (body.status !== answer.status || status !== answer.status) told('has another status within');
      if (body.title !== title[language] || answer.headers.get('content-language') !== language) told(`is not in ${language}`);
      if (body.type !== `/docs/errors#${body.code}` || !String(body.instance).startsWith('/api/v1/') || /[{}]/.test(body.detail ?? ''))
        told('is not well formed');
      if (!(String(answer.status) in responsesOf(operation))) told('is not described');
      else if (!String(responsesOf(operation)[answer.status].description).includes(body.code)) told(`is described without ${body.code}`);
    }
  }

  it('are problems of the catalogue, in both languages, as described', async () => {
    for (const operation of operations) {
      const sample = samples(side, mine)[operation.name] ?? {};
      const admin = side.administrator;
      const good: RequestInit = sample.body === undefined ? {} : { body: JSON.stringify(sample.body), headers: JSON_BODY };
      if (operation.idOf !== null) {
        await problem(admin, operation, at(operation, 'no-id-at-all'), good, { status: 400, code: 'request.invalid' });
        await problem(admin, operation, at(operation, ghost(operation.idOf)), good, { status: 404 });
      }
      if (sample.body !== undefined || operation.name === 'POST /sessions') {
        const where = at(operation, sample.id);
        await problem(
          admin,
          operation,
          where,
          { body: JSON.stringify({ unheardOf: 1 }), headers: JSON_BODY },
          { status: 400, code: 'request.invalid' },
        );
        await problem(admin, operation, where, { body: '{"half":', headers: JSON_BODY }, { status: 400, code: 'request.malformed' });
        await problem(
          admin,
          operation,
          where,
          { body: '<xml/>', headers: { 'content-type': 'application/xml' } },
          { status: 415, code: 'request.media-type' },
        );
      }
      if (operation.query.includes('limit'))
        await problem(admin, operation, `${at(operation, sample.id)}?limit=0`, {}, { status: 400, code: 'request.invalid' });
      if (operation.query.includes('cursor'))
        await problem(admin, operation, `${at(operation, sample.id)}?cursor=made-up`, {}, { status: 400, code: 'cursor.invalid' });
      if (operation.method !== 'GET' && operation.action !== undefined) {
        await problem(
          admin,
          operation,
          at(operation, sample.id),
          { ...good, headers: { ...good.headers, 'idempotency-key': '\u00e9' } },
          { status: 400, code: 'idempotency.key-invalid' },
        );
        await problem(
          {
            raw: (where, init) =>
              admin.raw(where, {
                ...init,
                headers: { ...init?.headers, origin: 'https://elsewhere.test', authorization: '', cookie: `tandem_session=${admin.token}` },
              }),
          },
          operation,
          at(operation, sample.id),
          good,
          { status: 403, code: 'access.csrf' },
        );
      }
    }
    expect(faults).toEqual([]);
  });

  it('say where there is no route at all', async () => {
    const answer = await side.administrator.raw('/nothing-here');
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'request.not-found']);
  });
});

describe('lists', () => {
  const identity = (item: any): string => String(item.id ?? item.version ?? JSON.stringify(item));

  it('are told in pages: every item once, in one order, one at a time as by the hundred', async () => {
    const { administrator } = side;
    // Two at least of everything, or there is nothing to turn.
    for (const name of [
      'POST /teams',
      'POST /skills',
      'POST /queues',
      'POST /numbers',
      'POST /trunks',
      'POST /flows',
      'POST /flows/{id}/publish',
      'POST /api-keys',
      'POST /hours',
      'POST /prompts',
      'POST /sites',
      'POST /callbacks',
      'POST /matters',
      'POST /user-imports',
      'POST /thresholds',
      'POST /thresholds',
      'POST /wallboards',
      'POST /wallboards',
    ]) {
      const sample = samples(side, mine)[name]!;
      await administrator.send('POST', name.slice('POST '.length).replace('{id}', sample.id ?? ''), sample.body);
    }
    await administrator.send('PUT', '/flow-secrets', samples(side, mine)['PUT /flow-secrets']!.body);
    for (const version of [0, 1])
      await administrator.send('PUT', '/dispositions', { ...(samples(side, mine)['PUT /dispositions']!.body as object), version });
    const short: string[] = [];
    const lists = operations.filter((each) => each.list);
    expect(lists.length).toBeGreaterThan(14);
    for (const operation of lists) {
      expect(operation.query, operation.name).toEqual(expect.arrayContaining(['limit', 'cursor']));
      const where = at(operation, samples(side, mine)[operation.name]!.id);
      const whole = (await allPages(side.administrator, where, 200)).map(identity);
      const single = (await allPages(side.administrator, where, 1)).map(identity);
      expect(single, operation.name).toEqual(whole);
      expect(new Set(whole).size, operation.name).toBe(whole.length);
      if (whole.length < 2) short.push(operation.name);
    }
    // A customer with one contact and no orders, one message, nobody who waits or is parked, no alarm is what this world has; an administrator
    // has no phone.
    expect(short.toSorted()).toEqual([
      'GET /alarms',
      'GET /customers/{id}/records',
      'GET /customers/{id}/timeline',
      'GET /me/devices',
      'GET /parked',
      'GET /voicemails',
      'GET /waiting',
    ]);
  });
});

/** A body that is made when its turn comes. */
class Lazy {
  readonly make: () => unknown;
  constructor(make: () => unknown) {
    this.make = make;
  }
}
const lazily = (make: () => unknown): Lazy => new Lazy(make);

describe('a write that is sent twice under one key', () => {
  const once = new Set<string>();

  /** What any effect leaves behind: an event, or an entry in the audit trail. */
  async function traces(): Promise<string> {
    const tenant = side.tenant as TenantId;
    return world.database.db.tenant(
      tenant,
      async (tx) => {
        const { rows } = await sql<{
          events: string;
          acts: string;
        }>`select (select sum(version) from stream_head) as events, (select count(*) from identity_audit) as acts`.execute(
          tx.tables<object>(),
        );
        return JSON.stringify(rows[0]);
      },
      { read: true },
    );
  }

  async function twice(api: Api, operation: Operation, { id, body }: Sample): Promise<string | null> {
    const headers = { 'idempotency-key': `twice ${word()}`, ...(body === undefined ? {} : JSON_BODY) };
    body = body instanceof Lazy ? body.make() : body;
    const send = () =>
      api.raw(at(operation, id), { method: operation.method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const first = await send();
    const [status, text] = [first.status, await first.text()];
    if (status >= 300) return `${status} ${text.slice(0, 200)}`;
    // What the act sets in motion (a hung-up call, a ringing phone) is over before its traces are counted.
    let [before, after] = ['', await traces()];
    for (let quiet = 0; quiet < 4; quiet = before === after ? quiet + 1 : 0) {
      before = after;
      await new Promise((resolve) => setTimeout(resolve, 60));
      after = await traces();
    }
    const second = await send();
    if (second.status !== status || (await second.text()) !== text) return 'was answered otherwise the second time';
    if (second.headers.get('idempotency-replayed') !== 'true') return 'was done again';
    await new Promise((resolve) => setTimeout(resolve, 120));
    if ((await traces()) !== after) return 'left traces twice';
    const other = await api.raw(at(operation, id), {
      method: operation.method,
      headers: { ...headers, ...JSON_BODY },
      body: JSON.stringify({ ...(body as object | undefined), another: true }),
    });
    const { code } = (await other.json()) as { code: string };
    // A body that the route does not take is refused as such before anybody looks at the key.
    if (!['idempotency.key-reused', 'request.invalid'].includes(code)) return `another request under the key: ${other.status} ${code}`;
    once.add(operation.name);
    return null;
  }

  it('is done once and answered alike', async () => {
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
    for (const kind of ['queues', 'skills', 'numbers', 'devices', 'flows', 'teams', 'prompts']) {
      const made = await side.administrator.send('POST', `/${kind}`, samples(side, mine)[`POST /${kind}`]!.body);
      spares[`DELETE /${kind}/{id}`] = [side.administrator, { id: (made.device ?? made).id }];
    }
    const made = async (name: string): Promise<{ id: string }> =>
      side.administrator.send('POST', name.slice('POST '.length), samples(side, mine)[name]!.body);
    const imported = await made('POST /user-imports');
    const [threshold, wallboard] = [await made('POST /thresholds'), await made('POST /wallboards')];
    const { version } = await side.administrator.get('/dispositions');
    await side.administrator.send('PATCH', `/sites/${side.ids.site}`, { zone: 'Europe/Paris' });
    const { items: history } = await side.administrator.get(`/history?kind=site&id=${side.ids.site}&limit=1`);
    const embedding = { origins: ['https://crm.north.test'] };
    await side.administrator.send('PUT', '/embedding', embedding);
    const dispositions = { ...(samples(side, mine)['PUT /dispositions']!.body as object), version };
    const special: Record<string, [Api, Sample]> = {
      ...spares,
      'PUT /dispositions': [side.administrator, { body: dispositions }],
      'POST /history/{id}/restore': [side.administrator, { id: history[0].id, body: { to: 'before' } }],
      'POST /user-imports/{id}/apply': [side.administrator, { id: imported.id, body: { rows: 'all' } }],
      'POST /user-imports/{id}/undo': [side.administrator, { id: imported.id }],
      'PATCH /thresholds/{id}': [side.administrator, { id: threshold.id, body: { warn: 9 } }],
      'DELETE /thresholds/{id}': [side.administrator, { id: threshold.id }],
      'POST /alarms/{id}/acknowledge': [side.administrator, { id: side.ids.alarm, body: { level: 'warn' } }],
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
    // Without a session nobody owns a key; a session that has ended cannot ask again.
    const none = ['POST /sessions', 'DELETE /sessions/current'];
    const late = ['POST /calls/{id}/transfer', 'POST /calls/{id}/hang-up', 'POST /customers/{id}/erase'];
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
      'POST /interactions/{id}/wrap-up/more',
      // These need a caller who was said to be somebody, and a mark: the modules' own tests have them.
      'DELETE /interactions/{id}/customer',
      'PATCH /recordings/{id}/marks/{mark}',
      'DELETE /recordings/{id}/marks/{mark}',
    ];
    const writes = operations.filter((each) => each.method !== 'GET' && ![...none, ...staged].includes(each.name));
    const faults: string[] = [];
    for (const operation of [...writes.filter((each) => !late.includes(each.name)), ...writes.filter((each) => late.includes(each.name))]) {
      const [api, sample] = special[operation.name] ?? [side.administrator, samples(side, mine)[operation.name]!];
      const fault = await twice(api, operation, sample);
      if (fault !== null) faults.push(`${operation.name}: ${fault}`);
    }
    expect(faults).toEqual([]);
    expect([...once].toSorted()).toEqual(writes.map((each) => each.name).toSorted());
  });

  it('at the same moment, too', async () => {
    const key = word();
    const send = () =>
      side.administrator.raw('/skills', {
        method: 'POST',
        headers: { ...JSON_BODY, 'idempotency-key': key },
        body: JSON.stringify({ key, name: { en: 'Once', 'zh-CN': '一次' } }),
      });
    const answers = await Promise.all(Array.from({ length: 8 }, send));
    for (const answer of answers) expect([201, 409]).toContain(answer.status);
    expect(answers.filter((answer) => answer.status === 201 && answer.headers.get('idempotency-replayed') === null)).toHaveLength(1);
    const codes = await Promise.all(
      answers.filter((answer) => answer.status === 409).map(async (answer) => ((await answer.json()) as { code: string }).code),
    );
    for (const code of codes) expect(code).toBe('idempotency.in-progress');
    expect((await side.administrator.get('/skills')).items.filter((each: { key: string }) => each.key === key)).toHaveLength(1);
  });
});
