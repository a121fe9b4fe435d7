// Who is asked for a queue's work, on a real database: rules of skills, rings, the order of members, and what holds for all queues.
import { randomBytes } from 'node:crypto';
import { USUAL_RULES } from '@tandem/contract/api/routing-rules.ts';
import type { AgentId, IdPrefix } from '@tandem/contract/ids.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { DirectoryPorts } from '../ports.ts';
import { createDirectory, type Directory } from './directory.ts';

const actor = { kind: 'system', part: 'test' } as const;
const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const [tenant, other] = [id('tnt'), id('tnt')];
const [anna, bo]: AgentId[] = [id('agt'), id('agt')];

let database: TestDatabase;
let directory: Directory;

beforeAll(async () => {
  database = await testDatabase({ modules: ['directory'] });
  const ports: Partial<DirectoryPorts> = {
    unknownAgents: () => Promise.resolve([]),
    agentNames: () => Promise.resolve(new Map()),
    flowsNaming: () => Promise.resolve([]),
    contactsIn: () => Promise.resolve(0),
  };
  directory = createDirectory({ ...database, clock, random, ports: ports as DirectoryPorts });
});
afterAll(() => database.close());

test('a queue keeps whom it asks, routing reads it by ids, and what it names cannot be taken away', async () => {
  const english = await directory.createSkill(tenant, { key: 'english', name: { en: 'English' } }, actor);
  const trainee = await directory.createSkill(tenant, { key: 'trainee', name: { en: 'Trainee' } }, actor);
  const backup = await directory.createQueue(tenant, { key: 'backup', name: { en: 'Backup' } }, actor);
  const asking = {
    order: 'random' as const,
    weights: [{ agent: anna!, weight: 3 }],
    requires: 'english >= 50 and not trainee',
    prefers: [],
    rings: [{ afterMs: 30_000, skills: [{ skill: english.id, level: 0 }], queues: [backup.id] }],
    lastAgentMs: 20_000,
    restMs: 5_000,
  };
  const made = await directory.createQueue(tenant, { key: 'vip', name: { en: 'VIP' }, members: [bo!, anna!], ...asking }, actor);
  expect(made).toMatchObject({ ...asking, members: [bo, anna] });
  expect(await directory.changeQueue(tenant, made.id, { restMs: 0 }, actor)).toMatchObject({ ...asking, restMs: 0, members: [bo, anna] });
  const config = await directory.routingConfig(tenant);
  expect(config.queues.find((queue) => queue.id === made.id)).toMatchObject({
    requires: { all: [{ skill: english.id, level: 50 }, { not: { skill: trainee.id, level: 1 } }] },
    members: [bo, anna],
    weights: [{ agent: anna, weight: 3 }],
  });
  expect(await directory.lastAgentMs(tenant, made.id)).toBe(20_000);

  await expect(directory.removeSkill(tenant, trainee.id, actor)).rejects.toMatchObject({ code: 'skill.in-use' });
  await expect(directory.removeSkill(tenant, english.id, actor)).rejects.toMatchObject({ code: 'skill.in-use' });
  await expect(directory.removeQueue(tenant, backup.id, actor)).rejects.toMatchObject({ code: 'queue.in-use' });
  const wrong = (patch: Parameters<Directory['changeQueue']>[2]) => expect(directory.changeQueue(tenant, made.id, patch, actor)).rejects;
  await wrong({ requires: 'english >=' }).toMatchObject({ code: 'queue.bad-rule' });
  await wrong({ requires: 'french' }).toMatchObject({ code: 'queue.unknown-skill' });
  await wrong({ prefers: [{ skill: id('skl'), level: 1 }] }).toMatchObject({ code: 'queue.unknown-skill' });
  await wrong({ rings: [{ afterMs: 0, skills: [], queues: [made.id] }] }).toMatchObject({ code: 'queue.bad-overflow' });
  expect((await directory.queues(tenant)).find((queue) => queue.id === made.id)).toMatchObject({ ...asking, restMs: 0 });
});

test('weights are of members, and of those who are left out nothing is kept', async () => {
  const weights = [
    { agent: anna!, weight: 9 },
    { agent: bo!, weight: 1 },
  ];
  const made = await directory.createQueue(
    tenant,
    { key: 'dice', name: { en: 'Dice' }, members: [bo!, anna!], order: 'random', weights },
    actor,
  );
  expect(made.weights).toEqual([{ agent: anna, weight: 9 }]);
  expect(await directory.changeQueue(tenant, made.id, { members: [bo!] }, actor)).toMatchObject({ members: [bo], weights: [] });
});

test('what holds for all queues is the tenant’s own, as usual until somebody says otherwise', async () => {
  expect(await directory.routingRules(tenant)).toEqual(USUAL_RULES);
  const rules = { ...USUAL_RULES, priorityMinutes: 5, levels: [{ level: 'platinum', points: 20 }], occupancyCap: 0.85 };
  await directory.setRoutingRules(tenant, rules, actor);
  await directory.setRoutingRules(tenant, { ...rules, callbackPoints: 3 }, actor);
  expect((await directory.routingConfig(tenant)).rules).toEqual({ ...rules, callbackPoints: 3 });
  // As it was written before there were points for issues and moods: none of them then.
  const { issues: _, moods: __, ...before } = rules;
  const formula = { issues: [{ by: 'topic' as const, value: 'refund', points: 3 }], moods: { calm: 0, upset: 1, angry: 4 } };
  expect(await directory.setRoutingRules(tenant, { ...rules, ...formula }, actor)).toMatchObject(formula);
  expect(await directory.setRoutingRules(tenant, before, actor)).toEqual(rules);
  expect(await directory.routingRules(other)).toEqual(USUAL_RULES);
});
