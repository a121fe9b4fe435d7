// For tests: interactions on a database of their own, two agents, two queues, and contacts that were taken.
import { randomBytes } from 'node:crypto';
import type { AgentId, CallId, CustomerId, IdPrefix, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase } from '../../../platform/db/testkit.ts';
import type { NewEvent } from '../../../platform/eventlog/types.ts';
import { testCaller } from '../../../platform/http/testkit.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { createInteractions } from './interactions.ts';

export const actor = { kind: 'system', part: 'test' } as const;
export const why = { rule: 'longest-idle', eligible: 1, idleMs: 0, waitedMs: 0, candidates: [] };

export async function openTestkit() {
  let now = Date.UTC(2026, 10, 21, 8);
  const clock = { now: () => ++now };
  const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
  const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
  const tenant = id('tnt');
  const [anna, bo] = [id('agt'), id('agt')] as [AgentId, AgentId];
  const [support, sales] = [id('que'), id('que')] as [QueueId, QueueId];
  const wrapped: [WorkId, AgentId][] = [];
  const database = await testDatabase({ modules: ['interactions'] });
  // As at a tenant's creation: its key is there before its first calls.
  await database.keyring.dataKey(tenant);
  const interactions: ReturnType<typeof createInteractions> = createInteractions({
    ...database,
    clock,
    random,
    ports: {
      customers: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, { name: 'Wang Fang', level: 'gold', known: true }]))),
      agentNames: () =>
        Promise.resolve(
          new Map([
            [anna, 'Anna'],
            [bo, 'Bo'],
          ]),
        ),
      userNames: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, 'Uma']))),
      queueNames: () => Promise.resolve(new Map([[support, { en: 'Support', 'zh-CN': '客服' }]])),
      flowNames: () => Promise.resolve(new Map()),
      agentsIn: (_, { teams }) => Promise.resolve(teams.includes('tem_a') ? [anna] : []),
      customersLike: () => Promise.resolve([]),
      mergeCustomer: (_, from, into, by) =>
        database.db.tenant(tenant, async (tx) => void (await interactions.moveCustomer(tx, from, into, by))),
      rejoinCustomer: () => Promise.resolve(),
      partCustomer: () => Promise.resolve(),
      wrapUpMore: () => Promise.resolve(),
      wrapUpDone: (_, work, agent) => Promise.resolve(void wrapped.push([work, agent])),
    },
  });
  const reader = await interactions.project();

  function caller(scope: Scope | null, over: Partial<Caller> = {}): Caller {
    return testCaller({}, { tenant, user: id('usr'), scope: () => scope, ...over });
  }
  async function begin(call: CallId, customer: CustomerId = id('cus'), e164 = '+8613800138000') {
    const begun = await interactions.begin({
      tenant,
      channel: 'voice',
      direction: 'inbound',
      call,
      remote: { kind: 'e164', e164 },
      local: { kind: 'extension', extension: '4001' },
      customer,
    });
    return begun.interaction;
  }
  const append = (events: NewEvent[]) => database.db.tenant(tenant, (tx) => database.log.append(tx, events));

  /** A contact that was queued, offered and taken. */
  async function taken(agent: AgentId, queue: QueueId) {
    const call = id('cal');
    const interaction = await begin(call);
    const work = { interaction, work: id('wrk'), queue };
    const offer = { ...work, offer: id('off'), agent };
    await append([
      { stream: interaction, type: 'call.arrived', data: { interaction, call, leg: id('leg') }, actor },
      {
        stream: interaction,
        type: 'work.queued',
        data: { ...work, channel: 'voice', priority: 0, skills: [], queuedAt: clock.now() },
        actor,
      },
      { stream: interaction, type: 'work.offered', data: { ...offer, expiresAt: clock.now(), why }, actor },
      { stream: interaction, type: 'work.assigned', data: { ...offer, waitedMs: 10, why }, actor },
    ]);
    await reader.caughtUp();
    return { interaction, work: work.work, offer, call };
  }
  const ids = async (who: Caller, query = {}) => (await interactions.list(who, query, 'en')).items.map((each) => each.id);
  async function close(): Promise<void> {
    await reader.stop();
    await database.close();
  }
  return { database, interactions, reader, clock, id, tenant, anna, bo, support, sales, wrapped, caller, begin, append, taken, ids, close };
}
