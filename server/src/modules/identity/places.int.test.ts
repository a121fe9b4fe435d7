// Teams and sites through the real server: renamed, kept while somebody is in them, taken away; and the audit trail found by its parts.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emailOf, setUp, type Setup } from './test/setup.ts';

let s: Setup;
let token: string;
beforeAll(async () => {
  s = await setUp();
  token = await s.token(emailOf('administrator'));
});
afterAll(() => s.close());

const ask = (method: string, path: string, body?: unknown) => s.call(method, path, { token, ...(body === undefined ? {} : { body }) });

it('keeps a team that somebody is in, and says who', async () => {
  const { json: team } = await ask('POST', '/teams', { name: 'Night' });
  const { json: below } = await ask('POST', '/teams', { name: 'Late night', parent: team.id });
  const { json: user } = await ask('POST', '/users', {
    email: 'owl@one.test',
    name: 'Owl',
    role: 'agent',
    team: team.id,
    password: 'a long enough one',
  });
  expect((await ask('PATCH', `/teams/${team.id}`, { name: 'Team' })).json.code).toBe('team.name-taken');
  expect((await ask('PATCH', `/teams/${team.id}`, { name: 'Nights' })).json).toMatchObject({ id: team.id, name: 'Nights' });
  const refused = await ask('DELETE', `/teams/${team.id}`);
  expect([refused.status, refused.json.code]).toEqual([409, 'team.in-use']);
  expect(refused.json.errors).toEqual([
    { path: `/teams/${below.id}`, message: 'Late night' },
    { path: `/users/${user.id}`, message: 'Owl' },
  ]);
  await ask('PATCH', `/users/${user.id}`, { team: null });
  await ask('DELETE', `/teams/${below.id}`);
  expect((await ask('DELETE', `/teams/${team.id}`)).status).toBe(204);
  expect((await ask('DELETE', `/teams/${team.id}`)).json.code).toBe('team.not-found');
});

it('makes and changes sites, and moves people to them', async () => {
  const { json: site } = await ask('POST', '/sites', { name: 'Harbour', zone: 'Europe/London' });
  expect((await ask('POST', '/sites', { name: 'Harbour', zone: 'UTC' })).json.code).toBe('site.name-taken');
  expect((await ask('PATCH', `/sites/${site.id}`, { zone: 'Mars/Base' })).json.errors[0].path).toBe('zone');
  expect((await ask('PATCH', `/sites/${site.id}`, { zone: 'UTC' })).json).toEqual({ id: site.id, name: 'Harbour', zone: 'UTC' });
  const { json: users } = await ask('GET', '/users');
  const agent = users.items.find((each: { role: string }) => each.role === 'agent');
  expect((await ask('PATCH', `/users/${agent.id}`, { site: site.id })).json.site).toBe(site.id);
  const ghost = await ask('PATCH', `/users/${agent.id}`, { site: 'sit_01900000-0000-7000-8000-000000000001' });
  expect(ghost.json.code).toBe('site.not-found');
});

it('finds audit entries by what stands before the dot, and by outcome', async () => {
  await s.call('POST', '/teams', { token: await s.token(emailOf('agent')), body: { name: 'Mine' } });
  const actions = async (query: string) =>
    (await ask('GET', `/audit?limit=200&${query}`)).json.items.map((each: { action: string }) => each.action);
  const teams = await actions('action=team');
  expect(new Set(teams)).toEqual(new Set(['team.create', 'team.change', 'team.remove']));
  expect(await actions('action=team.change')).toEqual(teams.filter((each: string) => each === 'team.change'));
  expect(await actions('action=tea')).toEqual([]);
  expect(await actions('action=team&outcome=denied')).toEqual(['team.create']);
});
