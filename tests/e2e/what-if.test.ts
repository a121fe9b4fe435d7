// What if, in the browser on a whole Tandem: yesterday played with one agent less, unsaved settings tried in a queue's form, an old version tried from its history, one at a time, both languages and widths.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeId } from '../../server/src/kernel/ids.ts';
import { madeLog, QUEUE } from '../../server/src/modules/routing/core/twin/testkit.ts';
import { testDatabase } from '../../server/src/platform/db/testkit.ts';
import type { NewEvent } from '../../server/src/platform/eventlog/types.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { EAGER } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { freshSettings, signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

const DAY_MS = 86_400_000;
const CONTACTS = 400;
let browser: Browser;
let tandem: Tandem;
let database: Awaited<ReturnType<typeof testDatabase>>;
let admin: Api;
let queue: any;
let yesterday: string;

beforeAll(async () => {
  database = await testDatabase({ sequence: false });
  const settings = { ...(await freshSettings()), DATABASE_URL: database.url };
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem(settings, EAGER)]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
  const { id, key, name } = (await admin.get('/queues?limit=200')).items.find((each: { key: string }) => each.key === 'support');
  const agents = (await admin.get('/agents?limit=200')).items.slice(0, 2);
  queue = { id, name };
  const { today } = await admin.get('/what-if/days');
  yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
  // Midnight of the company's zone, as the demo has it.
  const from = Date.parse(`${yesterday}T00:00:00+08:00`);
  const had = { ...QUEUE, id, key, name, members: agents.map((each: { id: string }) => each.id) };
  await written(madeLog(CONTACTS, from + 9 * 3_600_000, from - 3_600_000, had));
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
  await database?.close();
});

/** Yesterday's facts, as the house would have written them, in its log. */
async function written(log: ReturnType<typeof madeLog>): Promise<void> {
  const actor = { kind: 'system', part: 'test' } as const;
  const tenant = admin.user.tenant as `tnt_${string}`;
  const streamOf = (data: object): string =>
    'interaction' in data ? String(data.interaction) : 'agent' in data ? String(data.agent) : makeId('que', Date.now(), randomBytes(10));
  for (let n = 0; n < log.length; n += 200) {
    const events = log.slice(n, n + 200).map(({ type, data, at }) => ({ stream: streamOf(data), type, data, at, actor }) as NewEvent);
    await database.db.tenant(tenant, (tx) => database.log.append(tx, events));
  }
  await eventually('yesterday to be in the log', async () => {
    const { rows } = await database.db.system((tx) =>
      sql<{ n: number }>`select count(*)::int as n from event_pending`.execute(tx.tables()),
    );
    return rows.at(0)?.n === 0 ? true : null;
  });
  // The figures that go with it.
  const figures = JSON.stringify({ offered: CONTACTS });
  await database.db.tenant(tenant, (tx) =>
    sql`insert into kpi_queue_day (tenant, day, queue, figures) values (${tenant}, ${yesterday}, ${queue.id}, ${figures}::jsonb)`.execute(
      tx.tables(),
    ),
  );
}

/** The thread is nice to everybody else: on a busy machine a day takes its time. */
const answered = (where: Page | Locator): Promise<void> =>
  where.getByRole('table', { name: 'Before and after' }).waitFor({ timeout: 90_000 });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const text = async (page: Page, table: string) => (await page.getByRole('table', { name: table, exact: true }).textContent()) ?? '';

