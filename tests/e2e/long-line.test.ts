// A long line on the supervisor's board: all who wait can be reached by scrolling, few of them are drawn, and who comes or goes is shown without reading all again.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { signIn as signInApi, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

/** Who waits at first; a group of the list has ten. */
const WAIT = 70;
let browser: Browser;
let tandem: Tandem;
let admin: Api;
let queue: string;
const ids: string[] = [];

const ask = async (n: number): Promise<string> => {
  const address = `+8613900${String(n).padStart(6, '0')}`;
  return (await admin.send<{ id: string }>('POST', '/callbacks', { address, queue })).id;
};

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem()]);
  admin = await signInApi(tandem.baseUrl, 'admin@demo.test');
  const made = await admin.send<{ id: string }>('POST', '/queues', {
    key: 'crowd',
    name: { en: 'Crowd', 'zh-CN': '长队' },
    maxWaitMs: null,
    members: [],
  });
  queue = made.id;
  for (let n = 0; n < WAIT; n++) ids.push(await ask(n));
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const rows = (page: Page) => page.locator('main [role=list] [role=listitem]');
const of = (page: Page, id: string | undefined) => rows(page).filter({ has: page.locator(`a[href$="${id}"]`) });

test.each([
  ['en', 1280],
  ['zh-CN', 390],
] as const)('in %s, %i pixels wide', async (language, width) => {
  const view = await openView(browser, tandem.baseUrl, { language, width });
  const { page } = view;
  await signIn(page, 'supervisor@demo.test');
  await page.goto('/overview');
  await of(page, ids[0]).waitFor();
  expect(await rows(page).count()).toBeLessThan(WAIT);
  const line = page.locator('main [role=list]');
  // Room for all of them, though few are drawn.
  expect(await line.evaluate((box) => box.scrollHeight)).toBeGreaterThan(WAIT * 39);
  await line.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await of(page, ids.at(-1)).waitFor();
  expect(await of(page, ids[0]).count()).toBe(0);

  const reads: string[] = [];
  page.on('request', (request) => request.url().includes('/waiting?') && reads.push(request.url()));
  const next = await ask(500 + width);
  await line.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await of(page, next).waitFor({ timeout: 5_000 });
  await admin.send('DELETE', `/callbacks/${next}`);
  await of(page, next).waitFor({ state: 'detached', timeout: 5_000 });
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.filter((url) => url.includes('interactions=')).some((url) => url.includes(next))).toBe(true);

  // From row to row by keys, also to those that were not drawn yet.
  await line.evaluate((box) => box.scrollTo(0, 0));
  await of(page, ids[0]).locator('input').focus();
  for (let n = 0; n < 35; n++) await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-pick'))).not.toBe(ids[0]);
  expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-pick'))).toBe(true);
  await expectWhole(page);
  await expectAccessible(page);
  expect(view.complaints.filter((said) => !said.includes('401'))).toEqual([]);
  await view.close();
});
