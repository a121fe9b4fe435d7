// The second factor from secret to loss: set up, asked for, each code once, recovery, throttled, taken away, and demanded by the tenant.
import { generate } from 'otplib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emailOf, PASSWORD, setUp, type Answer, type Setup } from './test/setup.ts';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());

const codeOf = (secret: string, aheadMs = 0): Promise<string> => generate({ secret, epoch: Math.floor((s.clock.now() + aheadMs) / 1000) });
const signIn = (email: string, code?: string, password = PASSWORD): Promise<Answer> =>
  s.call('POST', '/sessions', { body: { email, password, ...(code === undefined ? {} : { code }) } });
const NEXT = 31_000;
/** The clock leaps here, which idle sessions do not outlive. */
const fresh = async (email: string): Promise<string> => (await signIn(email)).json.token;

async function person(name: string, role = 'agent'): Promise<{ email: string; id: string; token: string }> {
  const admin = await fresh(emailOf('administrator'));
  const email = `${name}@one.test`;
  const made = await s.call('POST', '/users', { token: admin, body: { email, name, role, password: PASSWORD } });
  if (made.status !== 201) throw new Error(JSON.stringify(made.json));
  return { email, id: made.json.id, token: (await signIn(email)).json.token };
}

async function enrol(token: string): Promise<{ secret: string; codes: string[] }> {
  const begun = await s.call('POST', '/me/second-factor', { token, body: { password: PASSWORD } });
  expect(begun.status).toBe(201);
  const { secret } = begun.json;
  const confirmed = await s.call('POST', '/me/second-factor/confirm', { token, body: { code: await codeOf(secret) } });
  expect(confirmed.status).toBe(200);
  s.clock.forward(NEXT);
  return { secret, codes: confirmed.json.recoveryCodes };
}

describe('setting up', () => {
  it('asks for the password, then for a first code, and shows ten recovery codes once', async () => {
    const { email, token } = await person('sets-up');
    const wrong = await s.call('POST', '/me/second-factor', { token, body: { password: 'not this one' } });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'auth.wrong-password']);
    const { status, json } = await s.call('POST', '/me/second-factor', { token, body: { password: PASSWORD } });
    expect(status).toBe(201);
    expect(json.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(json.uri).toBe(`otpauth://totp/Tandem:${encodeURIComponent(email)}?secret=${json.secret}&issuer=Tandem`);
    // Begun is not on: nobody is locked out by a code he never scanned.
    expect((await signIn(email)).status).toBe(201);
    const no = await s.call('POST', '/me/second-factor/confirm', { token, body: { code: '000000' } });
    expect([no.status, no.json.code]).toEqual([422, 'second-factor.wrong-code']);
    const yes = await s.call('POST', '/me/second-factor/confirm', { token, body: { code: await codeOf(json.secret) } });
    expect(new Set(yes.json.recoveryCodes).size).toBe(10);
    const state = await s.call('GET', '/me/second-factor', { token });
    expect(state.json).toMatchObject({ on: true, recoveryCodesLeft: 10, required: false });
    expect((await s.call('GET', '/me', { token })).json.secondFactor).toBe(true);
    const again = await s.call('POST', '/me/second-factor', { token, body: { password: PASSWORD } });
    expect([again.status, again.json.code]).toEqual([409, 'second-factor.already-on']);
    const dump = await s.data.db.system(async (tx) => {
      const rows = await sql`select * from identity_second_factor`.execute(tx.tables<unknown>());
      return JSON.stringify(rows.rows);
    });
    expect(dump).toContain('sealed:v1:');
    for (const secret of [
      json.secret,
      ...yes.json.recoveryCodes,
      ...yes.json.recoveryCodes.map((code: string) => code.replaceAll('-', '')),
    ])
      expect(dump).not.toContain(secret);
  });
});

