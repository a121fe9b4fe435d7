// An administrator sets up a new line in the browser, from the skill to the number, and a call to it reaches the queue; what is in use stays.
import fs from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { EAGER, eventTypes, interactionOf } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

const FROM = '+8613900004321';
let browser: Browser;
let tandem: Tandem;
let admin: Api;
const phones: Softphone[] = [];

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem(undefined, EAGER)]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  for (const phone of phones) phone.close();
  await browser?.close();
  await tandem?.stop();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const drawer = (page: Page) => page.getByRole('dialog');
const field = (page: Page, label: string) => drawer(page).getByLabel(label, { exact: true });

/** Opens the page's form for a new one. */
async function begin(page: Page, path: string, label: string): Promise<void> {
  await page.goto(`/settings/${path}`);
  await button(page, label).first().click();
  await drawer(page).waitFor();
}
async function create(page: Page): Promise<void> {
  await button(page, 'Create').click();
  await drawer(page).waitFor({ state: 'detached' });
}
const named = async (list: string, name: string): Promise<any> =>
  (await admin.get(`/${list}?limit=200`)).items.find((each: any) => (each.name?.en ?? each.name) === name);

describe('a new line, by clicking', () => {
  test('skill, user, queue, flow and number; then somebody calls', async () => {
    const { page, complaints, close } = await openView(browser, tandem.baseUrl);
    await signIn(page, 'admin@demo.test');

    await begin(page, 'skills', 'New skill');
    await field(page, 'Name in English').fill('Returns');
    await create(page);

    await begin(page, 'users', 'New user');
    await field(page, 'Name').fill('Nina New');
    await field(page, 'E-mail').fill('nina@demo.test');
    await field(page, 'First password').fill('short');
    await button(page, 'Create').click();
    // The API's own sentence stands at the field it is about, and what was typed stays.
    await drawer(page).getByText('must have at least 10 characters').waitFor();
    await expectAccessible(page);
    await field(page, 'First password').fill('a long enough one');
    await create(page);

    // A square of the matrix: typed over, and gone on with Enter.
    await page.goto('/settings/skills');
    const level = page.getByLabel('Returns of Nina New', { exact: true });
    await level.fill('80');
    await level.press('Enter');
    const nina = await named('users', 'Nina New');
    const skill = await named('skills', 'Returns');
    await eventually('her level', async () => {
      const { skills } = await admin.get(`/agents/${nina.agent}/skills`);
      return skills.some((each: any) => each.skill === skill.id && each.level === 80) ? true : null;
    });

    await begin(page, 'queues', 'New queue');
    await field(page, 'Name in English').fill('Returns line');
    await drawer(page).getByRole('checkbox', { name: 'Nina New' }).check();
    await drawer(page).getByRole('checkbox', { name: 'Returns' }).check();
    await field(page, 'Least level of Returns').fill('50');
    await field(page, 'Answered in time').fill('90');
    await create(page);
    const queue = await named('queues', 'Returns line');
    expect(queue).toMatchObject({
      key: 'returns-line',
      members: [nina.agent],
      skills: [{ skill: skill.id, level: 50 }],
      serviceLevel: { target: 0.9, thresholdMs: 20_000 },
    });

    await begin(page, 'flows', 'New flow');
    await field(page, 'Name in English').fill('Returns');
    await field(page, 'Queue').selectOption(queue.id);
    await button(page, 'Create').click();
    // A fault is told at its line, and stands against publishing.
    const text = page.getByRole('textbox', { name: 'Graph of Returns' });
    const good = await text.inputValue();
    await text.fill(good.replace('"timedOut": "message"', '"timedOut": "nowhere"'));
    await page.getByText('Leads to "nowhere", which is no node of this flow.').waitFor();
    expect(await button(page, 'Publish').isDisabled()).toBe(true);
    await text.fill(good);
    await page.getByText('No faults.').waitFor();
    await button(page, 'Publish').click();
    await page.getByText('Version 1', { exact: true }).first().waitFor();

    await begin(page, 'numbers', 'New number');
    await field(page, 'Number').fill('4044');
    await field(page, 'Calls go to').selectOption({ label: 'Returns' });
    await create(page);
    expect(complaints.filter((each) => !/status of 40[01]/.test(each))).toEqual([]);
    await close();

    const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: FROM });
    phones.push(phone);
    const call = await phone.call('4044');
    await call.answered();
    const { id } = await interactionOf(admin, FROM, (detail) => detail.queue?.id === queue.id && detail.stage === 'queue');
    expect(await eventTypes(admin, id)).toContain('work.queued');
    // While somebody waits, not even a queue that nothing names would go.
    await expect(admin.send('DELETE', `/queues/${queue.id}`)).rejects.toThrow('queue.in-use');
    await call.hangUp();
  });
});

