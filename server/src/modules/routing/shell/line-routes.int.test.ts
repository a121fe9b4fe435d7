// GET /waiting over a long line: whole in pages of a thousand, and of those who are asked for alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InteractionId } from '@tandem/contract/ids.ts';
import type { WaitingContact } from '@tandem/contract/api/waiting.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { int, que, wrk } from '../core/testkit.ts';
import { lineRoutes } from './line-routes.ts';
import type { Routing } from './routing.ts';
import { newTenant, newWorld, request, startRouting } from './testkit.ts';

const LINE = 30;
let data: TestDatabase;
let routing: Routing;
const tenant = newTenant();
/** Whom a narrower caller reaches. */
const reached = new Set<InteractionId>([int(3), int(5)]);
const described: (readonly InteractionId[])[] = [];

beforeAll(async () => {
  data = await testDatabase({ modules: ['routing'] });
  routing = startRouting(data, newWorld());
  for (let n = 1; n <= LINE; n++) await routing.queue(request(tenant, n));
});
afterAll(async () => {
  await routing.stop();
  await data.close();
});

async function waiting(query: Record<string, unknown>, scope: 'tenant' | 'queue' = 'tenant') {
  const [route] = lineRoutes({
    routing,
    ports: {
      reaches: (_caller, _action, id) => Promise.resolve(reached.has(id)),
      contacts: (_tenant, ids) => {
        described.push(ids);
        return Promise.resolve([]);
      },
      seal: (_tenant, _id, text) => Promise.resolve(text),
      agentNames: () => Promise.resolve(new Map()),
    },
  });
  const asked = { caller: { tenant, scope: () => scope }, query, language: 'en' };
  return (await route!.handle(asked as never)) as { items: WaitingContact[]; nextCursor: string | null };
}

test('the whole line, the longest first, from page to page', async () => {
  const first = await waiting({ limit: 20 });
  const second = await waiting({ limit: 20, cursor: first.nextCursor });
  expect(second.nextCursor).toBeNull();
  const line = [...first.items, ...second.items];
  expect(line).toHaveLength(LINE);
  expect(line.map(({ queuedAt }) => queuedAt)).toEqual(line.map(({ queuedAt }) => queuedAt).toSorted((a, b) => a - b));
  expect(new Set(line.map(({ work }) => work)).size).toBe(LINE);
  expect(line[0]).toMatchObject({ queue: { id: que(1) }, task: 'call', offeredTo: null });
});

test('of those who are asked for: who waits, and nobody else is looked up', async () => {
  described.length = 0;
  const { items, nextCursor } = await waiting({ interactions: [int(4), int(7), int(99)].join(',') });
  expect(items.map(({ work }) => work).toSorted()).toEqual([wrk(4), wrk(7)].toSorted());
  expect(nextCursor).toBeNull();
  expect(described.flat().toSorted()).toEqual([int(4), int(7)].toSorted());
});

test('nobody beyond the caller’s reach, also where he is asked for by name', async () => {
  const { items } = await waiting({ interactions: [int(3), int(4)].join(',') }, 'queue');
  expect(items.map(({ interaction }) => interaction)).toEqual([int(3)]);
});
