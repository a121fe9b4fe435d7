// The demo tenant: made at the first start, by natural keys, so that a start that was cut goes on where it stopped; who may enter it is fitted to each start.
import fs from 'node:fs';
import path from 'node:path';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, CustomerId, FlowId, Id, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { echoTest, mainMenu, messageLine, musicLine, orderDesk, straightToQueue } from '../modules/flow/index.ts';
import { accessFor, fitDemoAccess, LOCAL_TRUNK, throwaway } from './demo-access.ts';
import { CHAT, CUSTOMERS, HOUSEHOLD, OFFICE_HOURS, ORDERS, PEOPLE, SKILLS_OF } from './demo-data.ts';
import type { Modules, Platform } from './wire/modules.ts';

const actor: Actor = { kind: 'system', part: 'demo' };
const KEY = 'demo';

export async function seedDemo(platform: Platform, modules: Modules): Promise<void> {
  const { config } = platform;
  const known = (await modules.identity.tenants()).find((tenant) => tenant.key === KEY);
  const done = path.join(config.paths.data, '.demo-done');
  const makes = config.demo ?? !(known && fs.existsSync(done));
  if (makes) {
    await makeDemo(platform, modules);
    fs.writeFileSync(done, '');
  }
  // Switched off it is still there, and whoever knew its passwords could still come in.
  const wanted = accessFor({ loopback: config.loopback, on: config.demo !== false, sipPort: config.sipPort });
  await fitDemoAccess({ ...modules, folder: config.paths.data, log: platform.log }, KEY, wanted);
}

async function makeDemo(platform: Platform, modules: Modules): Promise<void> {
  const { log } = platform;
  const { identity } = modules;
  log.info('making the demo tenant');
  const tenant = await identity.createTenant({ key: KEY, name: 'Demo', zone: 'Asia/Shanghai', country: 'CN', language: 'zh-CN' });
  // Made ahead: the first burst of calls finds it.
  await platform.keyring.dataKey(tenant);
  const site = await identity.createSite(tenant, { name: 'Main', zone: 'Asia/Shanghai' });
  const teams = {
    support: await identity.createTeam(tenant, { site, name: 'Support' }),
    sales: await identity.createTeam(tenant, { site, name: 'Sales' }),
  };

  const agents: AgentId[] = [];
  const phones: { agent: AgentId; username: string }[] = [];
  let fresh = false;
  for (const person of PEOPLE) {
    const team = person.team === null ? null : teams[person.team];
    const user = await identity.createUser(tenant, {
      email: person.email,
      name: person.name,
      language: person.language,
      role: person.role,
      password: throwaway(),
      site,
      team,
      takesWork: person.role === 'agent' || person.phone !== undefined,
    });
    fresh ||= user.created;
    if (user.agent === null) continue;
    if (person.phone === undefined) agents.push(user.agent);
    else phones.push({ agent: user.agent, username: person.phone });
  }
  // Nobody knows the password of a new account: it is given with all the others' once everything is there.
  if (fresh) await identity.setDemoPasswords(tenant, null);
  await seedDirectory(platform, modules, tenant, agents);
  const held = await modules.directory.devices(tenant);
  for (const phone of phones)
    if (!held.some((each) => each.username === phone.username)) await modules.directory.createDevice(tenant, phone, actor);
  await seedCustomers(modules, tenant);
  await seedChat(modules, tenant);
}

async function seedChat({ messaging, directory }: Modules, tenant: TenantId): Promise<void> {
  const queue = (await directory.queues(tenant)).find((each) => each.key === 'support')?.id;
  if (queue === undefined || (await messaging.sites.list(tenant)).some(({ key }) => key === CHAT.key)) return;
  await messaging.sites.create(tenant, { ...CHAT.site, queue }, actor, CHAT.key);
}

