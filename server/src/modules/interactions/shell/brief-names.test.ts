// Names are read once for all who ask within a moment, and never for longer than it.
import { expect, test } from 'vitest';
import type { AgentId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { createBriefNames } from './brief-names.ts';

const [north, south] = ['tnt_north', 'tnt_south'] as [TenantId, TenantId];
const queue: QueueId = 'que_a';
const [anna, bo] = ['agt_anna', 'agt_bo'] as [AgentId, AgentId];

function named() {
  const state = { now: 1_000, queue: 'Support', fails: false, asked: [] as string[], agents: new Map([[anna, 'Anna']]) };
  const brief = createBriefNames(
    {
      async queueNames(tenant) {
        state.asked.push(`queues of ${tenant}`);
        if (state.fails) throw new Error('the database is away');
        return new Map([[queue, { en: `${state.queue} of ${tenant}` }]]);
      },
      flowNames: () => Promise.resolve(new Map()),
      async agentNames(tenant, ids) {
        state.asked.push(`${ids.join()} of ${tenant}`);
        return new Map(ids.flatMap((id) => (state.agents.has(id) ? [[id, state.agents.get(id)!]] : [])));
      },
    },
    { now: () => state.now },
  );
  return { state, brief };
}

test('a tenant’s queues are read once, also for those who ask meanwhile, and anew half a second later', async () => {
  const { state, brief } = named();
  const [first, second] = await Promise.all([brief.queueNames(north), brief.queueNames(north)]);
  expect(first.get(queue)).toEqual({ en: 'Support of tnt_north' });
  expect(second).toBe(first);
  expect((await brief.queueNames(south)).get(queue)).toEqual({ en: 'Support of tnt_south' });
  state.queue = 'Help';
  state.now += 499;
  expect((await brief.queueNames(north)).get(queue)).toEqual({ en: 'Support of tnt_north' });
  state.now += 1;
  expect((await brief.queueNames(north)).get(queue)).toEqual({ en: 'Help of tnt_north' });
  expect(state.asked).toEqual(['queues of tnt_north', 'queues of tnt_south', 'queues of tnt_north']);
});

test('a reading that failed is not remembered', async () => {
  const { state, brief } = named();
  state.fails = true;
  await expect(brief.queueNames(north)).rejects.toThrow('away');
  state.fails = false;
  expect((await brief.queueNames(north)).size).toBe(1);
});

test('of agents only those are asked for that are not known, also that there is no such one; tenants have their own', async () => {
  const { state, brief } = named();
  expect([...(await brief.agentNames(north, [anna]))]).toEqual([[anna, 'Anna']]);
  expect([...(await brief.agentNames(north, [anna, bo]))]).toEqual([[anna, 'Anna']]);
  expect([...(await brief.agentNames(north, [bo, anna]))]).toEqual([[anna, 'Anna']]);
  await brief.agentNames(south, [anna]);
  state.agents.set(anna, 'Anna Li').set(bo, 'Bo');
  state.now += 500;
  expect((await brief.agentNames(north, [anna, bo])).get(anna)).toBe('Anna Li');
  expect(state.asked).toEqual(['agt_anna of tnt_north', 'agt_bo of tnt_north', 'agt_anna of tnt_south', 'agt_anna,agt_bo of tnt_north']);
});
