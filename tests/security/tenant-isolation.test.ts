// Two tenants on one installation: whatever north does, it neither sees nor touches what is south's. In the database, the API and the stream.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { isException, RLS_EXCEPTIONS } from '../../server/src/platform/db/rls-exceptions.ts';
import { walkTables, type TableClosure } from '../../server/src/platform/db/rls.ts';
import { openApiOf, operationsOf, type Operation } from '../kit/api-routes.ts';
import { listen, type Listener } from '../kit/event-stream.ts';
import { eventually } from '../kit/processes.ts';
import { countOf, KEPT_OUT, rowsOf, trespass, type Trespass } from '../kit/tenant-tables.ts';
import type { WorldCall } from '../kit/world-side.ts';
import { startWorld, type World } from '../kit/world.ts';
import { BODIES, flowInto, namings } from './trespasses.ts';

/** Tables whose rows cannot be there when the test looks. */
const ROWLESS: Readonly<Record<string, string>> = {
  'public.event_pending': 'the sequencer moves its rows on within milliseconds',
  'public.kpi_renewal': 'figures are made anew after an update that counts otherwise',
  'public.telephony_test_call': 'a test call is written down for as long as it is up',
};

let world: World;
let tables: TableClosure[];
let operations: Operation[];
let done: WorldCall;
let live: WorldCall;
let ear: Listener;
/** The newest change in south's history. */
let change: string;
/** By which south's agent got the call he is in. */
let offer: string;

beforeAll(async () => {
  world = await startWorld();
  const { north, south, tandem, database } = world;
  ear = await listen(tandem.baseUrl, north.administrator);
  for (const side of [north, south]) {
    done = await side.call(side.agent);
    await side.finish(done, side.agent);
  }
  live = await south.call(south.agent);
  change = (await south.administrator.get('/history?limit=1')).items[0].id;
  const { items: told } = await south.administrator.get(`/interactions/${live.interaction}/events?limit=200`);
  offer = told.find(({ type }: { type: string }) => type === 'work.offered').data.offer;
  tables = await walkTables(database.db);
  operations = operationsOf(await openApiOf(tandem));
});
afterAll(async () => {
  ear?.close();
  await world?.stop();
});

const ids = (): { north: TenantId; south: TenantId } => ({ north: world.north.tenant as TenantId, south: world.south.tenant as TenantId });
const tenantTables = (): string[] =>
  tables.filter((each) => each.hasTenant && !each.partition && !each.exception).map((each) => each.table);

