// Every route of identity against every role, and one tenant against the other, through the real server.
import type { RoleName } from '@tandem/contract/permissions.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tx } from '../../platform/db/types.ts';
import { scopeOf } from './core/permissions.ts';
import { emailOf, setUp, type Setup } from './test/setup.ts';

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());

const ROLES: readonly RoleName[] = ['agent', 'supervisor', 'administrator'];
/** A body that gets past the guard and is then refused as invalid: the matrix changes nothing. */
const probe = (method: string) => (method === 'GET' || method === 'DELETE' ? {} : { body: { nothing: 'fits' } });

describe('roles', () => {
  it('lets each role do what its permissions say and nothing else', async () => {
    const seen: string[] = [];
    for (const route of s.server.http.routes) {
      if ('public' in route || route.path === '/sessions/current') continue;
      const path = route.path.replace(':id', 'usr_01900000-0000-7000-8000-000000000001');
      expect((await s.call(route.method, path, probe(route.method))).status, `nobody ${route.method} ${path}`).toBe(401);
      for (const role of ROLES) {
        const { status } = await s.call(route.method, path, { token: await s.token(emailOf(role)), ...probe(route.method) });
        const allowed = route.action === null || scopeOf(role, route.action) !== null;
        expect(status === 403, `${role} ${route.method} ${path}: ${status}`).toBe(!allowed);
        // 404: without a body to be wrong, it is the thing that is not there. 409: a session for a frame, where no page may hold one.
        if (allowed) expect([200, 400, 404, 409], `${role} ${route.method} ${path}`).toContain(status);
        seen.push(`${role} ${route.method} ${route.path}`);
      }
    }
    expect(seen).toContain('agent POST /users');
    expect(seen.length).toBeGreaterThanOrEqual(27);
  });
});

describe('tenants', () => {
  it('shows and changes nothing of another tenant', async () => {
    const token = await s.token(emailOf('administrator'));
    const mine = (await s.call('GET', '/users', { token })).json.items;
    expect(mine.map((user: any) => user.email)).toEqual(ROLES.map((role) => emailOf(role)));
    const theirs = (await s.call('GET', '/users', { token: await s.token(emailOf('administrator', 'two')) })).json.items;
    const [victim] = theirs;
    expect((await s.call('PATCH', `/users/${victim.id}`, { token, body: { name: 'Taken over' } })).json.code).toBe('user.not-found');
    const theirTeam = (await s.identity.teams(s.tenants[1]))[0]!;
    expect((await s.call('PATCH', `/users/${mine[0].id}`, { token, body: { team: theirTeam.id } })).json.code).toBe('team.not-found');
    expect((await s.call('POST', '/teams', { token, body: { name: 'X', site: theirTeam.site } })).json.code).toBe('site.not-found');
    const audit = (await s.call('GET', '/audit?limit=200', { token })).json.items;
    const foreign = new Set(theirs.map((user: any) => user.id));
    expect(audit.length).toBeGreaterThan(0);
    expect(audit.filter((entry: any) => foreign.has(entry.user?.id))).toEqual([]);
    expect(await s.identity.findAgent(s.tenants[0], victim.agent)).toBeNull();
    expect(await s.identity.unknownAgents(s.tenants[0], [victim.agent, mine[0].agent])).toEqual([victim.agent]);
  });
});

describe('audit trail', () => {
  it('tells who did what, refused attempts too, newest first and in stable pages', async () => {
    const token = await s.token(emailOf('administrator'));
    const made = await s.call('POST', '/teams', { token, body: { name: 'Audited' } });
    expect(made.status).toBe(201);
    await s.call('POST', '/teams', { token: await s.token(emailOf('agent')), body: { name: 'Never' } });
    const all = (await s.call('GET', '/audit?action=team.create', { token })).json.items;
    expect(all.slice(0, 2)).toMatchObject([
      { outcome: 'denied', user: { name: 'agent of one' }, ip: '127.0.0.1' },
      { outcome: 'done', object: made.json.id, user: { name: 'administrator of one' }, details: { fields: ['name'] } },
    ]);
    const first = (await s.call('GET', '/audit?limit=2', { token })).json;
    await s.call('POST', '/teams', { token, body: { name: 'Meanwhile' } });
    const second = (await s.call('GET', `/audit?limit=2&cursor=${first.nextCursor}`, { token })).json;
    const whole = (await s.call('GET', '/audit?limit=200', { token })).json.items.map((entry: any) => entry.id);
    expect([...first.items, ...second.items].map((entry) => entry.id)).toEqual(whole.slice(1, 5));
    expect((await s.call('GET', '/audit?cursor=WzFd', { token })).json.code).toBe('cursor.invalid');
  });

  it('cannot be changed by the program', async () => {
    for (const statement of ['update identity_audit set ip = $$x$$', 'delete from identity_audit', 'truncate identity_audit']) {
      const run = (tx: Tx) => sql.raw(statement).execute(tx.tables<unknown>());
      await expect(s.data.db.tenant(s.tenants[0], run)).rejects.toThrow(/permission denied/);
      await expect(s.data.db.system(run)).rejects.toThrow(/permission denied/);
    }
  });
});
