// Access on a running server: made roles and API keys, what changes of them do to sessions and streams at once, and how fast one may ask.
import WebSocket from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../kit/event-stream.ts';
import { eventually } from '../kit/processes.ts';
import { word } from '../kit/requests.ts';
import { patiently, signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

const PASSWORD = 'correct horse battery';
let tandem: Tandem;
let admin: Api;

beforeAll(async () => {
  tandem = await startTandem();
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  await tandem?.stop();
});

type Permission = { action: string; scope: string };
const all = (...actions: string[]): Permission[] => actions.map((action) => ({ action, scope: 'tenant' }));
const text = (words: string) => ({ en: words, 'zh-CN': words });
const makeRole = (permissions: Permission[], by: Api = admin) =>
  by.send('POST', '/roles', { name: text('Made'), like: 'supervisor', permissions });

async function person(role: string, by: Api = admin): Promise<{ id: string; email: string; api: Api }> {
  const email = `${word()}@demo.test`;
  const { id } = await by.send('POST', '/users', { email, name: 'Someone', role, password: PASSWORD });
  return { id, email, api: await signIn(tandem.baseUrl, email, PASSWORD) };
}

async function refused(api: Pick<Api, 'raw'>, method: string, path: string, body?: unknown): Promise<string> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await patiently(() => api.raw(path, init));
  const { code } = answer.status < 400 ? { code: 'none' } : ((await answer.json()) as { code: string });
  return `${answer.status} ${code}`;
}

/** The API as a program with a key uses it. */
function withKey(secret: string): Api {
  const raw = (path: string, init: RequestInit = {}) =>
    fetch(`${tandem.baseUrl}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${secret}`, ...(init.headers as object) } });
  const get = async (path: string) => {
    const answer = await raw(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return { ...admin, token: secret, raw, get: get as Api['get'] };
}
const makeKey = async (
  permissions: Permission[],
  more: object = {},
  by: Api = admin,
): Promise<{ id: string; api: Api; secret: string }> => {
  const { key, secret } = await by.send('POST', '/api-keys', { name: word(), permissions, ...more });
  return { id: key.id, secret, api: withKey(secret) };
};

describe('a made role', () => {
  it('is what its permissions say, and a change acts at once on live sessions and streams', async () => {
    const role = await makeRole(all('queues:read', 'events:read', 'users:read'));
    const { id, api } = await person(role.id);
    expect(await api.get('/me')).toMatchObject({ role: 'supervisor', roleId: role.id, roleName: text('Made') });
    expect((await api.raw('/users')).status).toBe(200);
    expect(await refused(api, 'GET', '/interactions')).toBe('403 access.denied');
    const ear = await listen(tandem.baseUrl, api);
    const makeSkill = () => admin.send('POST', '/skills', { key: word(), name: text('Skill') });
    const seen = await makeSkill();
    await eventually('the skill', () => ear.frames.find((frame) => frame.stream === seen.id));

    // Without `queues:read` in between two skills: the session stays, the second is never shown.
    await admin.send('PATCH', `/roles/${role.id}`, { permissions: all('events:read', 'users:read', 'audit:read') });
    expect(await refused(api, 'GET', '/queues')).toBe('403 access.denied');
    expect((await api.raw('/audit')).status).toBe(200);
    const hidden = await makeSkill();
    const { id: team } = await admin.send('POST', '/teams', { name: word() });
    await eventually('the team', () => ear.frames.find((frame) => frame.stream === team));
    expect(ear.frames.filter((frame) => frame.stream === hidden.id)).toEqual([]);

    // Without `events:read` the stream ends by itself, without waiting for an event or a beat.
    const closed = closeOf(api.token);
    await closed.open;
    await admin.send('PATCH', `/roles/${role.id}`, { permissions: all('users:read') });
    expect(await closed.code).toBe(4401);
    ear.close();

    expect(await refused(admin, 'DELETE', `/roles/${role.id}`)).toBe('409 role.in-use');
    await admin.send('PATCH', `/users/${id}`, { role: 'agent' });
    await admin.send('DELETE', `/roles/${role.id}`);
    expect(await refused(admin, 'PATCH', `/roles/${role.id}`, { like: 'agent' })).toBe('404 role.not-found');
  });

  it('gives nobody more than who made it holds', async () => {
    const manager = await makeRole(all('users:read', 'users:write', 'roles:read', 'roles:write', 'queues:read'));
    const { api, id } = await person(manager.id);
    expect(await refused(api, 'POST', '/roles', { name: text('More'), permissions: all('audit:read') })).toBe('403 permission.beyond-own');
    const less = await makeRole(all('queues:read'), api);
    await api.send('POST', '/users', { email: `${word()}@demo.test`, name: 'Below', role: less.id, password: PASSWORD });
    for (const role of ['agent', 'supervisor', 'administrator'])
      expect(await refused(api, 'POST', '/users', { email: `${word()}@demo.test`, name: 'X', role, password: PASSWORD })).toBe(
        '403 permission.beyond-own',
      );
    expect(await refused(api, 'PATCH', `/users/${id}`, { role: 'administrator' })).toBe('403 permission.beyond-own');
    // A password set for somebody who may more would be a way into his account; so would his lost second factor.
    const { id: boss } = (await admin.get('/users?role=administrator')).items[0];
    expect(await refused(api, 'PATCH', `/users/${boss}`, { password: 'another good secret' })).toBe('403 user.beyond-own');
    expect(await refused(api, 'DELETE', `/users/${boss}/second-factor`)).toBe('403 user.beyond-own');
    // Nor is a role rewritten by who holds less than it.
    const higher = await makeRole(all('audit:read'));
    expect(await refused(api, 'PATCH', `/roles/${higher.id}`, { permissions: all('queues:read') })).toBe('403 permission.beyond-own');
    expect(await refused(admin, 'PATCH', '/roles/agent', { like: 'supervisor' })).toBe('409 role.built-in');
    expect(await refused(admin, 'DELETE', '/roles/administrator')).toBe('409 role.built-in');
    expect(await refused(admin, 'POST', '/roles', { name: text('X'), permissions: [{ action: 'users:write', scope: 'team' }] })).toBe(
      '422 permission.scope-not-offered',
    );
  });
});

/** Opens a stream and tells with which code the server closed it. */
function closeOf(token: string): { open: Promise<void>; code: Promise<number> } {
  const socket = new WebSocket(`${tandem.baseUrl.replace('http', 'ws')}/api/v1/stream`, { headers: { authorization: `Bearer ${token}` } });
  return {
    open: new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    }),
    code: new Promise((resolve) => socket.once('close', resolve)),
  };
}

