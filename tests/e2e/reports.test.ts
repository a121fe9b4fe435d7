// Reports in the browser, after real calls: figures by the hour, the contacts behind a number, the search for contacts, and the file.
import fs from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf } from '../kit/demo.ts';
import { CALLER_HZ, openCentre, type Centre, type Talking } from '../kit/centre.ts';
import { eventually } from '../kit/processes.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let browser: Browser;
let centre: Centre;
let talk: Talking;
/** Of who gave up. */
let gone: string;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(), openCentre()]);
  talk = await centre.talking();
  // His one agent talks: he waits, and gives up.
  const { phone, from } = await centre.caller();
  gone = from;
  const call = await phone.call('4002', { hz: CALLER_HZ });
  await interactionOf(centre.supervisor, from, (each) => each.stage === 'queue');
  await call.hangUp();
  await talk.call.hangUp();
  await centre.quiet();
  await eventually('both contacts to be counted', async () => {
    const { total } = await centre.supervisor.get('/reports/queues');
    return total.answered === 1 && total.abandoned === 1 && total.handled === 1 ? true : null;
  });
});
afterAll(async () => {
  await browser?.close();
  await centre?.close();
});

const sound = async (page: Page): Promise<void> => {
  await expectAccessible(page);
  await expectWhole(page);
};
const rows = (page: Page) => page.getByRole('table', { name: 'Contacts' }).locator('[data-row]');

test('a number of a report leads to its contacts', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  await page.getByRole('link', { name: 'Reports' }).click();
  const sums = page.getByRole('region', { name: 'Over the whole time' });
  const support = sums.getByRole('row', { name: /^Support/ });
  // Offered, answered, service level, abandoned.
  await eventually('the figures', async () =>
    (await support.getByRole('cell').allInnerTexts()).slice(2, 6).join() === '2,1,100% of 1,1' ? true : null,
  );
  await sound(page);
  await support.getByRole('cell').nth(5).getByRole('link').click();
  await page.getByText('1 contact', { exact: true }).waitFor();
  expect(await rows(page).count()).toBe(1);
  await page.getByRole('link', { name: /^Contacts$/ }).waitFor();
  expect(await page.getByLabel('Outcome').inputValue()).toBe('abandoned');
  const { items } = await centre.supervisor.get(`/interactions?outcome=abandoned`);
  expect(items.map((item: { remote: string }) => item.remote)).toEqual([gone]);
  await sound(page);
  // The other way: by agent, and what he handled.
  await page.goto('/reports?kind=agents&interval=15');
  const own = page
    .getByRole('region', { name: 'By interval' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: '1', exact: true }) });
  await own.first().getByRole('link').first().click();
  await page.getByText('1 contact', { exact: true }).waitFor();
  await rows(page).first().getByRole('link').first().click();
  await page.waitForURL(`**/interactions/${talk.id}`);
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});

test('contacts are looked for by number, outcome, length and recording; the address keeps it', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, {
    language: 'zh-CN',
    scheme: 'dark',
    width: 390,
    height: 844,
  });
  await signIn(page, 'supervisor@demo.test');
  const list = page.getByRole('table').locator('[data-row]');
  await page.getByLabel('姓名或号码').fill(gone.slice(-6));
  await eventually('only who gave up', async () => ((await list.count()) === 1 ? true : null));
  expect(page.url()).toContain('q=');
  await page.reload();
  await eventually('the same after a reload', async () => ((await list.count()) === 1 ? true : null));
  await page.getByRole('button', { name: '更多条件' }).click();
  await page.getByLabel('结果').selectOption({ label: '已接起' });
  await page
    .getByText('没有符合筛选条件的联络')
    .or(page.getByRole('heading', { level: 2 }))
    .first()
    .waitFor();
  await page.getByLabel('姓名或号码').fill('');
  await page.getByLabel('录音').selectOption({ label: '有录音' });
  await eventually('the recorded one that was answered', async () => ((await list.count()) === 1 ? true : null));
  await sound(page);
  await page.getByLabel('最短（分钟）').fill('90');
  await eventually('none is that long', async () => ((await list.count()) === 0 ? true : null));
  await page.getByRole('button', { name: '清除筛选' }).first().click();
  await eventually('all of them', async () => ((await list.count()) === 2 ? true : null));
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});

test('the file holds what the screen shows', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, { language: 'zh-CN' });
  await signIn(page, 'supervisor@demo.test');
  await page.goto('/reports?kind=numbers');
  const line = page.getByRole('region', { name: '全部时间合计' }).getByRole('row', { name: /^4002/ });
  await line.waitFor();
  const shown = (await line.getByRole('cell').allInnerTexts()).slice(0, 4);
  await sound(page);
  const take = async (name: string): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return fs.readFileSync(await download.path());
  };
  const [head = [], ...lines] = (await take('CSV'))
    .toString('utf8')
    .replace('\uFEFF', '')
    .trim()
    .split('\r\n')
    .map((text) => text.split(','));
  expect(head.slice(0, 3)).toEqual(['起始', '结束', '号码']);
  const columns = ['呼入量', 'IVR 放弃', '进队量', '接起量'].map((name) => head.indexOf(name));
  const sums = columns.map((column) => lines.reduce((sum, line) => sum + Number(line[column]), 0));
  expect(sums.map(String)).toEqual(shown);
  expect(shown).toEqual(['2', '0', '2', '1']);
  // What is in the workbook is read back beside the code that writes it.
  expect((await take('Excel')).subarray(0, 2).toString()).toBe('PK');
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});