async function seedDirectory({ config }: Platform, modules: Modules, tenant: TenantId, agents: AgentId[]): Promise<void> {
  const { directory } = modules;
  const names: Record<string, TenantText> = {
    zh: { 'zh-CN': '普通话', en: 'Mandarin' },
    en: { 'zh-CN': '英语', en: 'English' },
    billing: { 'zh-CN': '账务', en: 'Billing' },
    tech: { 'zh-CN': '技术', en: 'Technical' },
  };
  const skills = new Map<string, Id<'skl'>>((await directory.skills(tenant)).map((skill) => [skill.key, skill.id]));
  for (const [key, name] of Object.entries(names))
    if (!skills.has(key)) skills.set(key, (await directory.createSkill(tenant, { key, name }, actor)).id);
  const held = await directory.devices(tenant);
  for (const [i, agent] of agents.entries()) {
    await directory.setAgentSkills(
      tenant,
      agent,
      SKILLS_OF[i]!.map(([key, level]) => ({ skill: skills.get(key)!, level })),
      actor,
    );
    const username = `agent${i + 1}`;
    if (!held.some((device) => device.username === username)) await directory.createDevice(tenant, { username, agent }, actor);
  }

  const queues = new Map((await directory.queues(tenant)).map((queue) => [queue.key, queue.id]));
  const queue = async (key: string, name: TenantText, members: AgentId[]): Promise<QueueId> =>
    queues.get(key) ??
    (
      await directory.createQueue(
        tenant,
        {
          key,
          name,
          members,
          wrapUpMs: 30_000,
          wrapUpMoreMs: 180_000,
          offerTimeoutMs: 20_000,
          serviceLevel: { thresholdMs: 20_000, target: 0.8 },
        },
        actor,
      )
    ).id;
  const support = await queue('support', { 'zh-CN': '客户支持', en: 'Support' }, agents.slice(0, 6));
  const sales = await queue('sales', { 'zh-CN': '销售', en: 'Sales' }, agents.slice(2, 8));

  if (!(await directory.trunks(tenant)).some((trunk) => trunk.name === LOCAL_TRUNK)) {
    await directory.createTrunk(
      tenant,
      { name: LOCAL_TRUNK, addresses: [], host: '127.0.0.1', port: config.sipPort + 10, country: 'CN', rules: [] },
      actor,
    );
  }
  // What flows look up must be there before a flow that names it is published.
  await modules.customers.putLookupRows(tenant, 'orders', ORDERS, actor);
  const menu = await flow(modules, tenant, 'main-menu', { 'zh-CN': '主菜单', en: 'Main menu' }, mainMenu({ sales, support }));
  await number(modules, tenant, '4001', 'Main menu', menu);
  await number(
    modules,
    tenant,
    '4002',
    'Support',
    await flow(modules, tenant, 'support-direct', { 'zh-CN': '直达客户支持', en: 'Straight to support' }, straightToQueue(support)),
  );
  await number(
    modules,
    tenant,
    '4003',
    'Sales',
    await flow(modules, tenant, 'sales-direct', { 'zh-CN': '直达销售', en: 'Straight to sales' }, straightToQueue(sales)),
  );
  const desk = await flow(modules, tenant, 'order-desk', { 'zh-CN': '订单助手', en: 'Order desk' }, orderDesk(support));
  await worker(modules, tenant, desk, support);
  const office =
    (await directory.hours(tenant)).find((each) => each.key === OFFICE_HOURS.key) ??
    (await directory.createHours(tenant, OFFICE_HOURS, actor));
  await number(
    modules,
    tenant,
    '4010',
    'Message',
    await flow(modules, tenant, 'message', { 'zh-CN': '语音留言', en: 'Leave a message' }, messageLine(office.id, support)),
  );
  // Until there is a voice bot, its number answers with the menu.
  await number(modules, tenant, '4004', 'Voice bot (main menu for now)', menu);
  await number(
    modules,
    tenant,
    '4090',
    'Echo test',
    await flow(modules, tenant, 'echo', { 'zh-CN': '回声测试', en: 'Echo test' }, echoTest()),
  );
  await number(modules, tenant, '4091', 'Music', await flow(modules, tenant, 'music', { 'zh-CN': '音乐', en: 'Music' }, musicLine()));
}

async function flow({ flow: flows }: Modules, tenant: TenantId, key: string, name: TenantText, graph: FlowGraph): Promise<FlowId> {
  const known = (await flows.list(tenant)).find((each) => each.key === key);
  if (known?.publishedVersion) return known.id;
  const id = known?.id ?? (await flows.create(tenant, { key, name, draft: graph })).id;
  await flows.publish(tenant, id, null);
  return id;
}

/** The digital worker of the demo, paused until somebody wants him: the numbers answer as they did without him. */
async function worker({ bots }: Modules, tenant: TenantId, desk: FlowId, queue: QueueId): Promise<void> {
  if ((await bots.workers.rows(tenant)).length > 0) return;
  const cost = { perContact: 0.1, perMinute: 0.05, currency: 'CNY' };
  const name = { 'zh-CN': '订单助手', en: 'Order desk' };
  await bots.workers.create(tenant, { name, on: false, flow: desk, queues: [queue], skills: [], capacity: { voice: 20 }, cost }, actor);
}

async function number({ directory }: Modules, tenant: TenantId, digits: string, label: string, target: FlowId): Promise<void> {
  const known = (await directory.numbers(tenant)).some((each) => each.address.kind === 'extension' && each.address.extension === digits);
  if (!known) await directory.createNumber(tenant, { number: digits, label, flow: target }, actor);
}

async function seedCustomers({ customers }: Modules, tenant: TenantId): Promise<void> {
  const ids = new Map<string, CustomerId>();
  for (const { e164, ...profile } of CUSTOMERS) {
    const found = await customers.findOrCreate(tenant, { kind: 'e164', e164 }, actor);
    if (!found.known) await customers.change(tenant, found.id, profile, actor);
    ids.set(profile.name, found.id);
  }
  const { e164, family } = HOUSEHOLD;
  const held = await customers.search(tenant, { text: '', address: e164, only: null, after: null, limit: 10 });
  for (const profile of family)
    if (!held.some(({ name }) => name === profile.name))
      await customers.create(
        tenant,
        { profile: { ...profile, note: '', known: true, owner: null }, addresses: [{ kind: 'e164', e164 }] },
        actor,
      );
  // Whose order it is, so that an agent sees it beside the call.
  const orders = ORDERS.map((order) => ({ ...order, customer: ids.get(order.value.customer)! }));
  await customers.putLookupRows(tenant, 'orders', orders, actor);
}
