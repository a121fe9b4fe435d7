// Signing in and what follows: tokens, expiry, revocation, throttling, and users that change under their sessions.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { createPasswords } from './shell/passwords.ts';
import { emailOf, LIMITS, PASSWORD, setUp, type Setup } from './test/setup.ts';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());

const signIn = (email: string, password = PASSWORD) => s.call('POST', '/sessions', { body: { email, password } });
const me = (token: string) => s.call('GET', '/me', { token });

describe('signing in', () => {
  it('gives a token, a cookie and the user with his permissions', async () => {
    const answer = await signIn(' Agent@One.test ');
    expect(answer.status).toBe(201);
    expect(answer.json.token).toMatch(/^[\w-]{43}$/);
    expect(answer.headers.get('set-cookie')).toContain(
      `tandem_session=${answer.json.token}; Path=/; Max-Age=3600; HttpOnly`.replace('3600', '86400'),
    );
    expect(answer.json.user).toMatchObject({
      tenant: s.tenants[0],
      tenantName: 'Tenant one',
      role: 'agent',
      agent: expect.stringMatching(/^agt_/),
    });
    expect(answer.json.user.permissions).toContainEqual({ action: 'interactions:read', scope: 'own' });
    expect((await me(answer.json.token)).json).toEqual(answer.json.user);
    const other = await s.call('GET', '/sessions/current', { headers: { cookie: `tandem_session=${answer.json.token}` } });
    expect(other.json.id).toBe(answer.json.user.id);
  });

  it('keeps no token and no password', async () => {
    const { json } = await signIn(emailOf('agent'));
    const dump = await s.data.db.system(async (tx) => {
      const tables = ['identity_session', 'identity_user', 'identity_audit', 'event_log', 'event_pending'];
      const rows = await Promise.all(tables.map((table) => sql<any>`select * from ${sql.table(table)}`.execute(tx.tables<unknown>())));
      return JSON.stringify(rows.map((each) => each.rows));
    });
    expect(dump).not.toContain(json.token);
    expect(dump).not.toContain(PASSWORD);
    expect(dump).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('tells which agents are there, in one tenant: while a session of theirs lives', async () => {
    const add = async (name: string) => {
      const email = `${name}@one.test`;
      const user = await s.identity.createUser(s.tenants[0], { email, name, role: 'agent', password: PASSWORD });
      return { email, user: user.id, agent: user.agent! };
    };
    const people = await Promise.all(['stays', 'leaves', 'idles', 'goes', 'never'].map(add));
    const [stays, leaves, idles, goes, never] = people as [
      (typeof people)[0],
      (typeof people)[0],
      (typeof people)[0],
      (typeof people)[0],
      (typeof people)[0],
    ];
    const there = async () =>
      (await s.identity.agentsWithLiveSession(s.tenants[0])).filter((agent) => people.some((each) => each.agent === agent)).toSorted();
    const tokenOf = async ({ email }: { email: string }) => (await signIn(email)).json.token as string;
    const [first, second, , last] = [await tokenOf(stays), await tokenOf(leaves), await tokenOf(idles), await tokenOf(goes)];
    await tokenOf(stays);
    expect(await there()).toEqual([stays, leaves, idles, goes].map((each) => each.agent).toSorted());
    expect(await s.identity.agentsWithLiveSession(s.tenants[1])).not.toContain(stays.agent);

    // One of two sessions, the only one, and that of somebody who is put out.
    for (const token of [first, second]) await s.call('DELETE', '/sessions/current', { token });
    await s.identity.changeUser(s.tenants[0], goes.user, { active: false }, { kind: 'system', part: 'test' });
    expect(await there()).toEqual([stays, idles].map((each) => each.agent).toSorted());
    expect((await me(last)).status).toBe(401);

    const fresh = await tokenOf(never);
    s.clock.forward(LIMITS.idleMs - 1_000);
    expect((await me(fresh)).status).toBe(200);
    s.clock.forward(1_000);
    expect(await there()).toEqual([never.agent]);
    s.clock.forward(LIMITS.absoluteMs);
    expect(await there()).toEqual([]);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const [wrong, unknown] = [await signIn(emailOf('supervisor'), 'wrong-password'), await signIn('nobody@one.test')];
    expect(wrong.status).toBe(401);
    expect(unknown.json).toEqual(wrong.json);
  });

  it('looks as long for a user that does not exist', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hash(PASSWORD);
    // The quickest of several, as a busy machine only ever adds. Without a hash to compare it would take no time at all.
    const quickest = async (hash: string | null) => {
      const times: number[] = [];
      for (let i = 0; i < 6; i++) {
        const at = performance.now();
        expect(await passwords.verify('wrong-password', hash)).toBe(false);
        times.push(performance.now() - at);
      }
      return Math.min(...times);
    };
    expect(await quickest(null)).toBeGreaterThan((await quickest(stored)) / 2);
    expect(await passwords.verify(PASSWORD, stored)).toBe(true);
  });

  it('slows guessing down, also of unknown addresses and all at once, and leaves others alone', async () => {
    for (const email of [emailOf('agent', 'two'), 'nobody3@one.test']) {
      const answers = await Promise.all(Array.from({ length: 9 }, () => signIn(email, 'wrong-password')));
      expect(answers.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429]);
      const refused = await signIn(email);
      expect(refused.json.code).toBe('auth.throttled');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    }
    expect((await signIn(emailOf('supervisor', 'two'))).status).toBe(201);
    s.clock.forward(15 * 60_000 + 1);
    expect((await signIn(emailOf('agent', 'two'))).status).toBe(201);
  });
});

