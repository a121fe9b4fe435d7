// The API as others build on it: its description, its errors, its pages, and requests that are sent twice.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS, isErrorCode, type ErrorCode } from '../../server/src/platform/errors/catalogue.ts';
import { openApiProblems } from '../../server/src/platform/http/openapi-check.ts';
import { allPages, openApiOf, operationsOf, type Operation } from '../kit/api-routes.ts';
import { samples, word, type Target } from '../kit/requests.ts';
import type { Api } from '../kit/tandem.ts';
import type { Side } from '../kit/world-side.ts';
import { startWorld, type World } from '../kit/world.ts';
import { sendTwice } from './sent-twice.ts';

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
      'POST /lanes',
      'POST /lanes',
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
    // has no phone; there is one chat, one digital worker and one what-if, and no call has messages.
    // What needs a supervisor comes and goes by the clock.
    expect(short.filter((name) => name !== 'GET /alerts').toSorted()).toEqual([
      'GET /alarms',
      'GET /chat-sites',
      'GET /customers/{id}/records',
      'GET /customers/{id}/timeline',
      'GET /digital-workers',
      'GET /interactions/{id}/messages',
      'GET /me/devices',
      'GET /parked',
      'GET /voicemails',
      'GET /waiting',
      'GET /what-if',
    ]);
  });
});

describe('a write that is sent twice under one key', () => {
  it('is done once and answered alike', async () => {
    const { writes, once, faults } = await sendTwice({ world, side, mine, theirs, nobodys }, operations);
    expect(faults).toEqual([]);
    expect(once.toSorted()).toEqual(writes.toSorted());
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