describe('an API key', () => {
  it('may what it was given and no more, and stands by itself in trail and events', async () => {
    const { id, api, secret } = await makeKey(all('queues:read', 'queues:write', 'events:read'));
    expect(secret).toMatch(/^tdk_[\w-]{43}$/);
    expect((await api.raw('/queues')).status).toBe(200);
    expect(await refused(api, 'GET', '/users')).toBe('403 access.denied');
    for (const [method, path] of [
      ['PUT', '/me/password'],
      ['POST', '/me/second-factor'],
      ['DELETE', '/sessions/current'],
    ] as const)
      expect(await refused(api, method, path, {})).toBe('403 access.person-only');
    expect((await api.get('/me')).permissions).toEqual(all('queues:read', 'queues:write', 'events:read'));
    const key = word();
    const made = await api.raw('/skills', {
      method: 'POST',
      body: JSON.stringify({ key, name: text('By key') }),
      headers: { 'content-type': 'application/json' },
    });
    expect(made.status).toBe(201);
    const { items } = await admin.get('/audit?action=skill.create&limit=1');
    expect(items[0]).toMatchObject({ user: { id: admin.user.id }, key: { id } });
    const listed = (await admin.get('/api-keys')).items.find((each: { id: string }) => each.id === id);
    expect(listed).toMatchObject({ start: secret.slice(0, 12), revokedAt: null, lastUsedAt: expect.any(Number) });
    expect(JSON.stringify(listed)).not.toContain(secret);
  });

  it('shrinks with its maker, and dies with his account', async () => {
    const role = await makeRole(all('queues:read', 'agents:read', 'api-keys:read', 'api-keys:write'));
    const maker = await person(role.id);
    expect(await refused(maker.api, 'POST', '/api-keys', { name: 'X', permissions: all('users:read') })).toBe('403 permission.beyond-own');
    const { api } = await makeKey(all('queues:read', 'agents:read'), {}, maker.api);
    expect((await api.raw('/queues')).status).toBe(200);
    await admin.send('PATCH', `/roles/${role.id}`, { permissions: all('agents:read') });
    expect(await refused(api, 'GET', '/queues')).toBe('403 access.denied');
    expect((await api.raw('/teams')).status).toBe(200);
    await admin.send('PATCH', `/users/${maker.id}`, { active: false });
    expect(await refused(api, 'GET', '/teams')).toBe('401 auth.required');
  });

  it('does not make its maker be at work', async () => {
    const role = await makeRole(all('presence:read', 'api-keys:write', 'agents:read'));
    const maker = await person(role.id);
    await admin.send('PATCH', `/users/${maker.id}`, { takesWork: true });
    const { api } = await makeKey(all('presence:read'), {}, maker.api);
    const { agent } = await maker.api.get('/me');
    await maker.api.send('DELETE', '/sessions/current');
    const isIn = async () => (await admin.get(`/agents/${agent}`)).presence.signedIn;
    await eventually('him to be gone', async () => ((await isIn()) ? null : true));
    expect((await api.raw('/agents')).status).toBe(200);
    expect(await isIn()).toBe(false);
  });

  it('is cut off when it is revoked or its time is over, its stream too', async () => {
    const { id, api, secret } = await makeKey(all('queues:read', 'events:read'));
    const stream = closeOf(secret);
    await stream.open;
    await admin.send('DELETE', `/api-keys/${id}`);
    expect(await stream.code).toBe(4401);
    expect(await refused(api, 'GET', '/queues')).toBe('401 auth.required');
    const { items } = await admin.get('/audit?action=api-key.revoke&limit=1');
    expect(items[0]).toMatchObject({ object: id, outcome: 'done' });

    const short = await makeKey(all('queues:read', 'events:read'), { expiresAt: Date.now() + 4_000 });
    const ending = closeOf(short.secret);
    await ending.open;
    expect((await short.api.raw('/queues')).status).toBe(200);
    // Believed for two seconds at most, looked at by the stream every five.
    expect(await ending.code).toBe(4401);
    expect(await refused(short.api, 'GET', '/queues')).toBe('401 auth.required');
    expect(await refused(admin, 'POST', '/api-keys', { name: 'X', permissions: [], expiresAt: Date.now() - 1 })).toBe(
      '422 api-key.expired',
    );
  }, 30_000);
});