it('many good sign-ins of one user at once are no failures', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(emailOf('agent'))));
  expect(answers.map((each) => each.status)).toEqual(answers.map(() => 201));
});

describe('an attacker', () => {
  const from = (email: string, ip: string, password: string) => s.identity.signIn(email, password, ip);
  it('from many addresses is stopped, but does not lock the owner out of where he works', async () => {
    const email = emailOf('supervisor', 'two');
    await from(email, '10.1.1.1', PASSWORD);
    for (let i = 0; i < 20; i++) await expect(from(email, `10.9.9.${i}`, 'wrong-password')).rejects.toMatchObject({ code: 'auth.failed' });
    await expect(from(email, '10.9.9.200', PASSWORD)).rejects.toMatchObject({ code: 'auth.throttled' });
    expect((await from(email, '10.1.1.1', PASSWORD)).user.email).toBe(email);
  });
  it('leaves a trail', async () => {
    const { items } = await s.identity.audit(s.tenants[1], { action: 'session.create', limit: 200 });
    expect(items.filter((entry) => entry.outcome === 'failed' && entry.ip.startsWith('10.9.9.'))).toHaveLength(20);
  });
});

describe('sessions', () => {
  it('end when signed out, in time, and when idle', async () => {
    const { token } = (await signIn(emailOf('agent'))).json;
    expect((await s.call('DELETE', '/sessions/current', { token })).status).toBe(204);
    expect((await me(token)).json.code).toBe('auth.required');

    const idle = (await signIn(emailOf('agent'))).json.token;
    s.clock.forward(LIMITS.idleMs - 1_000);
    expect((await me(idle)).status).toBe(200);
    s.clock.forward(LIMITS.idleMs - 1_000);
    expect((await me(idle)).status).toBe(200);
    s.clock.forward(LIMITS.idleMs + 1_000);
    expect((await me(idle)).status).toBe(401);

    const busy = (await signIn(emailOf('agent'))).json.token;
    for (let passed = 0; passed < LIMITS.absoluteMs - LIMITS.idleMs; passed += LIMITS.idleMs / 2) {
      s.clock.forward(LIMITS.idleMs / 2);
      expect((await me(busy)).status).toBe(200);
    }
    s.clock.forward(LIMITS.idleMs);
    expect((await me(busy)).status).toBe(401);
  });
});

describe('old sessions', () => {
  it('are removed when nobody needs them, and only then', async () => {
    const { token } = (await signIn(emailOf('agent'))).json;
    expect(await s.identity.tidySessions()).toBe(0);
    expect((await me(token)).status).toBe(200);
    s.clock.forward(31 * 86_400_000 + LIMITS.absoluteMs);
    expect(await s.identity.tidySessions()).toBeGreaterThan(5);
    expect(await s.identity.tidySessions()).toBe(0);
  });
});

