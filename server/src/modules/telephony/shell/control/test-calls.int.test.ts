// Test calls on a real database: one at a time, not without end, ended where nobody watches them any more.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { EdgeCommand } from '@tandem/contract/edge.ts';
import type { IdPrefix, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../../platform/db/testkit.ts';
import { createTestCalls, type TestCalls } from './test-calls.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
let time = Date.UTC(2026, 10, 22);
const now = (): number => ++time;
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, now(), new Uint8Array(randomBytes(10)));
const [tenant, other, trunk] = [id('tnt'), id('tnt'), id('trk')];

let database: TestDatabase;
let commands: EdgeCommand[] = [];

/** As the core that has just started. */
function startCore(): TestCalls {
  return createTestCalls({
    db: database.db,
    log: quiet,
    id,
    now,
    ports: {
      edge: { command: async (command) => void commands.push(command) },
      parse: async (_, text) => (/^\d+$/.test(text) ? { kind: 'extension', extension: text } : { kind: 'unknown', text }),
      hasTrunk: async (of, wanted) => of === tenant && wanted === trunk,
      clip: () => Promise.reject(new Error('no voice here')),
    },
  });
}
const dialled = (): Extract<EdgeCommand, { do: 'dial' }> => commands.findLast((each) => each.do === 'dial')!;
const written = (of: TenantId) =>
  database.db.tenant(of, async (tx) => (await sql`select 1 from telephony_test_call`.execute(tx.tables<object>())).rows.length);

beforeAll(async () => {
  database = await testDatabase({ modules: ['telephony'] });
});
beforeEach(() => {
  commands = [];
});
afterAll(() => database?.close());

test('dials over exactly that trunk, speaks a prompt where there is no voice, and hangs up when that was heard', async () => {
  const calls = startCore();
  const begun = await calls.start(tenant, trunk, '6001', 'en');
  const { leg, call } = dialled();
  expect(dialled()).toMatchObject({ to: { kind: 'trunk', trunk, address: { extension: '6001' } }, timeoutMs: 30_000 });
  expect(dialled().to).not.toHaveProperty('others');
  calls.heard({ kind: 'leg.answered', at: now(), tenant, leg, call });
  await vi.waitFor(() =>
    expect(commands.at(-1)).toMatchObject({ do: 'play', leg, items: [{}, { prompt: 'welcome' }, { prompt: 'goodbye' }, {}] }),
  );
  expect(calls.find(tenant, trunk, begun.call).state).toBe('answered');
  calls.heard({ kind: 'played', at: now(), leg, play: 'test-phrase', end: 'finished' });
  expect(commands.at(-1)).toEqual({ do: 'hangup', leg, cause: 'normal' });
  calls.heard({ kind: 'leg.ended', at: now(), tenant, leg, call, cause: 'normal', by: 'local', sipStatus: null });
  expect(calls.find(tenant, trunk, begun.call)).toMatchObject({ state: 'ended', spoken: true });
  await vi.waitFor(async () => expect(await written(tenant)).toBe(0));
  expect(() => calls.find(other, trunk, begun.call)).toThrow('test-call.not-found');
});

test('is refused beside another, to an emergency number, over a stranger’s trunk, and after too many in an hour', async () => {
  const calls = startCore();
  const [first, second] = await Promise.allSettled([calls.start(tenant, trunk, '1', 'en'), calls.start(tenant, trunk, '2', 'en')]);
  expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  await expect(calls.start(tenant, trunk, '3', 'en')).rejects.toThrow('test-call.running');
  await expect(calls.start(tenant, trunk, '110', 'en')).rejects.toThrow('test-call.not-allowed');
  await expect(calls.start(tenant, trunk, 'agent1', 'en')).rejects.toThrow('test-call.not-allowed');
  await expect(calls.start(other, trunk, '3', 'en')).rejects.toThrow('trunk.not-found');
  const end = (): void => {
    const { leg, call } = dialled();
    calls.heard({ kind: 'leg.ended', at: now(), tenant, leg, call, cause: 'busy', by: 'remote', sipStatus: 486 });
  };
  end();
  for (let n = 1; n < 30; n++) {
    await calls.start(tenant, trunk, '4', 'en');
    end();
  }
  await expect(calls.start(tenant, trunk, '5', 'en')).rejects.toThrow('test-call.too-many');
  time += 3_600_000;
  await calls.start(tenant, trunk, '6', 'en');
  end();
  await vi.waitFor(async () => expect(await written(tenant)).toBe(0));
});

test('of a process that died is ended by the next', async () => {
  const calls = startCore();
  await calls.start(tenant, trunk, '6001', 'en');
  const { leg } = dialled();
  const next = startCore();
  await next.restore();
  expect(commands.at(-1)).toEqual({ do: 'hangup', leg, cause: 'normal' });
  await vi.waitFor(async () => expect(await written(tenant)).toBe(0));
});
