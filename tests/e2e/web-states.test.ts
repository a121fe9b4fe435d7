// The screens in the states a whole server cannot be brought into at will, against the fake API: throttled, refused, off line, crowded.
// It needs web/dist, which the runner of the tests builds.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openView, signIn, type View } from '../kit/chromium.ts';
import { problem, startFakeApi, type FakeApi } from '../kit/fake-api.ts';
import { id } from '../kit/fake-contact.ts';
import { fakeWorld, type FakeWorld } from '../kit/fake-world.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let browser: Browser;
let api: FakeApi;
let world: FakeWorld;

beforeAll(async () => {
  browser = await launchBrowser();
  world = fakeWorld({ role: 'supervisor', contacts: 230 });
  api = await startFakeApi(world);
});
afterAll(async () => {
  await browser.close();
  await api.stop();
});

const views: View[] = [
  { language: 'en', scheme: 'light' },
  { language: 'zh-CN', scheme: 'dark' },
  { language: 'zh-CN', scheme: 'light', width: 390, height: 844 },
  { language: 'en', scheme: 'dark', width: 390, height: 844 },
];

describe.each(views)('$language $scheme $width', (view) => {
  test('login, list, contact and overview are accessible, whole and wide enough', async () => {
    const { page, complaints, close } = await openView(browser, api.baseUrl, view);
    await page.goto('/login');
    await page.locator('form').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(view.language);
    await expectAccessible(page);
    await expectWhole(page);
    await signIn(page, 'supervisor@demo.test');
    await page.locator('[data-row]').first().waitFor();
    await expectAccessible(page);
    await expectWhole(page);
    await page.goto(`/interactions/${id('int', 9)}`);
    await page.locator('[role=slider]').waitFor();
    await page.locator('[data-event]').first().waitFor();
    await expectAccessible(page);
    await expectWhole(page);
    await page.goto('/overview');
    await page.locator('table tbody tr').first().waitFor();
    await expectAccessible(page);
    await expectWhole(page);
    // The first question "who is signed in?" is answered by 401, which Chromium writes to the console.
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
    await close();
  });
});

test('the language is switched before signing in, and stays', async () => {
  const { page, close } = await openView(browser, api.baseUrl, { language: 'en' });
  await page.goto('/login');
  await page.getByText('中文').click();
  await page.getByRole('heading', { name: '登录' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  await page.reload();
  await page.getByRole('heading', { name: '登录' }).waitFor();
  await close();
});

test('a wrong password and a throttled login are told apart, and the form opens again by itself', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  await page.goto('/login');
  const submit = page.locator('button[type=submit]');
  await page.locator('input[name=email]').fill('supervisor@demo.test');
  await page.locator('input[name=password]').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('is not right').waitFor();
  expect(await page.locator('input[name=password]').inputValue()).toBe('');
  api.override(({ path, method }) =>
    path === '/sessions' && method === 'POST' ? { ...problem(429, 'auth.throttled'), headers: { 'retry-after': '2' } } : null,
  );
  await page.locator('input[name=password]').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText(/try again in \d second/).waitFor();
  expect(await submit.isDisabled()).toBe(true);
  api.override(null);
  await page.locator('button[type=submit]:enabled').waitFor({ timeout: 5_000 });
  await page.locator('input[name=password]').fill('tandem-demo');
  await page.keyboard.press('Enter');
  await page.locator('[data-row]').first().waitFor();
  await close();
});

test('a new call appears by itself, its duration ticks, and it moves on as it is answered', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  await page.locator('[data-row]').first().waitFor();
  const contact = world.addContact({ state: 'open', stage: 'queue', startedAt: Date.now(), endedAt: null, cause: null, agent: null });
  api.push({ type: 'interaction.started', stream: contact.id });
  const row = page.locator(`[data-row="${contact.id}"]`);
  await row.waitFor({ timeout: 2_000 });
  expect(await page.locator('[data-row]').first().getAttribute('data-row')).toBe(contact.id);
  await row.getByText('Waiting').waitFor();
  const before = await row.locator('[class*=duration]').innerText();
  await expect.poll(() => row.locator('[class*=duration]').innerText(), { timeout: 4_000 }).not.toBe(before);
  contact.stage = 'agent';
  api.push({ type: 'work.assigned', stream: contact.id });
  await row.getByText('Talking').waitFor({ timeout: 3_000 });
  contact.state = 'closed';
  world.contacts.splice(world.contacts.indexOf(contact), 1);
  await close();
});

test('further pages come as one scrolls; what is new waits above without moving a row', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  await page.locator('[data-row]').first().waitFor();
  await expect
    .poll(
      async () => {
        await page.locator('[data-row]').last().scrollIntoViewIfNeeded();
        return page.locator('[data-row]').count();
      },
      { timeout: 15_000 },
    )
    .toBe(230);
  await page.getByText('That is everything.').waitFor();
  const contact = world.addContact({ state: 'open', stage: 'queue', startedAt: Date.now(), endedAt: null, cause: null });
  api.push({ type: 'interaction.started', stream: contact.id });
  const button = page.getByRole('button', { name: 'Show 1 new contact' });
  await button.waitFor({ timeout: 3_000 });
  expect(await page.locator(`[data-row="${contact.id}"]`).count()).toBe(0);
  await button.click();
  await page.locator(`[data-row="${contact.id}"]`).waitFor({ timeout: 2_000 });
  world.contacts.splice(world.contacts.indexOf(contact), 1);
  await close();
});

