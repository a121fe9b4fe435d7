// A day of the real router on a real database: `sim:replay` decides it again, byte for byte, and says what other staffing would have made of it.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import type { AgentId, OfferId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeId } from '../../server/src/kernel/ids.ts';
import { ok } from '../../server/src/kernel/result.ts';
import { createRouting, type Routing } from '../../server/src/modules/routing/index.ts';
import { testDatabase, type TestDatabase } from '../../server/src/platform/db/testkit.ts';
import { createLeases } from '../../server/src/platform/eventlog/leases.ts';
import { eventually, start } from '../kit/processes.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CUSTOMERS = 24;
const made = <P extends string>(prefix: P) => makeId(prefix, Date.now(), randomBytes(10));
const agents: AgentId[] = [made('agt'), made('agt')];
const other: AgentId = made('agt');
const queue = {
  id: made('que'),
  key: 'support',
  name: { en: 'Support' },
  wrapUpMs: 60,
  offerTimeoutMs: 20_000,
  maxWaitMs: null,
  priority: 0,
  skills: [],
  members: agents,
  serviceLevel: { thresholdMs: 40, target: 0.8 },
};
const tenant: TenantId = made('tnt');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'replay-'));
let database: TestDatabase;
let routing: Routing;
let config = queue;

beforeAll(async () => {
  database = await testDatabase();
  await database.db.system((tx) =>
    sql`insert into identity_tenant (tenant, key, name, zone, country, language, created_at) values (${tenant}, 'twin', 'Twin', 'UTC', 'CN', 'en', 0)`.execute(
      tx.tables(),
    ),
  );
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  /** An agent: answers after a moment, talks, hangs up; the third offer and every fifth after it he declines. */
  let offers = 0;
  const ring = async (offer: OfferId, work: WorkId): Promise<void> => {
    await pause(10);
    if (++offers % 5 === 3) return routing.offerEnded(tenant, offer, 'declined');
    if (!(await routing.offerAnswered(tenant, offer)).ok) return;
    await pause(60);
    await routing.release(tenant, work, 'ended');
  };
  routing = createRouting({
    db: database.db,
    log: database.log,
    leases: createLeases({ db: database.db }),
    clock: { now: () => Date.now() },
    random: { bytes: (length) => randomBytes(length) },
    holder: 'replay',
    ports: {
      offers: { make: async ({ offer, work }) => void ring(offer, work).catch(() => undefined), withdraw: async () => undefined },
      waiting: { timedOut: async () => undefined },
      config: async () => ({ queues: [config], agents: [] }),
      declared: async () => [],
      agentNames: async () => new Map(),
      mayRead: async () => true,
    },
  });
  await configure(queue);
  for (const agent of [...agents, other]) {
    const declared = { agent, signedIn: true, presence: 'available', reason: null, onQueue: true, reachable: true } as const;
    await routing.declare(tenant, agent, { decide: () => ok([declared]), save: async () => undefined });
  }
  for (let n = 0; n < CUSTOMERS; n++) {
    const work = made('wrk');
    await routing.queue({ tenant, work, interaction: made('int'), queue: queue.id, priority: n % 3 });
    if (n % 4 === 3) void pause(30).then(() => routing.leave(tenant, work));
    // In the middle of the day a third agent joins the queue.
    if (n === CUSTOMERS / 2) await configure({ ...queue, members: [...agents, other] });
    await pause(20);
  }
  await eventually(
    'everybody to be served or gone',
    async () => {
      const open = await database.db.tenant(tenant, (tx) =>
        sql<{ n: number }>`select count(*)::int as n from routing_work where stage <> 'closed'`.execute(tx.tables()),
      );
      const pending = await database.db.system((tx) =>
        sql<{ n: number }>`select count(*)::int as n from event_pending`.execute(tx.tables()),
      );
      return open.rows[0]!.n === 0 && pending.rows[0]!.n === 0 ? true : null;
    },
    60_000,
  );
});
afterAll(async () => {
  await routing?.stop();
  await database?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function configure(to: typeof queue): Promise<void> {
  config = to;
  await database.db.tenant(tenant, (tx) =>
    database.log.append(tx, [
      {
        stream: queue.id,
        type: 'config.changed',
        data: { kind: 'queue', id: queue.id, value: to, engine: 'directory/1' },
        actor: { kind: 'system', part: 'test' },
      },
    ]),
  );
  await routing.configChanged(tenant);
}

/** Of the day it ran on; a run about midnight is the day before's too. */
async function replay(...more: string[]): Promise<any> {
  const days = [0, 1].map((back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10));
  for (const day of days) {
    const args = ['--database', database.url, '--tenant', 'twin', '--day', day, '--json', ...more];
    const program = start(process.execPath, [path.join(ROOT, 'sim/replay.ts'), ...args], { env: {}, cwd: ROOT });
    await program.ended;
    const line = program
      .output()
      .split('\n')
      .find((each) => each.startsWith('{"from"'));
    expect(line, program.output()).toBeDefined();
    const found = JSON.parse(line!);
    if (found.replay.decisions > 0 || day === days.at(-1)) return found;
  }
}

test('the engine decides the day again, the same in every byte; one agent for three would have served fewer in time', async () => {
  const change = path.join(folder, 'change.json');
  fs.writeFileSync(change, JSON.stringify({ queues: { support: { removeMembers: [agents[0], other] } } }));
  const found = await replay('--as', change, '--replications', '150');
  expect(found.replay.decisions).toBeGreaterThanOrEqual(CUSTOMERS / 2);
  expect(found.replay.differences).toEqual([]);
  expect(found.replay.same).toBe(found.replay.turns);
  const of = (figure: string) => found.figures.find((each: { figure: string }) => each.figure === figure).difference;
  expect(of('serviceLevel').mean).toBeLessThanOrEqual(0);
  expect(of('meanWaitS').mean - of('meanWaitS').plusMinus).toBeGreaterThan(0);
});
