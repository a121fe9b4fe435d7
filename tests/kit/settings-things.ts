// One thing of each kind that administrators set up, made over the API, with the ways to read, change and remove it.
import { digitalWorker } from './digital-worker.ts';
import { emergency } from './emergency.ts';
import type { Api } from './tandem.ts';

type State = Record<string, unknown>;

export const listed = async (admin: Api, path: string, id: string): Promise<any> =>
  (await admin.get(`${path}?limit=200`)).items.find((each: { id: string }) => each.id === id);
export const named = async (admin: Api, path: string, key: string): Promise<any> =>
  (await admin.get(path)).items.find((each: any) => each.key === key || each.name === key);
const pick = (item: State | undefined, fields: readonly string[]) => item && Object.fromEntries(fields.map((name) => [name, item[name]]));

export type Thing = { id: string; read: () => Promise<unknown>; change: () => Promise<unknown>; remove?: () => Promise<unknown> };

/** Made with POST, changed with PATCH, removed with DELETE where that can be. */
async function made(admin: Api, path: string, body: State, patch: State, { removable = true, also = [] as string[] } = {}): Promise<Thing> {
  const answer = await admin.send('POST', path, body);
  const { id } = answer.device ?? answer;
  const fields = [...new Set([...Object.keys(patch), ...also])];
  return {
    id,
    read: async () => pick(await listed(admin, path, id), fields),
    change: () => admin.send('PATCH', `${path}/${id}`, patch),
    ...(removable ? { remove: () => admin.send('DELETE', `${path}/${id}`) } : {}),
  };
}
/** There is one of it; set with PUT or PATCH. */
const single = (admin: Api, id: string, path: string, method: 'PUT' | 'PATCH', value: State, fields = Object.keys(value)): Thing => ({
  id,
  read: async () => pick(await admin.get(path), fields),
  change: () => admin.send(method, path, value),
});

