// The web app on a whole Tandem: sign in, contacts, overview and account in both languages, accessible, whole, and by keys.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openView, signIn, type View } from '../kit/chromium.ts';
import { startTandem, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let browser: Browser;
let tandem: Tandem;

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem()]);
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const words = {
  en: {
    contacts: 'Contacts',
    overview: 'Live overview',
    empty: 'No contacts yet',
    account: 'Your account',
    signOut: 'Sign out',
    login: 'Sign in',
    wrong: 'is not right',
  },
  'zh-CN': {
    contacts: '联络记录',
    overview: '实时概览',
    empty: '还没有联络记录',
    account: '您的账号',
    signOut: '退出登录',
    login: '登录',
    wrong: '不正确',
  },
};

const views: View[] = [
  { language: 'en', scheme: 'light', width: 1280, height: 720 },
  { language: 'zh-CN', scheme: 'dark', width: 1280, height: 720 },
  { language: 'zh-CN', scheme: 'light', width: 390, height: 844 },
];

describe.each(views)('$language $scheme $width', (view) => {
  const say = words[view.language ?? 'en'];

  test('a supervisor signs in, sees contacts and overview, and signs out', async () => {
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, view);
    await page.goto('/login');
    await page.getByRole('heading', { name: say.login }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(view.language);
    await expectAccessible(page);
    await signIn(page, 'supervisor@demo.test');
    await page.getByRole('heading', { name: say.contacts, exact: true }).waitFor();
    await page.locator('[data-row]').first().or(page.getByText(say.empty)).waitFor();
    await expectAccessible(page);
    await expectWhole(page);
    await page.getByRole('link', { name: say.overview }).click();
    await page.locator('table tbody tr').first().waitFor();
    await expectAccessible(page);
    await expectWhole(page);
    await page.getByRole('button', { name: new RegExp(say.account) }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: say.signOut }).click();
    await page.waitForURL(/\/login/);
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
    await close();
  });
});

test('the stream is open: no banner, and it stays so', async () => {
  const { page, close } = await openView(browser, tandem.baseUrl);
  const opened = page.waitForEvent('websocket', (socket) => socket.url().includes('/api/v1/stream'));
  await signIn(page, 'supervisor@demo.test');
  const socket = await opened;
  await page.waitForTimeout(3_000);
  expect(socket.isClosed()).toBe(false);
  expect(await page.getByText('The connection is lost.').count()).toBe(0);
  await close();
});

test('an agent declares his presence, and the server keeps it', async () => {
  const { page, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'agent8@demo.test');
  await page.getByRole('button', { name: /Your presence/ }).click();
  await page.locator('label', { hasText: 'Available' }).click();
  // On queue, but no phone of this agent is registered in this test: the state says so.
  await page.getByRole('button', { name: 'Your presence: No phone', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Your presence: No phone', exact: true }).waitFor();
  await close();
});

test('signing in by keys alone, after a wrong password', async () => {
  const { page, close } = await openView(browser, tandem.baseUrl);
  await page.goto('/login');
  await page.locator('form').waitFor();
  await page.keyboard.type('agent7@demo.test');
  await page.keyboard.press('Tab');
  await page.keyboard.type('not it');
  await page.keyboard.press('Enter');
  await page.getByText(words.en.wrong).waitFor();
  // The password field is empty and has the focus.
  await page.keyboard.type('tandem-demo');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Main menu' }).waitFor();
  await close();
});
