// The formula of priority in Settings: edited, computed live for an example, saved; a queue's weights and its ring-all order; and what a supervisor reads of it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { EAGER } from '../kit/demo.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

let browser: Browser;
let tandem: Tandem;
let admin: Api;

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem(undefined, EAGER)]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const result = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
};

test('platinum, angry, a call promised, two minutes waited: seven points, worth seven minutes, computed as it is typed', async () => {
  const { page, complaints, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/routing');
  await result(page, 'Nothing of this has points.');
  await button(page, 'Add a level').click();
  await page.getByRole('textbox', { name: 'Customer level' }).fill('platinum');
  const points = async (label: string, value: string) => {
    await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByLabel(label, { exact: true }).blur();
  };
  await points('Points of platinum', '4');
  await points('Points of angry', '2');
  await page.getByLabel('Call-backs get').fill('1');
  await result(page, 'level platinum 4 + angry 2 + call promised 1 = 7 points, worth 07:00 of waiting.');
  await result(page, 'After 02:00 he stands where somebody stands who has waited 09:00.');

  await button(page, 'Add an issue').click();
  await page.getByLabel('Topic', { exact: true }).fill('refund');
  await points('Points of issue 1', '3');
  await page.getByLabel('About', { exact: true }).selectOption('refund');
  await result(page, 'issue refund 3');
  await result(page, '10 points, worth 10:00 of waiting.');
  await expectAccessible(page);
  await button(page, 'Save').click();
  await page
    .getByText(/^Routing rules.*saved/i)
    .first()
    .waitFor();
  expect(await admin.get('/routing/rules')).toMatchObject({
    levels: [{ level: 'platinum', points: 4 }],
    callbackPoints: 1,
    moods: { calm: 0, upset: 0, angry: 2 },
    issues: [{ by: 'topic', value: 'refund', points: 3 }],
  });
  expect(complaints.filter((each) => !each.includes('status of 401'))).toEqual([]);
  await close();
});

test('weights stand beside the names where the order is random, and ringing everybody is one choice', async () => {
  const { items } = await admin.get('/queues');
  const queue = items.find((each: { key: string }) => each.key === 'sales');
  const { page, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto(`/settings/queues?open=${queue.id}`);
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('combobox', { name: 'Order' }).selectOption('Random, by weight');
  const weight = drawer.getByRole('spinbutton', { name: /^Weight of / }).first();
  const whose = (await weight.getAttribute('aria-label'))?.replace('Weight of ', '') ?? '';
  await weight.fill('5');
  await weight.blur();
  await expectAccessible(page);
  await picture(page, 'queue-weights');
  await button(page, 'Save').click();
  await drawer.waitFor({ state: 'detached' });
  const saved = await admin.get(`/queues/${queue.id}`);
  const agents = (await admin.get('/agents?limit=200')).items;
  const agent = agents.find((each: { name: string }) => each.name === whose);
  expect(saved).toMatchObject({ order: 'random', weights: [{ agent: agent.id, weight: 5 }] });

  await page.goto(`/settings/queues?open=${queue.id}`);
  await drawer.getByRole('combobox', { name: 'Order' }).selectOption('Everybody rings at once');
  await drawer.getByText('Who answers first has the contact, and the others stop ringing.').waitFor();
  await button(page, 'Save').click();
  await drawer.waitFor({ state: 'detached' });
  expect(await admin.get(`/queues/${queue.id}`)).toMatchObject({ order: 'ring-all', weights: [{ weight: 5 }] });
  await close();
});

test.each([
  ['en', 1280, 720],
  ['en', 390, 800],
  ['zh-CN', 1280, 720],
  ['zh-CN', 390, 800],
] as const)('the rules read well in %s at %i pixels', async (language, width, height) => {
  const { page, close } = await openView(browser, tandem.baseUrl, { language, width, height });
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/routing');
  const example = page.getByRole('status').filter({ hasText: /7/ });
  await example.waitFor();
  await expectWhole(page);
  await picture(page, `rules-top-${language}-${width}`);
  await example.scrollIntoViewIfNeeded();
  await picture(page, `rules-${language}-${width}`);
  await close();
});