describe('how fast one may ask', () => {
  type Burst = { passed: number; refused: Response[]; policy: string | null; seconds: number };
  /** `n` requests as fast as they go. */
  async function burst(api: Api, n: number, path: string): Promise<Burst> {
    const from = performance.now();
    const answers = await Promise.all(Array.from({ length: n }, () => api.raw(path)));
    const seconds = (performance.now() - from) / 1000;
    return {
      passed: answers.filter((each) => each.status === 200).length,
      refused: answers.filter((each) => each.status === 429),
      policy: answers[0]!.headers.get('ratelimit-policy'),
      seconds,
    };
  }

  it.each([
    ['a session', 20, 'session', 120],
    ['an API key', 100, 'api-key', 400],
  ] as const)('%s: %i a second', async (_who, rate, policy, n) => {
    const api = policy === 'session' ? await signIn(tandem.baseUrl, 'supervisor@demo.test') : (await makeKey(all('queues:read'))).api;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const one = await burst(api, n, '/me');
    // A full bucket at once, and what flowed in meanwhile.
    expect(one.passed).toBeGreaterThanOrEqual(Math.min(rate, n));
    expect(one.passed).toBeLessThanOrEqual(Math.ceil(rate * (1 + one.seconds)) + 1);
    expect(one.passed + one.refused.length).toBe(n);
    expect(one.policy).toBe(`"${policy}";q=${rate};w=1`);
    const [sample] = one.refused;
    expect(sample!.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await sample!.json()).toMatchObject({ type: '/docs/errors#rate.exceeded', status: 429, code: 'rate.exceeded' });
    const wait = Number(sample!.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(sample!.headers.get('ratelimit')).toMatch(new RegExp(`^"${policy}";r=0;t=\\d+$`));
    // After the wait that was told, one may ask again; another caller was never held up.
    expect((await admin.raw('/me')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    expect((await api.raw('/me')).status).toBe(200);
  });

  it('a key may be held to less than that, never to more', async () => {
    const slow = await makeKey(all('queues:read'), { perSecond: 5 });
    const one = await burst(slow.api, 30, '/me');
    expect(one.policy).toBe('"api-key";q=5;w=1');
    expect(one.passed).toBeLessThanOrEqual(Math.ceil(5 * (1 + one.seconds)) + 1);
    const eager = await makeKey(all('queues:read'), { perSecond: 5_000 });
    expect((await burst(eager.api, 1, '/me')).policy).toBe('"api-key";q=100;w=1');
  });
});
