// One tenant of the two-tenant world: its people, queue, flow, number, trunk and phones, and the calls that come in to it.
import { USUAL_ALERT_LIMITS } from '@tandem/contract/api/alert-limits.ts';
import { USUAL_RULES } from '@tandem/contract/api/routing-rules.ts';
import { straightToQueue } from '../../server/src/modules/flow/index.ts';
import { startSoftphone } from '../../sim/softphone.ts';
import { startPhone, type Phone } from './baresip.ts';
import { openPage } from './chat-page.ts';
import { eventually } from './processes.ts';
import { digitalWorker } from './digital-worker.ts';
import { emergency } from './emergency.ts';
import { startCaller, type Caller } from './sipp.ts';
import { signIn, type Api, type Tandem } from './tandem.ts';

export const PASSWORD = 'correct horse battery';

/** One person who takes work, with his desk phone. */
export type Member = { api: Api; user: string; agent: string; device: string; phone: Phone };
/** A call that came in: `recording` is null while nobody answered it. */
export type WorldCall = { call: string; interaction: string; customer: string; recording: string | null; caller: Caller };

/** What somebody left who called before the test began: a message, for the queue, and a matter it is about. */
type Left = 'voicemail' | 'message' | 'conversation' | 'customer' | 'matter';

export type Side = {
  readonly name: string;
  readonly tenant: string;
  readonly administrator: Api;
  /** Of team red, like `agent`. */
  readonly supervisor: Api;
  readonly agent: Member;
  /** Of team blue. */
  readonly colleague: Member;
  readonly ids: Readonly<
    Record<
      | 'site'
      | 'red'
      | 'blue'
      | 'skill'
      | 'queue'
      | 'flow'
      | 'number'
      | 'trunk'
      | 'role'
      | 'key'
      | 'hours'
      | 'prompt'
      | 'userImport'
      | 'threshold'
      | 'alarm'
      | 'wallboard'
      | 'lane'
      | 'worker'
      | 'chatSite'
      | 'act'
      | 'dutyPlan'
      | 'whatIf'
      | Left,
      string
    >
  >;
  /** Signs in once more. */
  again(who: 'administrator' | 'supervisor' | 'agent' | 'colleague'): Promise<Api>;
  /** A call that `who` answers; with null it stays in the queue. The others are off queue meanwhile. */
  call(who: Member | null): Promise<WorldCall>;
  /** Hangs up, waits for the sealed recording, and wraps up for the one who answered. */
  finish(call: WorldCall, who: Member | null): Promise<void>;
  stop(): Promise<void>;
};

export type SideOptions = { tandem: Tandem; name: string; tenant: string; address: string; tones: { caller: string; agent: string } };

const boxOf = (queue: string) => ({
  schema: 1,
  language: 'en',
  start: 'answer',
  nodes: {
    answer: { type: 'answer', next: 'message' },
    message: { type: 'voicemail', greeting: [], maxMs: 30_000, endKeys: '#', box: { queue }, next: 'bye', failed: 'bye' },
    bye: { type: 'hang-up', say: [] },
  },
});

const text = (words: string) => ({ en: words, 'zh-CN': words });