export const text = (word: string) => ({ en: word, 'zh-CN': word });
export const THINGS = {
  async queue(admin: Api) {
    const agent = (await admin.get('/agents?limit=1')).items[0].id;
    return made(
      admin,
      '/queues',
      { key: 'h', name: text('H'), members: [agent] },
      { members: [], priority: 7, serviceLevel: { thresholdMs: 5_000, target: 0.5 } },
    );
  },
  skill: (admin: Api) => made(admin, '/skills', { key: 'h', name: text('H') }, { name: text('I') }),
  number: (admin: Api) => made(admin, '/numbers', { number: '4555', flow: null }, { label: 'A label' }, { also: ['display'] }),
  trunk: (admin: Api) =>
    made(
      admin,
      '/trunks',
      { name: 'h', addresses: ['127.0.0.9'], host: 'h.test', port: 5060, country: 'CN', rules: [] },
      { host: 'i.test', rules: [{ direction: 'in', prefix: '0', replace: '+86' }] },
      { also: ['name', 'addresses'] },
    ),
  hours: (admin: Api) =>
    made(
      admin,
      '/hours',
      { key: 'h', name: text('H'), zone: 'UTC', week: [], special: [] },
      { week: [{ days: [1, 2], from: '09:00', to: '18:00' }] },
      { also: ['key'] },
    ),
  team: (admin: Api) => made(admin, '/teams', { name: 'H' }, { name: 'I' }, { also: ['site', 'parent'] }),
  site: (admin: Api) => made(admin, '/sites', { name: 'H', zone: 'UTC' }, { zone: 'Asia/Shanghai' }, { removable: false }),
  role: (admin: Api) =>
    made(
      admin,
      '/roles',
      { name: text('H'), permissions: [] },
      { permissions: [{ action: 'queues:read', scope: 'tenant' }], like: 'supervisor' },
    ),
  async user(admin: Api) {
    const thing = await made(
      admin,
      '/users',
      { email: 'h@demo.test', name: 'Hanna', role: 'agent', password: 'a good secret' },
      { name: 'Hannah', role: 'supervisor', takesWork: false, language: 'zh-CN' },
      { removable: false },
    );
    return { ...thing, read: async () => pick(await listed(admin, '/users', thing.id), ['name', 'roleId', 'language', 'email', 'team']) };
  },
  async device(admin: Api) {
    const agent = (await admin.get('/agents?limit=1')).items[0].id;
    return made(admin, '/devices', { username: 'h', agent: null }, { agent }, { also: ['username'] });
  },
  threshold: (admin: Api) =>
    made(
      admin,
      '/thresholds',
      { measure: 'waiting', queue: null, comparison: 'at-least', warn: 5, alarm: null },
      { warn: 6, alarm: 9 },
      { also: ['measure'] },
    ),
  lane: (admin: Api) => made(admin, '/lanes', { ...emergency(), tag: 'h' }, { tag: 'hh', priority: 5 }, { also: ['name'] }),
  async 'digital-worker'(admin: Api) {
    const flow = (await admin.get('/flows')).items.find((each: { key: string }) => each.key === 'order-desk').id;
    return made(admin, '/digital-workers', digitalWorker(flow), { capacity: { voice: 3 }, on: false }, { also: ['name', 'cost'] });
  },
  async 'chat-site'(admin: Api) {
    const queue = (await admin.get('/queues?limit=1')).items[0].id;
    const wish = { name: text('H'), greeting: text('Hello'), colour: '#1355ff', queue, origins: ['https://h.example'] };
    return made(admin, '/chat-sites', wish, { colour: '#aa0000', closeAfterMinutes: 5 }, { also: ['name'] });
  },
  async wallboard(admin: Api) {
    const tile = { measure: 'waiting', queue: null, width: 1, height: 1 };
    const { id } = await admin.send('POST', '/wallboards', { name: 'Room', shared: true, tiles: [tile] });
    return {
      id,
      read: async () => pick(await listed(admin, '/wallboards', id), ['name', 'tiles', 'shared']),
      change: () => admin.send('PUT', `/wallboards/${id}`, { name: 'Hall', shared: true, tiles: [], version: 1 }),
      remove: () => admin.send('DELETE', `/wallboards/${id}`),
    };
  },
  async prompt(admin: Api) {
    const { id } = await admin.send('POST', '/prompts', { key: 'h', kind: 'speech', name: text('H') });
    const speak = (words: string) => admin.send('POST', `/prompts/${id}/recordings/en/speech`, { text: words });
    await speak('One.');
    return {
      id,
      async read() {
        const prompt = await admin.get(`/prompts/${id}`);
        return [prompt.name, prompt.recordings[0].versions.find((each: any) => each.current).text];
      },
      change: () => speak('Two.'),
    };
  },
  async 'agent-skills'(admin: Api) {
    const [agent, skill] = [(await admin.get('/agent-skills')).items[0].agent, (await named(admin, '/skills', 'billing')).id];
    return single(admin, agent, `/agents/${agent}/skills`, 'PUT', { skills: [{ skill, level: 77 }] });
  },
  async dispositions(admin: Api) {
    const { items, version } = await admin.get('/dispositions');
    return {
      id: admin.user.tenant,
      read: async () => pick(await admin.get('/dispositions'), ['items']),
      change: () =>
        admin.send('PUT', '/dispositions', {
          queue: null,
          version,
          items: items.slice(0, 1).map((each: State) => ({ ...each, parent: null })),
        }),
    };
  },
  tenant: async (admin: Api) => single(admin, admin.user.tenant, '/company', 'PATCH', { name: 'Another name', zone: 'Europe/Paris' }),
  retention: async (admin: Api) =>
    single(admin, admin.user.tenant, '/retention', 'PUT', { logDays: 400, recordingDays: 30, personalDays: null, auditDays: 365 }),
  'conversation-rule': async (admin: Api) => single(admin, admin.user.tenant, '/conversation-rule', 'PUT', { days: 9 }),
};
