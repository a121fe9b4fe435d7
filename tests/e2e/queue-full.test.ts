// How a queue calls back and what it does when it is full, said in forms: kept, shown again and undone, in both languages and on a phone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

let browser: Browser;
let tandem: Tandem;
let admin: Api;
let queue: any;

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem()]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
  queue = (await admin.get('/queues?limit=200')).items.find((each: { key: string }) => each.key === 'support');
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const drawer = (page: Page) => page.getByRole('dialog');
const group = (page: Page, name: string | RegExp) => drawer(page).getByRole('group', { name });
const saved = (): Promise<any> => admin.get(`/queues/${queue.id}`);

test('an administrator says both, and one click takes it back', async () => {
  const { page, complaints, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto(`/settings/queues?open=${queue.id}`);
  await drawer(page).getByRole('button', { name: 'Add a rule' }).click();
  await drawer(page).getByRole('button', { name: 'Add a rule' }).click();
  const second = group(page, 'Rule 2');
  await second.getByLabel('When', { exact: true }).selectOption('waiting');
  await second.getByLabel('More than').fill('25');
  await second.getByLabel('Then', { exact: true }).selectOption('goodbye');
  await group(page, 'Rule 1').getByLabel('Longer than').fill('240');
  const callbacks = group(page, 'Call-backs');
  await callbacks.getByLabel('Who is rung first').selectOption('customer-first');
  await callbacks.getByLabel('Longest wait on the line').fill('45');
  await callbacks.getByLabel('Attempts at most').fill('3');
  await callbacks.getByLabel('Minutes between attempts').fill('10, x');
  await callbacks.getByText('Whole minutes, separated by commas').waitFor();
  await callbacks.getByLabel('Minutes between attempts').fill('10, 30');
  await callbacks.getByLabel('Given up after').fill('48');
  await expectAccessible(page);
  await group(page, 'When it is full').scrollIntoViewIfNeeded();
  await picture(page, 'queue-full-en');
  await callbacks.getByLabel('Given up after').scrollIntoViewIfNeeded();
  await picture(page, 'queue-callbacks-en');
  await drawer(page).getByRole('button', { name: 'Save' }).click();
  await drawer(page).waitFor({ state: 'detached' });
  expect(await saved()).toMatchObject({
    full: [
      { when: { is: 'estimate', above: 240_000 }, act: { do: 'callback' } },
      { when: { is: 'waiting', above: 25 }, act: { do: 'goodbye', prompt: 'queue/full' } },
    ],
    callbacks: { way: 'customer-first', holdMs: 45_000, attempts: 3, backOffMs: [600_000, 1_800_000], expiresMs: 172_800_000 },
  });
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually('both to be as before', async () => {
    const { full, callbacks: rules } = await saved();
    return full.length === 0 && rules.way === 'agent-first' ? true : null;
  });
  expect(complaints.filter((each) => !each.includes('status of 401'))).toEqual([]);
  await close();
});

test('in Chinese, on a phone', async () => {
  await admin.send('PATCH', `/queues/${queue.id}`, { full: [{ when: { is: 'unstaffed' }, act: { do: 'voicemail' } }] });
  const { page, close } = await openView(browser, tandem.baseUrl, { language: 'zh-CN', width: 390, height: 844 });
  await signIn(page, 'admin@demo.test');
  await page.goto(`/settings/queues?open=${queue.id}`);
  const full = group(page, '队列已满时');
  await full.getByLabel('处理方式').waitFor();
  expect(await full.getByLabel('处理方式').inputValue()).toBe('voicemail');
  await full.scrollIntoViewIfNeeded();
  await expectWhole(page);
  await expectAccessible(page);
  await picture(page, 'queue-full-zh-390');
  await group(page, '回呼').scrollIntoViewIfNeeded();
  await picture(page, 'queue-callbacks-zh-390');
  await close();
});