export async function fillSide({ tandem, name, tenant, address, tones }: SideOptions): Promise<Side> {
  const email = {
    administrator: `admin@${name}.test`,
    supervisor: `supervisor@${name}.test`,
    agent: `agent@${name}.test`,
    colleague: `colleague@${name}.test`,
  };
  const again = (who: keyof typeof email): Promise<Api> => signIn(tandem.baseUrl, email[who], PASSWORD);
  const admin = await again('administrator');
  const make = async (where: string, body: unknown): Promise<string> =>
    (await admin.send('POST', where, body, { 'idempotency-key': `${name}${where}${Math.random()}` })).id;
  const red = await make('/teams', { name: 'Red' });
  const blue = await make('/teams', { name: 'Blue' });
  const person = (who: keyof typeof email, role: string, team: string) =>
    make('/users', { email: email[who], name: who, role, team, password: PASSWORD });
  await person('supervisor', 'supervisor', red);

  const member = async (who: 'agent' | 'colleague', team: string) => {
    const user = await person(who, 'agent', team);
    const api = await again(who);
    const username = `${name}-${who}`;
    const { device } = await admin.send('POST', '/devices', { username, agent: api.user.agent, password: 'desk-phone' });
    return { api, user, agent: api.user.agent!, device: device.id, username };
  };
  const people = [await member('agent', red), await member('colleague', blue)] as const;
  const members = people.map((each) => each.agent);
  const skill = await make('/skills', { key: 'english', name: text('English') });
  const queue = await make('/queues', { key: 'support', name: text('Support'), members, skills: [{ skill, level: 10 }], wrapUpMs: 60_000 });
  for (const each of members) await admin.send('PUT', `/agents/${each}/skills`, { skills: [{ skill, level: 50 }] });
  const flow = await make('/flows', { key: 'support', name: text('Support'), draft: straightToQueue(queue as never) });
  await admin.send('POST', `/flows/${flow}/publish`);
  const number = await make('/numbers', { number: '6001', label: 'Support', flow });
  const trunk = await make('/trunks', {
    name: 'carrier',
    addresses: [address],
    host: '127.0.0.1',
    port: tandem.sipPort + 10,
    country: 'CN',
    rules: [],
  });
  // In the year 2100.
  await make('/callbacks', { address: '+8613800138000', queue, notBefore: 4_102_444_800_000 });
  const permissions = [{ action: 'queues:read', scope: 'tenant' }];
  const hours = await make('/hours', { key: 'office', name: text('Office'), zone: 'Asia/Shanghai', week: [], special: [] });
  const prompt = await make('/prompts', { key: 'welcome-own', kind: 'speech', name: text('Our welcome') });
  await admin.send('POST', `/prompts/${prompt}/recordings/en/speech`, { text: `Welcome to ${name}.` });
  await admin.send('PUT', '/flow-secrets', { name: 'crm', value: `${name} keeps it` });
  await admin.send('PUT', '/flow-hosts', { privateHosts: [`crm.${name}.test`] });
  await admin.send('PUT', '/routing/rules', { ...USUAL_RULES, occupancyCap: 0.9 });
  await admin.send('PUT', '/alert-limits', { ...USUAL_ALERT_LIMITS, hold: { warn: 90_000, alarm: 300_000 } });
  await admin.send('PUT', '/retention', { logDays: null, recordingDays: 3_650, personalDays: null, auditDays: null });
  const role = await make('/roles', { name: text('Reads queues'), permissions });
  const { id: key } = (await admin.send('POST', '/api-keys', { name: 'Reads queues', permissions })).key;
  // Begun and never confirmed: asked of nobody.
  await admin.send('POST', '/me/second-factor', { password: PASSWORD });
  const file = Buffer.from(`email,name\nimported@${name}.test,Imported\n`).toString('base64');
  const userImport = await make('/user-imports', { filename: 'people.csv', content: file });
  // A limit that is always crossed, so that there is an alarm which nothing changes.
  const always = { measure: 'agentsSignedIn', queue: null, comparison: 'at-least', warn: 0, alarm: null, holdMs: 0 };
  const threshold = await make('/thresholds', always);
  const { id: alarm } = await eventually<{ id: string }>('its alarm', async () => (await admin.get('/alarms')).items[0]);
  const tiles = [{ measure: 'waiting', queue, width: 1, height: 1 }];
  const wallboard = await make('/wallboards', { name: 'Room', shared: true, tiles });
  await admin.send('PATCH', `/matching/${queue}`, { mode: 'off' });
  // Open while the message is left, so that a contact came through it.
  const lane = await make('/lanes', emergency({ levels: [] }));
  await admin.send('POST', `/lanes/${lane}/open`, {});
  // At the line of a queue of his own, and hands everybody over to the people of the other one.
  const desk = await make('/queues', { key: 'desk', name: text('Desk') });
  const toDesk = await make('/flows', { key: 'desk', name: text('Desk'), draft: straightToQueue(desk as never) });
  await admin.send('POST', `/flows/${toDesk}/publish`);
  await make('/numbers', { number: '6008', label: 'Desk', flow: toDesk });
  const worker = await make('/digital-workers', digitalWorker(flow, { on: true, queues: [desk] }));
  // Of a day without contacts: over in a moment, and says so.
  const whatIf = await make('/what-if', { day: '2026-01-02', queues: [{ queue, settings: { wrapUpMs: 0 } }] });
  // Next year's: nothing of it is due while the world lasts.
  const duty = (from: number) =>
    make('/duty-plans', { agents: members, skills: [{ skill, level: 70 }], note: 'cover', from: Date.now() + from });
  const [dutyPlan] = [await duty(300 * 86_400_000), await duty(310 * 86_400_000)];
  const act = await make('/duty-changes', { agents: [members[1]], skills: [{ skill, level: 55 }], note: 'course' });
  // Of a queue that nobody serves, and over before anybody calls.
  const web = await make('/queues', { key: 'web', name: text('Web') });
  const chat = await admin.send('POST', '/chat-sites', {
    name: text('Shop'),
    greeting: text('Hello'),
    colour: '#1355ff',
    queue: web,
    origins: [],
  });
  const page = await openPage(tandem.baseUrl, chat.key);
  await page.send('Is anybody there?');
  page.say({ kind: 'end' });
  await page.until('the end of the chat', () => page.state()?.stage === 'ended');
  page.leave();
  const { items: sites } = await admin.get('/sites');
  /** His phone rings in vain, before he has one that answers by itself. */
  const missACall = async ({ api, username }: (typeof people)[number]): Promise<void> => {
    const server = { ip: '127.0.0.1', port: tandem.sipPort };
    const phone = await startSoftphone({ server, user: username, password: 'desk-phone', onCall: (call) => call.refuse(486) });
    await eventually('his phone to be known', async () => ((await phone.register()).status === 200 ? true : null));
    const presence = `/agents/${api.user.agent}/presence`;
    await api.send('PUT', presence, { presence: 'available', onQueue: true });
    const caller = await startCaller({
      to: '6001',
      server: `127.0.0.1:${tandem.sipPort}`,
      localIp: address,
      from: `+86138003${name === 'north' ? 1 : 2}0000`,
      steps: [{ talk: tones.caller }, { expectBye: true }],
    });
    const missed = await eventually('a missed call', async () => (await api.get('/interactions?missed=true')).items[0] ?? null);
    const { items: calls } = await admin.get('/calls');
    await admin.send('POST', `/calls/${calls.find((call: any) => call.interaction === missed.id).id}/hang-up`);
    await caller.done();
    await caller.stop();
    await api.send('PUT', presence, { presence: 'available', onQueue: false });
    await phone.register({ expires: 0 });
    phone.close();
  };
  const withPhone = async ({ username, ...person }: (typeof people)[number]): Promise<Member> => {
    const options = {
      user: username,
      password: 'desk-phone',
      server: `127.0.0.1:${tandem.sipPort}`,
      answer: 'auto',
      plays: tones.agent,
    } as const;
    // The edge learns of a new device a moment after it was made; a phone that was quicker would wait long before it tries again.
    return { ...person, phone: await startPhone(options).catch(() => startPhone(options)) };
  };
  await missACall(people[1]);
  const agent = await withPhone(people[0]);
  const colleague = await withPhone(people[1]).catch(async (error: unknown) => {
    await agent.phone.stop();
    throw error;
  });

  const box = await make('/flows', { key: 'box', name: text('Box'), draft: boxOf(queue) });
  await admin.send('POST', `/flows/${box}/publish`);
  await make('/numbers', { number: '6009', label: 'Box', flow: box });
  await admin.send('PUT', '/conversation-rule', { days: 30 });
  const { items: dispositions } = await admin.get('/dispositions');
  await admin.send('PUT', '/dispositions', { queue, version: 0, items: dispositions });

  /** Somebody leaves a message, and a matter is made of it. */
  const left = async (): Promise<Record<Left, string>> => {
    const server = `127.0.0.1:${tandem.sipPort}`;
    const from = `+86138002${name === 'north' ? 1 : 2}0000`;
    const caller = await startCaller({
      to: '6009',
      server,
      localIp: address,
      from,
      steps: [{ talk: tones.caller }, { wait: 2_500 }, { hangUp: true }],
    });
    await caller.done();
    await caller.stop();
    const message = await eventually('the message', async () => (await admin.get('/voicemails')).items[0] ?? null);
    const { conversation } = await admin.get(`/interactions/${message.interaction}`);
    const customer = message.customer.id;
    const matter = await make('/matters', { customer, title: 'A lamp', kind: 'order', interaction: message.interaction });
    const again = await startCaller({ to: '6008', server, localIp: address, from, steps: [{ wait: 2_500 }, { hangUp: true }] });
    await again.done();
    await again.stop();
    await eventually('the digital worker to have had him', async () =>
      (await admin.get('/digital-workers')).items[0].today.handedOver === 1 ? true : null,
    );
    return { voicemail: message.id, message: message.interaction, conversation: conversation.id, customer, matter };
  };

  const ids = {
    site: sites[0].id,
    red,
    blue,
    skill,
    queue,
    flow,
    number,
    trunk,
    role,
    key,
    hours,
    prompt,
    userImport,
    threshold,
    alarm,
    wallboard,
    lane,
    worker,
    chatSite: chat.id,
    act,
    dutyPlan,
    whatIf,
    ...(await left()),
  };
  await admin.send('POST', `/lanes/${lane}/close`, {});
  let calls = 0;
  const callers: Caller[] = [];
  const declare = (who: Member, onQueue: boolean) =>
    who.api.send('PUT', `/agents/${who.agent}/presence`, { presence: 'available', onQueue });

  return {
    name,
    tenant,
    administrator: admin,
    supervisor: await again('supervisor'),
    agent,
    colleague,
    ids,
    again,
    async call(who) {
      for (const each of [agent, colleague]) await declare(each, each === who);
      const before = new Set((await admin.get('/calls')).items.map((each: { id: string }) => each.id));
      const caller = await startCaller({
        to: '6001',
        server: `127.0.0.1:${tandem.sipPort}`,
        localIp: address,
        from: `+86138001${name === 'north' ? 1 : 2}${String(++calls).padStart(4, '0')}`,
        steps: [{ talk: tones.caller }, { expectBye: true }],
      });
      callers.push(caller);
      const found = await eventually(
        `a call to ${name}`,
        async () =>
          (await admin.get('/calls')).items.find(
            (each: any) => !before.has(each.id) && each.answered && (who === null || (each.agent === who.agent && each.stage === 'agent')),
          ),
        20_000,
      );
      const { customer, recordings } = await eventually('the call to be listed', async () => {
        const detail = await admin.get(`/interactions/${found.interaction}`);
        return who === null || detail.recordings.length === 1 ? detail : null;
      });
      return { call: found.id, interaction: found.interaction, customer: customer.id, recording: recordings[0]?.id ?? null, caller };
    },
    async finish({ call, interaction, recording, caller }, who) {
      await admin.send('POST', `/calls/${call}/hang-up`);
      await caller.done();
      const wanted = who === null ? 'closed' : 'wrap-up';
      await eventually(`${interaction} to be over`, async () =>
        (await admin.get(`/interactions/${interaction}`)).state === wanted ? true : null,
      );
      if (recording !== null)
        await eventually('the recording to be sealed', async () =>
          (await admin.get(`/recordings/${recording}`)).state === 'sealed' ? true : null,
        );
      if (recording !== null)
        for (const atMs of [0, 100]) await admin.send('POST', `/recordings/${recording}/marks`, { atMs, text: 'north or south' });
      if (who !== null)
        await who.api.send('PUT', `/interactions/${interaction}/wrap-up`, {
          disposition: 'answered',
          resolved: true,
          notes: 'north or south',
        });
    },
    async stop() {
      for (const caller of callers) await caller.stop();
      await agent.phone.stop();
      await colleague.phone.stop();
    },
  };
}