describe('in the database', () => {
  it('every table is closed by tenant or reviewed with a reason', () => {
    expect(tables.length).toBeGreaterThan(30);
    expect(tables.filter((each) => !each.closed && !each.exception).map((each) => each.table)).toEqual([]);
    // What is open to all tenants is not open to be written by one of them.
    const written = tables.filter((each) => isException(each.table) && each.appMay.some((right) => right !== 'SELECT'));
    expect(written.map((each) => each.table)).toEqual([]);
    for (const { reason } of RLS_EXCEPTIONS) expect(reason.length).toBeGreaterThan(10);
  });

  it('every table holds rows of both tenants, and each sees exactly its own', async () => {
    const { db } = world.database;
    const empty: string[] = [];
    for (const table of tenantTables()) {
      if (table in ROWLESS) continue;
      for (const tenant of [ids().north, ids().south]) {
        // Read models follow the log by a moment; SIP messages are fetched from the edge every five seconds.
        const count = await eventually(
          table,
          async () => {
            const found = await countOf(db, table, tenant);
            return found.all > 0 ? found : null;
          },
          9_000,
        ).catch(() => null);
        if (count === null) empty.push(table);
        else expect(count.own, table).toBe(count.all);
      }
    }
    expect(empty).toEqual([]);
  });

  it('north sees, changes, removes and plants nothing of south', async () => {
    const { db } = world.database;
    const faults: string[] = [];
    for (const table of tenantTables()) {
      const result = await trespass(db, table, ids().north, ids().south);
      for (const [way, outcome] of Object.entries(result) as [keyof Trespass, Trespass[keyof Trespass]][]) {
        if (!KEPT_OUT[way].includes(outcome)) faults.push(`${table} ${way}: ${outcome}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('a table left open is found by the same means', async () => {
    const { db, url } = world.database;
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    try {
      await owner.query(
        'create table left_open (tenant text not null, n int); grant select, insert, update, delete on left_open to tandem_app, tandem_system',
      );
      for (const tenant of Object.values(ids())) await owner.query('insert into left_open values ($1, 1)', [tenant]);
      expect((await walkTables(db)).find((each) => each.table === 'public.left_open')).toMatchObject({ closed: false, exception: false });
      expect(await trespass(db, 'public.left_open', ids().north, ids().south)).toEqual({
        seen: 1,
        updated: 1,
        deleted: 1,
        inserted: 1,
        given: 2,
      });
    } finally {
      await owner.query('drop table if exists left_open');
      await owner.end();
    }
  });

  it('a transaction that names no tenant sees nothing', async () => {
    const { db } = world.database;
    for (const table of tenantTables()) expect((await countOf(db, table, '' as TenantId)).own, table).toBe(0);
  });
});

function southsIds(): Record<string, string[]> {
  const { ids: fixed, agent, administrator } = world.south;
  return {
    usr: [agent.user, administrator.user.id],
    agt: [agent.agent, world.south.colleague.agent, fixed.worker],
    que: [fixed.queue],
    flo: [fixed.flow],
    num: [fixed.number],
    trk: [fixed.trunk],
    skl: [fixed.skill],
    tem: [fixed.red],
    sit: [fixed.site],
    dev: [agent.device],
    prm: [fixed.prompt],
    hrs: [fixed.hours],
    vml: [fixed.voicemail],
    thr: [fixed.threshold],
    alm: [fixed.alarm],
    wbd: [fixed.wallboard],
    lan: [fixed.lane],
    cht: [fixed.chatSite],
    off: [offer],
    blk: [fixed.act],
    dty: [fixed.dutyPlan],
    wif: [fixed.whatIf],
    mat: [fixed.matter],
    cnv: [fixed.conversation],
    imp: [fixed.userImport],
    rol: [fixed.role],
    key: [fixed.key],
    evt: [change],
    cus: [done.customer, live.customer],
    int: [done.interaction, live.interaction],
    rec: [done.recording!, live.recording!],
    cal: [live.call, done.call],
  };
}

const everything = (): string[] => [world.south.tenant, ...Object.values(southsIds()).flat()];

const LATE = 'public.telephony_sip_trace';

async function southsRows(): Promise<Map<string, string[]>> {
  // Sessions note when they were last seen, heads count with the log, and the SIP of calls that are over is fetched from the edge later; nothing of
  // south moves otherwise while nobody of south acts.
  const still = tenantTables().filter((table) => !(table in ROWLESS) && table !== LATE);
  return new Map(await Promise.all(still.map(async (table) => [table, await rowsOf(world.database.db, table, ids().south)] as const)));
}

describe('at the API', () => {
  it('every route with an id answers north 404 for what is south’s, to every role, and changes nothing', async () => {
    const { north } = world;
    const before = await southsRows();
    const asked: string[] = [];
    const faults: string[] = [];
    for (const operation of operations.filter((each) => each.idOf !== null)) {
      const { name, method, path, idOf } = operation;
      if (method !== 'GET' && !(name in BODIES)) faults.push(`${name}: say in BODIES what it takes`);
      for (const id of southsIds()[idOf!] ?? []) {
        for (const [role, api] of Object.entries({
          agent: north.agent.api,
          supervisor: north.supervisor,
          administrator: north.administrator,
        })) {
          const body = BODIES[name]?.();
          const answer = await api.raw(path.replace('{id}', id), {
            method,
            ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
          });
          const { code } = (answer.status >= 400 ? await answer.json() : {}) as { code?: string };
          asked.push(name);
          // A role that may not do it at all is told so, whoever's it is; the one who may is told that there is no such thing.
          const right = answer.status === 404 || (role !== 'administrator' && answer.status === 403 && code === 'access.denied');
          if (!right || code === 'request.not-found') faults.push(`${name} ${id} as ${role}: ${answer.status} ${code ?? ''}`);
        }
      }
    }
    expect(faults).toEqual([]);
    expect(new Set(asked).size).toBe(operations.filter((each) => each.idOf !== null).length);
    expect(await southsRows()).toEqual(before);
  });

  it('no list shows anything of south', async () => {
    const { north, south } = world;
    const foreign = everything();
    for (const operation of operations.filter((each) => each.method === 'GET' && each.idOf === null)) {
      const text = await (await north.administrator.raw(operation.path)).text();
      expect(
        foreign.filter((id) => text.includes(id)),
        operation.name,
      ).toEqual([]);
    }
    const filters = [
      `/interactions?customer=${done.customer}`,
      `/interactions?queue=${south.ids.queue}`,
      `/interactions?agent=${south.agent.agent}`,
      `/interactions?conversation=${south.ids.conversation}`,
      `/voicemails?queue=${south.ids.queue}`,
      `/matters?customer=${south.ids.customer}`,
      `/conversations?customer=${south.ids.customer}`,
      `/users?team=${south.ids.red}`,
      `/agents?team=${south.ids.red}`,
      `/audit?user=${south.administrator.user.id}`,
    ];
    for (const filter of filters) expect((await north.administrator.get(filter)).items, filter).toEqual([]);
    const { createdAt, id } = (await south.administrator.get(`/customers?limit=1`)).items[0];
    const cursor = Buffer.from(JSON.stringify({ at: createdAt + 1, id })).toString('base64url');
    for (const customer of (await north.administrator.get(`/customers?cursor=${cursor}`)).items) expect(foreign).not.toContain(customer.id);
  });

  it('nothing of south can be named in what north makes', async () => {
    const { north, south } = world;
    const { ids: its } = south;
    const text = { en: 'x', 'zh-CN': 'x' };
    const before = await southsRows();
    for (const [method, path, body] of namings(north, south)) {
      const answer = await north.administrator.raw(path, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
      expect([400, 404, 409, 422], `${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${await answer.text()}`).toContain(
        answer.status,
      );
    }
    const flow = await north.administrator.send('POST', '/flows', { key: 'thief', name: text, draft: flowInto(its.queue) });
    expect(flow.problems.length).toBeGreaterThan(0);
    expect((await north.administrator.raw(`/flows/${flow.id}/publish`, { method: 'POST' })).status).toBe(422);
    expect(await southsRows()).toEqual(before);

    // The draft is kept as it came; nothing else of north's names anything of south's.
    const named = everything();
    for (const table of tenantTables().filter((each) => each !== 'public.flow')) {
      for (const row of await rowsOf(world.database.db, table, ids().north)) {
        expect(
          named.filter((id) => row.includes(id)),
          `${table}: ${row}`,
        ).toEqual([]);
      }
    }
  });

  it('what north’s agent asks about south’s contact does not shut out its own agent', async () => {
    const { north, south } = world;
    const fresh = await south.call(south.colleague);
    expect((await north.agent.api.raw(`/interactions/${fresh.interaction}/explain`)).status).toBe(404);
    expect((await south.colleague.api.raw(`/interactions/${fresh.interaction}/explain`)).status).toBe(200);
    await south.finish(fresh, south.colleague);
    expect((await south.colleague.api.raw(`/recordings/${fresh.recording}/audio`)).status).toBe(200);
  });

  it('the same idempotency key of two tenants, and of two users, means two requests', async () => {
    const { north, south } = world;
    const skill = { key: 'same', name: { en: 'Same', 'zh-CN': '一样' } };
    const ask = (api: typeof north.administrator) =>
      api.raw('/skills', {
        method: 'POST',
        body: JSON.stringify(skill),
        headers: { 'content-type': 'application/json', 'idempotency-key': 'one-key' },
      });
    const answers = [await ask(north.administrator), await ask(south.administrator)];
    expect(answers.map((answer) => [answer.status, answer.headers.get('idempotency-replayed')])).toEqual([
      [201, null],
      [201, null],
    ]);
    const [one, other] = await Promise.all(answers.map((answer) => answer.json() as Promise<{ id: string }>));
    expect(one!.id).not.toBe(other!.id);
    const again = await ask(north.administrator);
    expect([again.headers.get('idempotency-replayed'), await again.json()]).toEqual(['true', one]);
  });
});

describe('on the event stream', () => {
  it('north hears its own and nothing of south, which is busy all the while', async () => {
    const { north, south, tandem } = world;
    const souths = await listen(tandem.baseUrl, south.administrator);
    await south.colleague.api.send('PUT', `/agents/${south.colleague.agent}/presence`, { presence: 'away', reason: 'tea', onQueue: false });
    const busy = await south.call(south.colleague);
    await south.finish(busy, south.colleague);
    await north.administrator.send('PATCH', `/queues/${north.ids.queue}`, { priority: 3 });
    for (const type of ['call.arrived', 'work.queued', 'recording.sealed', 'presence.changed']) await souths.hears(type);
    await eventually('north to hear of its change', () =>
      ear.frames.find(
        (frame) => frame.type === 'config.changed' && (frame.data['value'] as { priority?: number } | undefined)?.priority === 3,
      ),
    );
    await ear.hears('call.arrived');
    const foreign = [...everything(), busy.interaction, busy.call, busy.customer];
    for (const frame of ear.frames)
      expect(
        foreign.filter((id) => JSON.stringify(frame).includes(id)),
        frame.type,
      ).toEqual([]);
    const norths = [north.ids.queue, north.agent.agent, north.tenant];
    for (const frame of souths.frames)
      expect(
        norths.filter((id) => JSON.stringify(frame).includes(id)),
        frame.type,
      ).toEqual([]);
    souths.close();
  });

  it('a replay from the first cursor shows north the same again, and nothing of south', async () => {
    const { north, tandem } = world;
    const replay = await listen(tandem.baseUrl, north.administrator, ear.frames[0]!.cursor);
    const last = ear.frames.at(-1)!.cursor;
    await eventually('the replay', () => replay.frames.find((frame) => frame.cursor === last));
    replay.close();
    expect(replay.frames.map((frame) => frame.cursor)).toEqual(ear.frames.slice(1).map((frame) => frame.cursor));
    const foreign = everything();
    for (const frame of replay.frames)
      expect(
        foreign.filter((id) => JSON.stringify(frame).includes(id)),
        frame.type,
      ).toEqual([]);
  });
});
