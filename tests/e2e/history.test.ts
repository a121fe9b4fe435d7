// What administrators changed is told, and had again: each kind of thing over the API, two of them under way, and in the browser.
import fs from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { straightToQueue } from '../../server/src/modules/flow/index.ts';
import { startSoftphone } from '../../sim/softphone.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { demoAgent, EAGER, interactionOf } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { listed, named, text, THINGS, type Thing } from '../kit/settings-things.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let tandem: Tandem;
let browser: Browser;
let admin: Api;

beforeAll(async () => {
  [tandem, browser] = await Promise.all([startTandem(undefined, EAGER), launchBrowser()]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const newest = async (kind: string, id: string) => (await admin.get(`/history?kind=${kind}&id=${id}&limit=1`)).items[0];
const restore = (entry: string, to: 'before' | 'after', more = {}) => admin.send('POST', `/history/${entry}/restore`, { to, ...more });
describe('each kind of thing', () => {
  test.each(Object.entries(THINGS))('%s: a change is told, taken back, made again; removed it comes back', async (kind, make) => {
    const { id, read, change, remove }: Thing = await make(admin);
    const before = await read();
    await change();
    const after = await read();
    expect(after).not.toEqual(before);
    const entry = await newest(kind, id);
    expect(entry).toMatchObject({ kind, object: id, what: 'changed', newest: true, restorable: { before: true, after: false } });
    expect(entry.user.id).toBe(admin.user.id);
    expect(entry.changes.length).toBeGreaterThan(0);
    expect(await restore(entry.id, 'before')).toMatchObject({ kind, object: id, what: 'changed', newest: true });
    expect(await read()).toEqual(before);
    await restore(entry.id, 'after');
    expect(await read()).toEqual(after);
    // Each is an act of its own in the audit trail, beside the restoring.
    expect((await admin.get('/audit?limit=1&action=history.restore')).items[0].object).toBe(entry.id);
    if (!remove) return;
    await remove();
    expect(await read()).toBeUndefined();
    const removal = await newest(kind, id);
    expect(removal).toMatchObject({ what: 'removed', restorable: { before: true, after: false } });
    await restore(removal.id, 'before');
    expect(await read()).toEqual(after);
  });

  test('a flow that was removed is back and published; one that is there has its versions elsewhere', async () => {
    const queue = (await named(admin, '/queues', 'support')).id;
    const { id } = await admin.send('POST', '/flows', { key: 'h', name: text('H'), draft: straightToQueue(queue) });
    await admin.send('POST', `/flows/${id}/publish`);
    await admin.send('POST', `/flows/${id}/publish`);
    await expect(restore((await newest('flow', id)).id, 'before')).rejects.toThrow('history.see-versions');
    await admin.send('DELETE', `/flows/${id}`);
    await restore((await newest('flow', id)).id, 'before');
    expect(await listed(admin, '/flows', id)).toMatchObject({ key: 'h', publishedVersion: 3 });
  });
});

describe('what cannot be had again', () => {
  test('says why, in names, and secrets are nowhere', async () => {
    const skill = await admin.send('POST', '/skills', { key: 'gone', name: { en: 'Gone skill' } });
    const queue = await admin.send('POST', '/queues', { key: 'needy', name: text('Needy'), skills: [{ skill: skill.id, level: 1 }] });
    await admin.send('DELETE', `/queues/${queue.id}`);
    await admin.send('DELETE', `/skills/${skill.id}`);
    await expect(restore((await newest('queue', queue.id)).id, 'before')).rejects.toThrow(
      /queue\.unknown-skill.*There are no skills Gone skill/,
    );

    const account = { username: 'acme', password: 'the secret of the account' };
    const body = { name: 'carrier', addresses: [], host: 'c.test', port: 5060, country: 'CN', rules: [], account };
    const trunk = await admin.send('POST', '/trunks', body);
    await admin.send('DELETE', `/trunks/${trunk.id}`);
    const gone = await newest('trunk', trunk.id);
    expect(gone.asks).toEqual({ before: ['password'], after: [] });
    await expect(restore(gone.id, 'before')).rejects.toThrow('history.asks');
    await restore(gone.id, 'before', { given: { password: account.password } });
    expect((await listed(admin, '/trunks', trunk.id)).account).toMatchObject({ username: 'acme' });

    const { key } = await admin.send('POST', '/api-keys', { name: 'a key', permissions: [{ action: 'queues:read', scope: 'tenant' }] });
    await expect(restore((await newest('api-key', key.id)).id, 'before')).rejects.toThrow('history.not-restorable');
    await admin.send('DELETE', `/api-keys/${key.id}`);
    const { secret } = await restore((await newest('api-key', key.id)).id, 'before');
    const again = await fetch(`${tandem.baseUrl}/api/v1/queues`, { headers: { authorization: `Bearer ${secret}` } });
    expect(again.status).toBe(200);
    // A user's name stands in the history and not in the log.
    const { items } = await admin.get('/users');
    const { id, name } = items.find((each: { email: string }) => each.email === 'agent8@demo.test');
    await admin.send('PATCH', `/users/${id}`, { name: 'Another Name', password: 'the secret he has now' });
    expect((await newest('user', id)).changes).toEqual([{ path: ['name'], before: name, after: 'Another Name' }]);
    await restore((await newest('user', id)).id, 'before');
    expect((await listed(admin, '/users', id)).name).toBe(name);

    const all = JSON.stringify(await admin.get('/history?limit=200'));
    expect(all).toContain('acme');
    expect(all).not.toMatch(/the secret|a good secret|"password":/);
    expect(all).not.toContain(secret);
  });

  test('is refused where somebody changed it since, and to who may not change it', async () => {
    const { id } = await named(admin, '/queues', 'sales');
    await admin.send('PATCH', `/queues/${id}`, { priority: 1 });
    const { id: entry } = await newest('queue', id);
    await admin.send('PATCH', `/queues/${id}`, { priority: 2 });
    await expect(restore(entry, 'before', { unlessChangedSince: true })).rejects.toThrow('history.changed-since');
    const supervisor = await apiSignIn(tandem.baseUrl, 'supervisor@demo.test');
    await expect(supervisor.get('/history?kind=queue')).rejects.toThrow('access.denied');
    await expect(supervisor.send('POST', `/history/${entry}/restore`, { to: 'after' })).rejects.toThrow('history.not-found');
    const kinds: string[] = (await supervisor.get('/history?limit=200')).items.map((each: { kind: string }) => each.kind);
    expect([...new Set(kinds)].toSorted((a, b) => a.localeCompare(b))).toEqual(['threshold', 'wallboard']);
    expect((await listed(admin, '/queues', id)).priority).toBe(2);
  });

  test('of many who take the same change back at once, one does', async () => {
    const { id } = await named(admin, '/queues', 'sales');
    await admin.send('PATCH', `/queues/${id}`, { priority: 4 });
    const { id: entry } = await newest('queue', id);
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => restore(entry, 'before', { unlessChangedSince: true })));
    const refused = all.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    expect(refused).toHaveLength(5);
    for (const reason of refused) expect(reason).toContain('history.changed-since');
  });

  test('pages do not move while things are changed', async () => {
    const first = await admin.get('/history?limit=3');
    await admin.send('PUT', '/conversation-rule', { days: 11 });
    const second = await admin.get(`/history?limit=3&cursor=${first.nextCursor}`);
    const six = (await admin.get('/history?limit=7')).items.slice(1).map((each: { id: string }) => each.id);
    expect([...first.items, ...second.items].map((each: { id: string }) => each.id)).toEqual(six);
  });
});

describe('under way', () => {
  test('a queue’s agents are asked again for who waits, and hours are open again, without a restart', async () => {
    const agent = await demoAgent(tandem, 1);
    const caller = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: '+8613900005511' });
    try {
      const { id } = await named(admin, '/queues', 'support');
      await admin.send('PATCH', `/queues/${id}`, { members: [] });
      const call = await caller.call('4002');
      await call.answered();
      await interactionOf(admin, '+8613900005511', (each) => each.stage === 'queue');
      await restore((await newest('queue', id)).id, 'before');
      const ringing = await agent.phone.incoming();
      ringing.accept();
      await interactionOf(admin, '+8613900005511', (each) => each.stage === 'agent');
      await call.hangUp();
    } finally {
      caller.close();
      agent.phone.close();
    }
    const week = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }];
    const hours = await admin.send('POST', '/hours', { key: 'always', name: text('Always'), zone: 'UTC', week, special: [] });
    const state = async () => (await admin.get(`/hours/${hours.id}/now`)).state;
    await admin.send('PATCH', `/hours/${hours.id}`, { week: [] });
    expect(await state()).toBe('closed');
    await restore((await newest('hours', hours.id)).id, 'before');
    expect(await state()).toBe('open');
  });
});