describe('signing in', () => {
  it('needs the code, takes each once, and tells nobody without the password', async () => {
    const { email, token } = await person('signs-in');
    const { secret } = await enrol(token);
    const missing = await signIn(email);
    expect([missing.status, missing.json.code]).toEqual([401, 'auth.second-factor-required']);
    const guess = await signIn(email, undefined, 'not the password');
    expect([guess.status, guess.json.code]).toEqual([401, 'auth.failed']);
    const code = await codeOf(secret);
    const good = await signIn(email, code);
    expect(good.status).toBe(201);
    expect(good.json.user.secondFactor).toBe(true);
    const replay = await signIn(email, code);
    expect([replay.status, replay.json.code]).toEqual([401, 'auth.second-factor-failed']);
    // Nor the one before it, though a clock that runs behind would still show it.
    expect((await signIn(email, await codeOf(secret, -30_000))).json.code).toBe('auth.second-factor-failed');
    s.clock.forward(NEXT);
    const both = await codeOf(secret);
    const answers = await Promise.all([signIn(email, both), signIn(email, both)]);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 401]);
    s.clock.forward(NEXT);
    const spaced = await codeOf(secret);
    expect((await signIn(email, `${spaced.slice(0, 3)} ${spaced.slice(3)}`)).status).toBe(201);
  });

  it('takes a recovery code once', async () => {
    const { email, token } = await person('recovers');
    const { codes } = await enrol(token);
    expect((await signIn(email, codes[3]!.toUpperCase().replaceAll('-', ' '))).status).toBe(201);
    expect((await signIn(email, codes[3])).json.code).toBe('auth.second-factor-failed');
    expect((await s.call('GET', '/me/second-factor', { token })).json.recoveryCodesLeft).toBe(9);
    const both = await Promise.all([signIn(email, codes[4]), signIn(email, codes[4])]);
    expect(both.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 401]);
  });

  it('is throttled like a password, also for who has the password', async () => {
    const { email, token } = await person('guessed');
    const { secret } = await enrol(token);
    const wrong = async () => (await signIn(email, '000000')).json.code;
    for (let i = 0; i < 5; i++) {
      expect(await wrong()).toBe('auth.second-factor-failed');
      // Asking for the second step in between does not wash the failures off.
      if (i < 4) expect((await signIn(email)).json.code).toBe('auth.second-factor-required');
    }
    const held = await signIn(email, await codeOf(secret));
    expect([held.status, held.json.code]).toEqual([429, 'auth.throttled']);
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0);
    s.clock.forward(15 * 60_000);
    expect((await signIn(email, await codeOf(secret))).status).toBe(201);
  });
});

describe('ending', () => {
  it('needs password and code; new recovery codes put the old ones out', async () => {
    const { email, token: first } = await person('ends');
    const { secret, codes } = await enrol(first);
    const { token } = (await signIn(email, await codeOf(secret))).json;
    s.clock.forward(NEXT);
    const renewed = await s.call('POST', '/me/second-factor/recovery-codes', { token, body: { code: await codeOf(secret) } });
    expect(renewed.json.recoveryCodes).toHaveLength(10);
    expect((await signIn(email, codes[0])).json.code).toBe('auth.second-factor-failed');
    s.clock.forward(NEXT);
    const off = (password: string, code: string) => s.call('POST', '/me/second-factor/off', { token, body: { password, code } });
    expect((await off('not this one', await codeOf(secret))).json.code).toBe('auth.wrong-password');
    expect((await off(PASSWORD, '000000')).json.code).toBe('second-factor.wrong-code');
    expect((await off(PASSWORD, await codeOf(secret))).status).toBe(204);
    expect((await signIn(email)).status).toBe(201);
    expect((await off(PASSWORD, '123456')).json.code).toBe('second-factor.off');
  });

  it('by an administrator, for another, is on the trail and ends his sessions; nobody does it to who may more', async () => {
    const { email, token, id } = await person('lost-phone');
    await enrol(token);
    const admin = await fresh(emailOf('administrator'));
    const listed = (await s.call('GET', '/users?limit=200', { token: admin })).json.items;
    expect(listed.find((each: any) => each.id === id).secondFactor).toBe(true);
    expect((await s.call('DELETE', `/users/${id}/second-factor`, { token: await fresh(emailOf('supervisor')) })).status).toBe(403);
    expect((await s.call('DELETE', `/users/${id}/second-factor`, { token: await fresh(emailOf('administrator', 'two')) })).status).toBe(
      404,
    );
    expect((await s.call('DELETE', `/users/${id}/second-factor`, { token: admin })).status).toBe(204);
    expect((await s.call('GET', '/me', { token })).status).toBe(401);
    expect((await signIn(email)).status).toBe(201);
    const trail = (await s.call('GET', `/audit?action=user.reset-second-factor&object=${id}`, { token: admin })).json.items;
    expect(trail.map((entry: any) => entry.outcome)).toEqual(['done']);
  });
});

