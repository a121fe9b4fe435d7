// Opening hours in the browser: a calendar file read, seen over twelve months before it is saved, taken back; a file that is none; a rule mended.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { EAGER } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

let browser: Browser;
let tandem: Tandem;
let admin: Api;
let id: string;

const next = new Date().getUTCFullYear() + 1;
const CALENDAR = [
  'BEGIN:VCALENDAR',
  'X-WR-CALNAME:Public holidays',
  ...event('Spring Festival', [`DTSTART;VALUE=DATE:${next}0205`, `DTEND;VALUE=DATE:${next}0212`]),
  ...event('New Year', ['DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY']),
  ...event('Stock taking', [`DTSTART:${next}0302T090000`, `DTEND:${next}0302T120000`]),
  ...event('Long ago', ['DTSTART;VALUE=DATE:20200301']),
  'END:VCALENDAR',
].join('\r\n');

function event(name: string, lines: string[]): string[] {
  return ['BEGIN:VEVENT', `UID:${name}`, `SUMMARY:${name}`, ...lines, 'END:VEVENT'];
}

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem(undefined, EAGER)]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
  const week = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }];
  const made = await admin.send('POST', '/hours', {
    key: 'branch',
    name: { en: 'Branch', 'zh-CN': '分店' },
    zone: 'Asia/Shanghai',
    week,
    special: [],
  });
  id = made.id;
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const drawer = (page: Page) => page.getByRole('dialog');
const give = (page: Page, name: string, text: string) =>
  drawer(page)
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/calendar', buffer: Buffer.from(text) });
const special = async (): Promise<any[]> => (await admin.get(`/hours/${id}`)).special;

test('a calendar file becomes special days, seen before they are saved and taken back by a click', async () => {
  const { page, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/hours');
  await button(page, 'Branch').click();
  await drawer(page).getByText('No special day in these months.').waitFor();

  await give(page, 'holidays.ics', '%PDF-1.4 something else');
  await drawer(page).getByText('A file of events in the iCalendar format is needed').waitFor();

  await give(page, 'holidays.ics', CALENDAR);
  await drawer(page).getByText('3 days from today on Public holidays').waitFor();
  await drawer(page).getByText('1 event is left out').click();
  await drawer(page).getByText('Long ago: is over').waitFor();
  await drawer(page).getByLabel('Stock taking is taken as').selectOption('event');
  await expectAccessible(page);
  await picture(page, 'hours-file');
  await button(page, 'Add 3 days to the form').click();

  // Shown before it is saved; nothing is kept yet.
  const list = drawer(page).getByRole('list', { name: 'Special days of the next twelve months' });
  await list.getByText('Spring Festival').waitFor();
  const rows = await list.getByRole('listitem').allTextContents();
  expect(rows.find((each) => each.includes('Spring Festival'))).toContain('Closed, holiday');
  expect(rows.find((each) => each.includes('Stock taking'))).toContain('09:00–12:00');
  expect(await special()).toEqual([]);
  await list.scrollIntoViewIfNeeded();
  await picture(page, 'hours-year');
  await button(page, 'Save').click();
  await drawer(page).waitFor({ state: 'detached' });
  expect(await special()).toEqual([
    { on: { rule: 'DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY' }, name: { en: 'New Year' }, holiday: true, open: [] },
    { on: { date: `${next}-02-05`, days: 7 }, name: { en: 'Spring Festival' }, holiday: true, open: [] },
    { on: { date: `${next}-03-02` }, name: { en: 'Stock taking' }, holiday: false, open: [{ from: '09:00', to: '12:00' }] },
  ]);
  await button(page, 'Undo').click();
  await eventually('as it was', async () => ((await special()).length === 0 ? true : null));
  await close();
});

test('a rule that needs a first day says so, and reads once it has one; in Chinese, on a phone', async () => {
  await admin.send('PATCH', `/hours/${id}`, {
    special: [
      { on: { rule: 'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1' }, name: { en: 'Labour Day', 'zh-CN': '劳动节' }, holiday: true, open: [] },
    ],
  });
  const { page, close } = await openView(browser, tandem.baseUrl, { language: 'zh-CN', width: 390, height: 844 });
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/hours');
  await button(page, '分店').click();
  await drawer(page).getByLabel('日期', { exact: true }).first().selectOption('rule');
  const rule = drawer(page).getByLabel('规则', { exact: true });
  await rule.fill('FREQ=WEEKLY;INTERVAL=2;BYDAY=FR');
  await drawer(page).getByText('因为 INTERVAL，需要起始日').waitFor();
  await rule.fill('DTSTART:20260102\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR');
  const list = drawer(page).getByRole('list', { name: '未来十二个月的特殊日期' });
  await list.getByText('劳动节').first().waitFor();
  expect(await list.getByRole('listitem').count()).toBeGreaterThan(20);
  await expectWhole(page);
  await picture(page, 'hours-year-zh');
  await button(page, '保存').click();
  await drawer(page).waitFor({ state: 'detached' });
  expect((await special()).map(({ on }) => on.rule)).toEqual(['DTSTART:20260102\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR']);
  await close();
});