describe('who is asked', () => {
  test('a rule that cannot be read is told while it is typed; order, rule and ring of a queue, and points of a level, hold at once', async () => {
    const { page, close } = await openView(browser, tandem.baseUrl);
    await signIn(page, 'admin@demo.test');
    const sales = await named('queues', 'Sales');
    await page.goto(`/settings/queues?open=${sales.id}`);
    await drawer(page).getByRole('combobox', { name: 'Order' }).selectOption('Best skill');
    const rule = drawer(page).getByRole('combobox', { name: 'Rule of skills' });
    await rule.fill('en >= 50 and');
    await drawer(page).getByText('Something is missing at the end.').waitFor();
    await rule.fill('en >= 50 or not french');
    await drawer(page).getByText('There is no skill with the key french.').waitFor();
    await rule.fill('en >= 50 or not tech');
    await button(page, 'Add a ring').click();
    const ring = drawer(page).getByRole('group', { name: 'Ring 1' });
    await ring.getByRole('checkbox', { name: 'English' }).check();
    await expectAccessible(page);
    await button(page, 'Save').click();
    await drawer(page).waitFor({ state: 'detached' });
    expect(await admin.get(`/queues/${sales.id}`)).toMatchObject({
      order: 'best-skill',
      requires: 'en >= 50 or not tech',
      rings: [{ afterMs: 30_000, skills: [{ level: 0 }], queues: [] }],
    });

    await page.goto('/settings/routing');
    await button(page, 'Add a level').click();
    await page.getByRole('textbox', { name: 'Customer level' }).fill('platinum');
    await page.getByRole('checkbox', { name: 'Calls on top of Chats' }).check();
    await button(page, 'Save').click();
    await page
      .getByText(/^Routing rules.*saved/i)
      .first()
      .waitFor();
    expect(await admin.get('/routing/rules')).toMatchObject({
      levels: [{ level: 'platinum', points: 5 }],
      interrupts: { chat: ['voice'] },
    });
    await close();
  });
});

describe('what is in use', () => {
  test('is not removed: the places are told, and each is a link', async () => {
    const { page, close } = await openView(browser, tandem.baseUrl);
    await signIn(page, 'admin@demo.test');
    const support = await named('queues', 'Support');
    await page.goto(`/settings/queues?open=${support.id}`);
    await button(page, 'Remove').click();
    await drawer(page).getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    const refusal = drawer(page).getByRole('alert').filter({ hasText: 'The queue is in use' });
    await refusal.waitFor();
    await expectAccessible(page);
    await refusal.getByRole('link').first().click();
    await page.getByRole('textbox', { name: /^Graph of / }).waitFor();
    expect((await admin.get('/queues')).items.some((each: any) => each.id === support.id)).toBe(true);
    await close();
  });

  test('a change is on the other open page at once, and taken back by a click', async () => {
    const [one, other] = [await openView(browser, tandem.baseUrl), await openView(browser, tandem.baseUrl)];
    for (const { page } of [one, other]) {
      await signIn(page, 'admin@demo.test');
      await page.goto('/settings/teams');
      await button(page, 'Sales').waitFor();
    }
    await button(one.page, 'Sales').click();
    await field(one.page, 'Name').fill('Sales East');
    await button(one.page, 'Save').click();
    await button(other.page, 'Sales East').waitFor();
    await button(one.page, 'Undo').click();
    await button(other.page, 'Sales').waitFor();
    await Promise.all([one.close(), other.close()]);
  });
});

describe('every page', () => {
  const PAGES = ['queues', 'routing', 'skills', 'flows', 'hours', 'numbers', 'trunks', 'users', 'teams', 'retention', 'audit'];

  test('is whole, in Chinese on a phone in the dark too, and those that differ in kind are accessible', async () => {
    const view = { language: 'zh-CN', scheme: 'dark', width: 390, height: 844 } as const;
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, view);
    await signIn(page, 'admin@demo.test');
    for (const path of PAGES) {
      await page.goto(`/settings/${path}`);
      await page.getByRole('table').or(page.locator('form')).first().waitFor();
      if (['queues', 'routing', 'skills', 'audit'].includes(path)) await expectAccessible(page);
      await expectWhole(page);
      // For whoever wants to look, where TANDEM_PICTURES names a folder.
      if (process.env.TANDEM_PICTURES !== undefined) {
        fs.mkdirSync(process.env.TANDEM_PICTURES, { recursive: true });
        await page.screenshot({ path: `${process.env.TANDEM_PICTURES}/admin-${path}.png` });
      }
    }
    expect(complaints.filter((each) => !each.includes('status of 401'))).toEqual([]);
    await close();
  });

  test('who may only read finds no way to write', async () => {
    const { page, close } = await openView(browser, tandem.baseUrl);
    await signIn(page, 'supervisor@demo.test');
    await page.goto('/settings/numbers');
    await button(page, '4001').click();
    await drawer(page).getByText('You may look at this, not change it.').waitFor();
    expect(await field(page, 'Calls go to').isDisabled()).toBe(true);
    expect(await button(page, 'New number').count()).toBe(0);
    await close();
  });
});
