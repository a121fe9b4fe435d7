// Digital workers on the screen: made, changed and paused by administrators, watched and paused by supervisors, a queue's rule, and what an agent reads who is handed a customer. On a whole Tandem.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CALLER_HZ, openCentre, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf, tuneQueue, untilEvent, untilNode } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
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

/** A refusal that is shown is no fault of the page. */
const unexpected = (complaints: readonly string[]): string[] => complaints.filter((text) => !text.includes('401') && !text.includes('422'));
async function looksRight(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await expectAccessible(page);
  await expectWhole(page);
}
const workers = async (): Promise<any[]> => (await centre.admin.get('/digital-workers')).items;

test('an administrator makes one, is told where his flow keeps customers from people, sets him to work, and takes a change back', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/workers');
  await page.getByRole('row').filter({ hasText: 'Order desk' }).waitFor();
  await looksRight(page, 'workers-en-1280');
  await page.getByRole('button', { name: 'New digital worker' }).click();
  const form = page.getByRole('dialog', { name: 'New digital worker' });
  await form.getByLabel('Name in English').fill('Night desk');
  await form.getByLabel('Flow', { exact: true }).selectOption({ label: 'Echo test' });
  await form.getByLabel('Support', { exact: true }).check();
  await form.getByLabel('Calls at once').fill('5');
  await form.getByLabel('For each minute').fill('0.25');
  await form.getByRole('button', { name: 'Create' }).click();
  await form.getByText('A digital worker must let customers reach a person').first().waitFor();
  await picture(page, 'workers-refused-en-1280');
  await form.getByLabel('Flow', { exact: true }).selectOption({ label: 'Order desk' });
  await form.getByRole('button', { name: 'Create' }).click();
  await form.waitFor({ state: 'detached' });
  const made = await eventually('the worker', async () => (await workers()).find(({ name }) => name.en === 'Night desk') ?? null);
  expect(made).toMatchObject({ on: false, capacity: { voice: 5 }, cost: { perMinute: 0.25, currency: 'CNY' }, queues: [centre.support] });

  await page.getByRole('row').filter({ hasText: 'Night desk' }).getByRole('button').first().click();
  const edit = page.getByRole('dialog', { name: 'Night desk' });
  await edit.getByLabel('Takes work').check();
  await looksRight(page, 'worker-editor-en-1280');
  await edit.getByRole('button', { name: 'Save', exact: true }).click();
  await edit.waitFor({ state: 'detached' });
  await eventually('him to be at work', async () => ((await workers()).find(({ id }) => id === made.id)?.on === true ? true : null));
  // Undone from the history, as every setting.
  const { items } = await centre.admin.get('/history?kind=digital-worker&limit=10');
  const change = items.find((each: { object: string; what: string }) => each.object === made.id && each.what === 'changed');
  await centre.admin.send('POST', `/history/${change.id}/restore`, { to: 'before' });
  expect((await workers()).find(({ id }) => id === made.id)).toMatchObject({ on: false });
  await centre.admin.send('DELETE', `/digital-workers/${made.id}`);
  expect(unexpected(complaints)).toEqual([]);
  await close();
  for (const [language, width] of [
    ['zh-CN', 1280],
    ['zh-CN', 390],
    ['en', 390],
  ] as const) {
    const view = await openView(browser, centre.tandem.baseUrl, { language, width, height: width === 390 ? 844 : 720 });
    await signIn(view.page, 'admin@demo.test');
    await view.page.goto('/settings/workers');
    const row = view.page.getByRole('row').filter({ hasText: language === 'en' ? 'Order desk' : '订单助手' });
    await row.waitFor();
    await looksRight(view.page, `workers-${language}-${width}`);
    await row.getByRole('button').first().click();
    await view.page
      .getByRole('dialog')
      .getByLabel(language === 'en' ? 'Support' : '客户支持', { exact: true })
      .waitFor();
    await looksRight(view.page, `worker-editor-${language}-${width}`);
    expect(unexpected(view.complaints)).toEqual([]);
    await view.close();
  }
});

test('a queue says who is asked first', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/queues');
  await page.getByRole('row').filter({ hasText: 'Support' }).getByRole('button').first().click();
  const form = page.getByRole('dialog', { name: 'Support' });
  await form.getByLabel('Asked first').selectOption('people');
  await form.getByLabel('Digital workers after').fill('45');
  await form.getByLabel('Or where the wait is expected to be above').fill('90');
  await form.getByRole('group', { name: 'People and digital workers' }).scrollIntoViewIfNeeded();
  await looksRight(page, 'queue-spill-en-1280');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const support = (await centre.admin.get('/queues')).items.find((each: { key: string }) => each.key === 'support');
  expect(support.spill).toEqual({ first: 'people', afterMs: 45_000, aboveMs: 90_000 });
  expect(unexpected(complaints)).toEqual([]);
  await close();
});

test('a supervisor watches and pauses him in the room; an agent who is handed a customer reads what was found out', async () => {
  const [desk] = await workers();
  await tuneQueue(centre.admin, 'support', { spill: { first: 'digital', afterMs: 0, aboveMs: null } });
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  await page.goto('/overview');
  const row = page.locator(`[data-worker="${desk.id}"]`);
  await row.getByText('Paused', { exact: true }).waitFor();
  await row.getByRole('button', { name: 'Set Order desk to work' }).click();
  await row.getByText('At work', { exact: true }).waitFor();
  await centre.one.presence('away');
  const { phone, from } = await centre.caller();
  const call = await phone.call('4002', { hz: CALLER_HZ });
  await call.answered();
  const { id } = await interactionOf(centre.supervisor, from);
  await untilEvent(centre.supervisor, id, 'work.assigned');
  await row.getByText('1 of 20 calls in hand, occupancy 5%').waitFor();
  await row.scrollIntoViewIfNeeded();
  await looksRight(page, 'overview-workers-en-1280');
  await untilNode(centre.supervisor, id, 'order-number');
  await call.media.press('1004#');
  await untilNode(centre.supervisor, id, 'another');
  await call.media.press('0#');
  await untilEvent(centre.supervisor, id, 'worker.handed-over');
  // Read on the contact's page, which the agent's screen opens as it rings.
  await page.goto(`/interactions/${id}`);
  const told = page.locator('[data-handover]');
  await told.waitFor();
  expect(await told.textContent()).toContain('order: 1004');
  expect(await told.textContent()).toContain('status: shipped');
  await looksRight(page, 'handed-over-en-1280');
  await page.goto('/overview');
  await row.getByRole('button', { name: 'Pause Order desk' }).click();
  await row.getByText('Paused', { exact: true }).waitFor();
  expect((await workers())[0]).toMatchObject({ on: false, today: { handedOver: 1 } });
  expect(unexpected(complaints)).toEqual([]);
  await close();
  for (const [language, width] of [
    ['zh-CN', 1280],
    ['zh-CN', 390],
  ] as const) {
    const view = await openView(browser, centre.tandem.baseUrl, { language, width, height: width === 390 ? 844 : 720 });
    await signIn(view.page, 'supervisor@demo.test');
    await view.page.goto('/overview');
    const its = view.page.locator(`[data-worker="${desk.id}"]`);
    await its.waitFor();
    await its.scrollIntoViewIfNeeded();
    await looksRight(view.page, `overview-workers-${language}-${width}`);
    await view.page.goto(`/interactions/${id}`);
    await view.page.locator('[data-handover]').waitFor();
    await looksRight(view.page, `handed-over-${language}-${width}`);
    expect(unexpected(view.complaints)).toEqual([]);
    await view.close();
  }
  await call.hangUp();
});