test('a contact out of the list says at once whose it is, before it was read', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  const link = page.locator('[data-row] a').first();
  // A row that the browser did not draw yet has no inner text.
  const name = (await link.textContent()) ?? '';
  const read = Promise.withResolvers<void>();
  await page.route(/\/api\/v1\/interactions\/int_[\w-]+$/, async (route) => {
    await read.promise;
    await route.continue();
  });
  await link.click();
  await page.locator('main h2').getByText(name, { exact: true }).waitFor();
  const timeline = page.locator('[data-event]').first();
  expect(await timeline.count()).toBe(0);
  read.resolve();
  await timeline.waitFor();
  await close();
});

test('filters stand in the address and come back with it', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  await page.getByLabel('State', { exact: true }).selectOption('wrap-up');
  await page.waitForURL(/state=wrap-up/);
  await expect.poll(() => page.locator('[data-row]').count()).toBe(1);
  await page.reload();
  await expect.poll(() => page.locator('[data-row]').count()).toBe(1);
  await page.getByLabel('Queue', { exact: true }).selectOption({ label: 'Support' });
  await page.getByText('No contact matches these filters').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect.poll(() => page.locator('[data-row]').count()).toBeGreaterThan(10);
  await close();
});

test('by keys alone: sign in, down the list, into a contact, through the recording, back', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  await page.goto('/login');
  await page.locator('form').waitFor();
  // The e-mail field has the focus from the start.
  await page.keyboard.type('supervisor@demo.test');
  await page.keyboard.press('Tab');
  await page.keyboard.type('tandem-demo');
  await page.keyboard.press('Enter');
  await page.locator('[data-row]').first().waitFor();
  for (const key of ['j', 'j', 'ArrowDown', 'k', 'j', 'j', 'j', 'j', 'j', 'j']) await page.keyboard.press(key);
  const focused = await page.evaluate(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row'));
  expect(focused).toBe(await page.locator('[data-row]').nth(7).getAttribute('data-row'));
  await page.keyboard.press('Enter');
  const slider = page.locator('[role=slider]');
  await slider.waitFor();
  for (let n = 0; n < 30 && !(await slider.evaluate((element) => element === document.activeElement)); n++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  expect(await slider.getAttribute('aria-valuenow')).toBe('5');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow')), { timeout: 5_000 }).toBeGreaterThan(5);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await page.goBack();
  await page.locator('[data-row]').first().waitFor();
  await close();
});

test('a lost line is told, and resumes with nothing missed', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  await page.locator('[data-row]').first().waitFor();
  api.push({ type: 'presence.changed', stream: id('agt', 1) });
  await page.waitForTimeout(200);
  api.line(false);
  const banner = page.getByText('The connection is lost.');
  await banner.waitFor({ timeout: 5_000 });
  await expectAccessible(page);
  const contact = world.addContact({ state: 'open', stage: 'queue', startedAt: Date.now(), endedAt: null, cause: null });
  api.push({ type: 'interaction.started', stream: contact.id });
  api.line(true);
  await page.locator(`[data-row="${contact.id}"]`).waitFor({ timeout: 20_000 });
  await banner.waitFor({ state: 'detached', timeout: 5_000 });
  world.contacts.splice(world.contacts.indexOf(contact), 1);
  await close();
});

test('a failing list says what happened and can be tried again', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  api.override(({ path }) => (path === '/interactions' ? problem(403, 'access.denied', 'You may not list contacts.') : null));
  await signIn(page, 'supervisor@demo.test');
  await page.getByText('You may not list contacts.').waitFor();
  await expectAccessible(page);
  api.override(null);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('[data-row]').first().waitFor();
  await close();
});

test('the end of the session leads to the login page and back to where one was', async () => {
  const { page, close } = await openView(browser, api.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  await page.goto('/overview');
  await page.locator('table tbody tr').first().waitFor();
  await page.context().clearCookies();
  api.push({ type: 'interaction.started', stream: id('int', 1) });
  await page.waitForURL(/\/login\?next=%2Foverview/, { timeout: 15_000 });
  await page.locator('input[name=email]').fill('supervisor@demo.test');
  await page.locator('input[name=password]').fill('tandem-demo');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/overview$/);
  await page.getByRole('button', { name: /Your account/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/login/);
  await close();
});

test('an agent wraps up, and declares his presence', async () => {
  const own = fakeWorld({ role: 'agent', contacts: 12 });
  const fake = await startFakeApi(own);
  const contact = own.contacts.find((row) => row.state === 'wrap-up')!;
  contact.agent = { id: id('agt', 1) };
  const { page, close } = await openView(browser, fake.baseUrl);
  await signIn(page, 'agent1@demo.test');
  await page.goto(`/interactions/${contact.id}`);
  await page.getByRole('option', { name: 'Complaint' }).click();
  await page.getByText('No, not yet').click();
  await page.getByLabel('Notes').fill('Parcel late, refund promised.');
  await page.getByRole('button', { name: 'Finish wrap-up' }).click();
  await page.getByText('Parcel late, refund promised.').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Finish wrap-up' }).count()).toBe(0);
  await page.getByRole('button', { name: /Your presence/ }).click();
  await expectAccessible(page);
  await page.locator('label', { hasText: 'Away' }).click();
  await page.getByRole('button', { name: 'Your presence: Away', exact: true }).waitFor();
  expect(own.presence).toMatchObject({ presence: 'away', onQueue: false });
  await close();
  await fake.stop();
});