describe('a tenant that asks everyone', () => {
  it('lets who has none set it up at the next sign-in, before anything else', async () => {
    const admin = await fresh(emailOf('administrator', 'two'));
    const working = await fresh(emailOf('supervisor', 'two'));
    expect((await s.call('PUT', '/security-policy', { token: working, body: { secondFactorRequired: true } })).status).toBe(403);
    expect((await s.call('PUT', '/security-policy', { token: admin, body: { secondFactorRequired: true } })).json).toEqual({
      secondFactorRequired: true,
    });
    // Who works now works on; the other tenant is not concerned.
    expect((await s.call('GET', '/users', { token: working })).status).toBe(200);
    expect((await signIn(emailOf('agent'))).json.user.mustEnrol).toBe(false);

    const { json } = await signIn(emailOf('agent', 'two'));
    expect(json.user).toMatchObject({ mustEnrol: true, secondFactor: false, permissions: [] });
    const { token } = json;
    for (const [method, path] of [
      ['GET', '/teams'],
      ['GET', '/users'],
      ['PUT', '/me/password'],
      ['POST', '/me/second-factor/off'],
    ] as const) {
      const body = method === 'GET' ? {} : { body: { present: PASSWORD, next: 'another good secret' } };
      const answer = await s.call(method, path, { token, ...body });
      expect([answer.status, answer.json.code], path).toEqual([403, 'auth.enrolment-required']);
    }
    expect((await s.call('GET', '/me', { token })).json.mustEnrol).toBe(true);
    const begun = await s.call('POST', '/me/second-factor', { token, body: {} });
    expect(begun.status).toBe(201);
    expect((await s.call('POST', '/me/second-factor/confirm', { token, body: { code: await codeOf(begun.json.secret) } })).status).toBe(
      200,
    );
    expect((await s.call('GET', '/teams', { token })).status).toBe(200);
    expect((await s.call('GET', '/me', { token })).json).toMatchObject({ mustEnrol: false, secondFactor: true });
    s.clock.forward(NEXT);
    const proof = { password: PASSWORD, code: await codeOf(begun.json.secret) };
    expect((await s.call('POST', '/me/second-factor/off', { token, body: proof })).json.code).toBe('second-factor.required');
  });

  it('lets everybody in again when it stops asking', async () => {
    const late = (await signIn(emailOf('supervisor', 'two'))).json;
    expect(late.user.mustEnrol).toBe(true);
    const admin = (await signIn(emailOf('administrator', 'two'))).json;
    const begun = await s.call('POST', '/me/second-factor', { token: admin.token, body: {} });
    await s.call('POST', '/me/second-factor/confirm', { token: admin.token, body: { code: await codeOf(begun.json.secret) } });
    expect((await s.call('PUT', '/security-policy', { token: admin.token, body: { secondFactorRequired: false } })).status).toBe(200);
    expect((await s.call('GET', '/users', { token: late.token })).status).toBe(200);
  });
});