test('a day is asked with fewer agents, followed, and its answer passed on by its address', async () => {
  const { page, complaints, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  await page.goto('/settings/what-if');
  await page.getByText('Nobody has played a day yet.').waitFor();
  await button(page, 'Play the day').click();
  await page.getByText('Change settings of a queue, rules or staffing.').waitFor();

  await button(page, 'Add agents, or take some away').click();
  await page.getByLabel('Agents (+/−)').fill('-1');
  await page.getByRole('group', { name: 'Change of staffing 1' }).getByLabel('Queue').selectOption({ label: queue.name.en });
  await page.getByLabel('Cost per hour').fill('30');
  await page.getByLabel('Replications').fill('20');
  await button(page, 'Play the day').click();
  await page.waitForURL(/run=wif_/u);
  await answered(page);
  const whole = await text(page, 'Before and after');
  expect(whole).toContain('Service level');
  expect(whole).toMatch(/Worse/u);
  expect(await page.getByText(/Decided again as it was, the day gave the same \d+ offers/u).count()).toBe(1);
  expect(await text(page, 'By queue')).toContain(queue.name.en);
  expect(await text(page, 'By half hour')).toContain('09:00');
  await page.getByText(`${queue.name.en}: 1 agent fewer, 09:00 to 17:00`).waitFor();
  await expectAccessible(page);
  await expectWhole(page);
  await picture(page, 'what-if-en');

  // Whoever has the address sees the same.
  const address = new URL(page.url());
  await close();
  const other = await openView(browser, tandem.baseUrl);
  await signIn(other.page, 'admin@demo.test');
  await other.page.goto(address.pathname + address.search);
  await other.page.getByRole('table', { name: 'Before and after' }).waitFor();
  expect(await text(other.page, 'Before and after')).toBe(whole);
  await other.page.setViewportSize({ width: 390, height: 844 });
  await expectWhole(other.page);
  await picture(other.page, 'what-if-narrow-en');
  await other.close();
  expect(complaints.filter((each) => !/401|422/u.test(each))).toEqual([]);
});

test('in Chinese, at both widths; an agent finds nothing of it', async () => {
  const { items } = await admin.get('/what-if');
  const { page, close } = await openView(browser, tandem.baseUrl, { language: 'zh-CN' });
  await signIn(page, 'admin@demo.test');
  await page.goto(`/settings/what-if?run=${items[0].id}`);
  await page.getByRole('table').first().waitFor();
  await expectWhole(page);
  await picture(page, 'what-if-zh');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectWhole(page);
  await picture(page, 'what-if-narrow-zh');
  await close();
  const agent = await apiSignIn(tandem.baseUrl, 'agent1@demo.test');
  await expect(agent.get('/what-if')).rejects.toThrow('access.denied');
});

test('settings of a queue are tried in its form before they are saved, and an old version from its history', async () => {
  const [other, was] = [{ wrapUpMs: 600_000 }, { wrapUpMs: 10_000 }];
  // Two versions: the day had ten seconds, today it is ten minutes.
  await admin.send('PATCH', `/queues/${queue.id}`, was);
  await admin.send('PATCH', `/queues/${queue.id}`, other);
  const { page, complaints, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto(`/settings/queues?open=${queue.id}`);
  const form = page.getByRole('dialog');
  const dry = form.getByRole('group', { name: 'Dry run against a day that was' });
  await dry.getByRole('button', { name: 'Play the day' }).click();
  await answered(dry);
  expect(await dry.textContent()).toMatch(/Worse/u);
  await dry.scrollIntoViewIfNeeded();
  await picture(page, 'what-if-form-en');
  // Nothing was saved by it.
  expect((await admin.get(`/queues/${queue.id}`)).wrapUpMs).toBe(600_000);

  await form.getByText('History', { exact: true }).click();
  const version = form
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: 'Compare with today' }) })
    .first();
  await version.getByRole('button', { name: 'Compare with today' }).click();
  await version.getByText('As this change left it, and as it is today:').waitFor();
  expect(await version.textContent()).toMatch(/Wrap-up.*10 s.*10 min/u);
  await version.getByRole('button', { name: 'Dry run with this version' }).click();
  await version.getByRole('button', { name: 'Play the day' }).click();
  await answered(version);
  await expectAccessible(page);
  await version.scrollIntoViewIfNeeded();
  await picture(page, 'what-if-version-en');
  const [last] = (await admin.get('/what-if')).items;
  const { asked, result } = await admin.get(`/what-if/${last.id}`);
  expect(asked.versions).toHaveLength(1);
  // Of that day's own wrap-up: what it had.
  const fields = result.changed.flatMap((each: any) => each.changes.map((change: any) => change.path.join('.')));
  expect(fields).not.toContain('wrapUpMs');
  expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);
  await close();
});

test('one at a time, and it can be stopped', async () => {
  const staffing = [{ queue: queue.id, from: '00:00', to: '24:00', agents: 5 }];
  const ask = (replications: number) => admin.send('POST', '/what-if', { day: yesterday, staffing, replications });
  const { id } = await ask(200);
  await expect(ask(10)).rejects.toThrow('what-if.running');
  const { page, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto(`/settings/what-if?run=${id}`);
  await page.getByText(/Plays the day:/u).waitFor({ timeout: 60_000 });
  await picture(page, 'what-if-running-en');
  await button(page, 'Stop').click();
  await page.getByText('Stopped before it was over', { exact: true }).waitFor();
  expect((await admin.get(`/what-if/${id}`)).state).toBe('cancelled');
  await close();
});