describe('users', () => {
  let admin = '';
  beforeAll(async () => {
    admin = (await signIn(emailOf('administrator'))).json.token;
  });

  it('are made once, with an agent where they take work', async () => {
    const body = { email: 'New@one.test', name: 'New', role: 'agent', password: 'a good password' };
    const made = await s.call('POST', '/users', { token: admin, body });
    expect(made.json).toMatchObject({ email: 'new@one.test', active: true, agent: expect.stringMatching(/^agt_/), team: null });
    expect((await s.call('POST', '/users', { token: admin, body })).json.code).toBe('user.email-taken');
    expect(
      (await s.call('POST', '/users', { token: admin, body: { ...body, email: 'x@one.test', password: 'password123' } })).json.code,
    ).toBe('user.password-weak');
    expect(await s.identity.agentName(s.tenants[0], made.json.agent)).toBe('New');
    const again = await s.identity.createUser(s.tenants[0], { ...body, role: 'agent' });
    expect(again).toMatchObject({ id: made.json.id, created: false });
    const event = (await s.data.db.tenant(s.tenants[0], (tx) => s.data.log.readStream(tx, made.json.id)))[0]!;
    expect(event.data).toMatchObject({ kind: 'user', value: { role: 'agent', agent: made.json.agent } });
    expect(JSON.stringify(event)).not.toContain('new@one.test');
  });

  it('are made once by a request that is sent twice, or many times at once', async () => {
    const body = { email: 'twice@one.test', name: 'Twice', role: 'agent', password: 'a good password' };
    const headers = { 'idempotency-key': 'key-1' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => s.call('POST', '/users', { token: admin, body, headers })));
    expect(answers.filter((each) => each.status === 201).length).toBeGreaterThanOrEqual(1);
    expect(answers.filter((each) => each.status === 201 && each.headers.get('idempotency-replayed') === null)).toHaveLength(1);
    for (const each of answers.filter((one) => one.status !== 201)) expect(each.json.code).toBe('idempotency.in-progress');
    const again = await s.call('POST', '/users', { token: admin, body, headers });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.json.email).toBe('twice@one.test');
    const other = await s.call('POST', '/users', { token: admin, body: { ...body, name: 'Other' }, headers });
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency.key-reused' });
  });

  it('lose their sessions with their rights', async () => {
    const user = (await s.call('GET', '/users?role=supervisor', { token: admin })).json.items[0];
    const revoked: string[] = [];
    const stop = s.identity.authenticator.onRevoked((session) => revoked.push(session));
    for (const change of [{ role: 'agent' }, { password: 'another password' }, { active: false }]) {
      await s.call('PATCH', `/users/${user.id}`, { token: admin, body: { active: true, password: PASSWORD } });
      const { token } = (await signIn(user.email)).json;
      expect((await me(token)).status).toBe(200);
      expect((await s.call('PATCH', `/users/${user.id}`, { token: admin, body: change })).status).toBe(200);
      expect((await me(token)).status).toBe(401);
    }
    expect(revoked.length).toBeGreaterThanOrEqual(3);
    expect((await signIn(user.email)).status).toBe(401);
    stop();
  });

  it('keep a last administrator', async () => {
    const id = (await me(admin)).json.id;
    for (const body of [{ role: 'agent' }, { active: false }]) {
      expect((await s.call('PATCH', `/users/${id}`, { token: admin, body })).json.code).toBe('user.last-administrator');
    }
  });

  it('change their own password, which ends their other sessions', async () => {
    const [one, two] = [(await signIn(emailOf('agent'))).json.token, (await signIn(emailOf('agent'))).json.token];
    expect((await s.call('PUT', '/me/password', { token: one, body: { present: 'wrong', next: 'a fresh password' } })).json.code).toBe(
      'auth.wrong-password',
    );
    expect((await s.call('PUT', '/me/password', { token: one, body: { present: PASSWORD, next: 'a fresh password' } })).status).toBe(204);
    expect((await me(one)).status).toBe(200);
    expect((await me(two)).status).toBe(401);
    expect((await signIn(emailOf('agent'), 'a fresh password')).status).toBe(201);
  });

  it('are provisioned once however often the start runs', async () => {
    const again = await s.identity.createTenant({ key: 'one', name: 'Other name', zone: 'UTC', country: 'GB', language: 'en' });
    expect(again).toBe(s.tenants[0]);
    const [site] = await s.identity.sites(again);
    expect(await s.identity.createSite(again, { name: 'Main', zone: 'Asia/Shanghai' })).toBe(site!.id);
    const many = await Promise.all(Array.from({ length: 4 }, () => s.identity.createTeam(again, { site: site!.id, name: 'Once' })));
    expect(new Set(many).size).toBe(1);
    await expect(s.identity.createSite(again, { name: 'Nowhere', zone: 'Mars/Base' })).rejects.toThrow('request.invalid');
  });
});
