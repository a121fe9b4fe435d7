// Limits of alerts set on the screen, for the house and for one queue; a rule about levels on an emergency lane; and an agent who rests, on his desk and on the board. On a whole Tandem.
import { USUAL_ALERT_LIMITS } from '@tandem/contract/api/alert-limits.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCentre, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf, tuneQueue } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as apiOf } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

let browser: Browser;
let centre: Centre;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(), openCentre()]);
});
afterAll(async () => {
  await browser?.close();
  await centre?.close();
});

const unexpected = (complaints: readonly string[]): string[] => complaints.filter((text) => !text.includes('401'));
async function looksRight(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await expectAccessible(page);
  await expectWhole(page);
}

test('limits are set for the house and for one queue, tell at once, and are had back from their history', async () => {
  const { admin, supervisor } = centre;
  const { items: queues } = await admin.get('/queues');
  const sales = queues.find((each: { key: string }) => each.key === 'sales');
  const { phone, from } = await centre.caller();
  await phone.call('4003');
  await interactionOf(supervisor, from, (each) => each.stage === 'queue');
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto('/alerts');
  await page.getByRole('button', { name: 'Limits', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Limits' });
  const hold = dialog.getByRole('group', { name: 'On hold too long' });
  await hold.getByLabel('Warning from').fill('1.5');
  await looksRight(page, 'alert-limits-en-1280');
  // Of the queue: shorter waits than anywhere else.
  await dialog.getByLabel('Of', { exact: true }).selectOption({ label: sales.name.en });
  const wait = dialog.getByRole('group', { name: 'Waits too long' });
  await wait.getByLabel('Own limits for this queue').check();
  await wait.getByLabel('Warning from').fill('0.1');
  await wait.getByLabel('Warning, at least').fill('');
  expect(await dialog.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  await wait.getByLabel('Warning, at least').fill('2');
  await looksRight(page, 'alert-limits-queue-en-1280');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await supervisor.get('/alert-limits')).toEqual({
    ...USUAL_ALERT_LIMITS,
    hold: { warn: 90_000, alarm: 300_000 },
    queues: [{ queue: sales.id, wait: { times: { warn: 0.1, alarm: 4 }, least: { warn: 2_000, alarm: 180_000 } } }],
  });
  // Whoever waits there is told of now.
  await page.getByRole('list', { name: 'Now' }).getByRole('listitem').filter({ hasText: 'Waits too long' }).waitFor();
  await looksRight(page, 'alerts-en-1280');
  // As they were before, by their history; and set again.
  const set = await supervisor.get('/alert-limits');
  const { items } = await admin.get('/history?kind=alert-limits');
  await admin.send('POST', `/history/${items.at(0).id}/restore`, { to: 'before' });
  expect(await supervisor.get('/alert-limits')).toEqual(USUAL_ALERT_LIMITS);
  await supervisor.send('PUT', '/alert-limits', set);
  expect(unexpected(complaints)).toEqual([]);
  await close();
  for (const [language, width] of [
    ['zh-CN', 1280],
    ['en', 390],
  ] as const) {
    const view = await openView(browser, centre.tandem.baseUrl, { language, width, height: width === 390 ? 844 : 720 });
    await signIn(view.page, 'admin@demo.test');
    await view.page.goto('/alerts');
    await view.page.getByRole('listitem').first().waitFor();
    await looksRight(view.page, `alerts-${language}-${width}`);
    await view.page.getByRole('button', { name: language === 'en' ? 'Limits' : '限值', exact: true }).click();
    await view.page.getByRole('dialog').getByRole('group').first().waitFor();
    await looksRight(view.page, `alert-limits-${language}-${width}`);
    expect(unexpected(view.complaints)).toEqual([]);
    await view.close();
  }
});

test('a supervisor sets limits too, and an agent is shown none', async () => {
  const view = await openView(browser, centre.tandem.baseUrl);
  await signIn(view.page, 'supervisor@demo.test');
  await view.page.goto('/alerts');
  await view.page.getByRole('button', { name: 'Limits', exact: true }).click();
  await view.page.getByRole('dialog', { name: 'Limits' }).getByRole('group', { name: 'Kinds of contact wait unlike' }).waitFor();
  await view.close();
  const agent = await apiOf(centre.tandem.baseUrl, 'agent1@demo.test');
  await expect(agent.get('/alert-limits')).rejects.toThrow('403');
});

test('an agent who rests after a contact is shown so, with the seconds that are left, to himself and to the supervisor', async () => {
  const { admin, one } = centre;
  await tuneQueue(admin, 'support', { wrapUpMs: 0, restMs: 25_000 });
  const desk = await openView(browser, centre.tandem.baseUrl);
  await signIn(desk.page, 'agent1@demo.test');
  const board = await openView(browser, centre.tandem.baseUrl, { language: 'zh-CN' });
  await signIn(board.page, 'supervisor@demo.test');
  await board.page.goto('/overview');
  const { name } = await one.shown();
  const row = board.page.locator(`[data-agent="${one.id}"]`);
  await row.waitFor();
  const { call } = await centre.talking();
  await call.hangUp();
  const shown = await eventually('the agent to rest', async () => {
    const agent = await one.shown();
    return agent.state === 'resting' ? agent : null;
  });
  expect(shown.until - Date.now()).toBeGreaterThan(5_000);
  await row.getByText(/小憩中，剩 \d+ 秒/).waitFor();
  await row.scrollIntoViewIfNeeded();
  await picture(board.page, 'resting-board-zh-1280');
  await desk.page.getByRole('button', { name: 'Your presence: Resting' }).click();
  await desk.page.getByText(/^Resting, \d+ s$/).waitFor();
  await picture(desk.page, 'resting-desk-en-1280');
  const live = await admin.get('/kpis/live');
  expect(live.measures).toMatchObject({ agentsResting: 1, agentsReady: 0 });
  await expectAccessible(board.page);
  await expectAccessible(desk.page);
  // Nobody tells of its end.
  await row.getByText('空闲').waitFor({ timeout: 60_000 });
  await desk.page.getByText('Ready', { exact: true }).waitFor({ timeout: 5_000 });
  expect(name).not.toBe('');
  await tuneQueue(admin, 'support', { restMs: 0 });
  // The desk asks for the call and its recording just as both are over.
  expect(unexpected([...desk.complaints.filter((text) => !text.includes('404')), ...board.complaints])).toEqual([]);
  await desk.close();
  await board.close();
});

test('a lane is told to open when customers of a level wait too long', async () => {
  const view = await openView(browser, centre.tandem.baseUrl, { width: 390, height: 844 });
  await signIn(view.page, 'admin@demo.test');
  await view.page.goto('/settings/lanes');
  await view.page.getByRole('button', { name: 'Prepare a lane' }).first().click();
  await view.page.getByLabel('So many have waited longer than allowed').fill('5');
  await view.page.getByLabel('Of these levels only').fill('platinum, gold');
  await view.page.getByLabel('Of these levels only').scrollIntoViewIfNeeded();
  await looksRight(view.page, 'lane-levels-en-390');
  await view.close();
  const made = await centre.admin.send('POST', '/lanes', {
    name: { en: 'Platinum' },
    queues: [],
    numbers: [],
    levels: ['platinum'],
    say: [],
    key: null,
    priority: 10,
    callback: false,
    tag: 'platinum',
    surge: { arrivals: null, times: null, waiting: null, late: { count: 1, longerMs: 1_000, levels: ['platinum'] }, confirm: true },
  });
  const { phone, from } = await centre.caller();
  await phone.call('4003');
  const contact = await interactionOf(centre.supervisor, from, (each) => each.stage === 'queue');
  const { customer } = await centre.supervisor.get(`/interactions/${contact.id}`);
  expect((await centre.admin.get(`/lanes`)).items.find(({ id }: { id: string }) => id === made.id)).toMatchObject({ state: 'closed' });
  await centre.admin.send('PATCH', `/customers/${customer.id}`, { level: 'Platinum' });
  const lane = await eventually('the lane to be proposed', async () => {
    const { items } = await centre.admin.get('/lanes');
    const found = items.find(({ id }: { id: string }) => id === made.id);
    return found.state === 'proposed' ? found : null;
  });
  expect(lane.seen).toEqual({ figure: 'late', value: 1, usual: null });
  await centre.admin.send('POST', `/lanes/${made.id}/dismiss`, {});
});

describe.each([
  ['en', 1280],
  ['zh-CN', 390],
] as const)('in %s, %i wide', (language, width) => {
  const views = { language, width, height: width === 390 ? 844 : 720 };
  const say = (en: string, zh: string): string => (language === 'en' ? en : zh);

  // The call of the agent who rested: an agent was free, so he was promised a short wait, and it was kept.
  test('a report tells what estimates and promises were worth, with the formula of each', async () => {
    const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, views);
    await signIn(page, 'supervisor@demo.test');
    await page.goto(`/reports?queue=${centre.support}`);
    const head = page.getByRole('columnheader', { name: say('Promises kept', '承诺兑现率') }).first();
    await head.waitFor();
    expect(await head.getAttribute('title')).toContain(say('promises judged', '已判定承诺'));
    await page.getByRole('cell', { name: '100%' }).first().waitFor();
    await head.scrollIntoViewIfNeeded();
    await looksRight(page, `report-promises-${language}-${width}`);
    expect(unexpected(complaints)).toEqual([]);
    await close();
  });

  test('so do the figures of the floor now, parity among them', async () => {
    const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, views);
    await signIn(page, 'supervisor@demo.test');
    await page.goto('/overview');
    const parity = page.getByText(say('Wait parity now, at least', '当前等待均等指数下限'));
    await parity.waitFor();
    await parity.scrollIntoViewIfNeeded();
    await page.getByText(say('Promises kept today', '今日承诺兑现率')).waitFor();
    await looksRight(page, `measures-parity-${language}-${width}`);
    expect(unexpected(complaints)).toEqual([]);
    await close();
  });
});