const drawer = (page: Page) => page.getByRole('dialog');
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.TANDEM_PICTURES;
  if (folder === undefined) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/history-${name}.png` });
};

describe('in the browser', () => {
  test('a form shows what was changed and has it again; what was removed comes back by a click', async () => {
    const skill = await admin.send('POST', '/skills', { key: 'garden', name: text('Garden') });
    const { page, complaints, close } = await openView(browser, tandem.baseUrl);
    await signIn(page, 'admin@demo.test');
    const { id } = await named(admin, '/queues', 'sales');
    const was = (await listed(admin, '/queues', id)).priority;
    await page.goto(`/settings/queues?open=${id}`);
    await drawer(page).getByLabel('Priority', { exact: true }).fill('42');
    await drawer(page).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await eventually('the priority as it was', async () => ((await listed(admin, '/queues', id)).priority === was ? true : null));

    await page.goto(`/settings/queues?open=${id}`);
    const panel = drawer(page).getByText('History', { exact: true });
    await panel.focus();
    await page.keyboard.press('Enter');
    const entries = drawer(page).locator('details').getByRole('listitem');
    await entries.first().getByText('Priority', { exact: true }).waitFor();
    await expectAccessible(page);
    await picture(page, 'panel');
    await entries
      .nth(1)
      .getByRole('button', { name: /^Restore this state/ })
      .click();
    await drawer(page).getByText('Restored.').or(entries.first().getByText('42')).first().waitFor();
    await eventually('the priority again', async () => ((await listed(admin, '/queues', id)).priority === 42 ? true : null));

    await page.goto(`/settings/skills?open=${skill.id}`);
    await drawer(page).getByRole('button', { name: 'Remove' }).click();
    await drawer(page).getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await eventually('the skill to be back', async () => (await listed(admin, '/skills', skill.id)) ?? null);
    expect(complaints.filter((each) => !each.includes('status of 401'))).toEqual([]);
    await close();
  });

  test('everything is on one page, in Chinese on a phone in the dark too', async () => {
    const { page, close } = await openView(browser, tandem.baseUrl, { language: 'zh-CN', scheme: 'dark', width: 390, height: 844 });
    await signIn(page, 'admin@demo.test');
    await page.goto('/settings/history');
    await page.getByText('技能：Garden').first().waitFor();
    await expectAccessible(page);
    await expectWhole(page);
    await picture(page, 'page-zh-390');
    await page.getByLabel('查看').selectOption('trunk');
    await page.getByText('中继：local').first().waitFor();
    await close();
  });
});
