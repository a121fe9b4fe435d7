// Matching in the browser on a whole Tandem: switched on for a queue that has a history, who is good at what, a real call given by prediction and told so, settings, both languages and widths.
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../server/src/platform/db/testkit.ts';
import { openCentre, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf, untilEvent } from '../kit/demo.ts';
import { freshSettings } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

let browser: Browser;
let centre: Centre;
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  database = await testDatabase();
  const settings = { ...(await freshSettings()), DATABASE_URL: database.url };
  [browser, centre] = await Promise.all([launchBrowser(), openCentre(settings)]);
});
afterAll(async () => {
  await browser?.close();
  await centre?.close();
  await database?.close();
});

/** Yesterday's contacts of the queue's agents, as the reader would have them: the agent who is there takes four minutes, the others six; half and nine tenths resolved. */
async function yesterday(quick: string): Promise<number> {
  const { members } = await centre.admin.get(`/queues/${centre.support}`);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    for (const agent of members as string[])
      await client.query(
        `insert into matching_contact (tenant, work, queue, issue, agent, assigned_at, handle_ms, resolved)
         select tenant, 'wrk_' || gen_random_uuid(), id, 'voice', $2, $3, $4::bigint * (60 + (n % 20) * 4) / 98, n % 10 < $5
         from directory_queue, generate_series(0, 99) as n where id = $1`,
        [centre.support, agent, Date.now() - 86_400_000, agent === quick ? 240_000 : 360_000, agent === quick ? 9 : 5],
      );
  } finally {
    await client.end();
  }
  return members.length;
}

test('switched on, learned, used for the next call and told there', async () => {
  const { one, admin } = centre;
  const members = await yesterday(one.id);
  expect(members).toBeGreaterThan(1);
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  const sound = async (): Promise<void> => {
    await expectAccessible(page);
    await expectWhole(page);
  };
  await signIn(page, 'admin@demo.test');
  const { name } = await admin.get(`/queues/${centre.support}`);
  await page.getByRole('link', { name: 'Matching', exact: true }).click();
  const queues = page.getByRole('table', { name: 'Matching by prediction' });
  const line = queues.getByRole('row').filter({ hasText: name.en });
  await line.getByText('Off', { exact: true }).waitFor();
  await sound();
  await picture(page, 'matching-queues-en');
  await line.getByRole('link', { name: name.en }).click();

  await page.getByText('asks by another order').waitFor();
  await page.getByRole('button', { name: 'Ask by best predicted outcome' }).click();
  await page.getByText('Matching', { exact: true }).first().waitFor();
  const table = page.getByRole('table', { name: 'Any contact of the queue' });
  await table.waitFor();
  const { name: quick } = await one.shown();
  const first = (await table.getByRole('row').nth(1).textContent()) ?? '';
  expect(first).toContain(quick);
  expect(first).toMatch(/0[34]:\d\d/);
  await sound();
  await picture(page, 'matching-queue-en');
  const detail = await admin.get(`/matching/${centre.support}`);
  expect(detail).toMatchObject({ state: 'matching', model: 1, contacts: members * 100 });
  expect((await admin.get(`/queues/${centre.support}`)).order).toBe('best-outcome');

  // All is matched or held out; either way it is told, in the event, in the explanation, and in the contact's timeline.
  const { phone, from } = await centre.caller();
  await phone.call('4002');
  const ringing = await one.phone.incoming();
  const { id } = await interactionOf(centre.supervisor, from);
  const [offered] = await untilEvent(centre.supervisor, id, 'work.offered');
  const match = offered?.data.why.match;
  expect(match).toMatchObject({ model: 1, issue: 'voice' });
  expect(match.predictedMs).toBeLessThan(match.averageMs);
  const explained = await centre.supervisor.get(`/interactions/${id}/explain`);
  expect(explained.works.at(0)?.offers.at(0)?.why.match).toEqual(match);
  await page.goto(`/interactions/${id}`);
  await page.getByText(match.as === 'matched' ? /Predicted 0[34]:\d\d against 0\d:\d\d on average/ : /Held out of matching/).waitFor();
  await picture(page, 'matching-why-en');
  ringing.accept();

  // Fairness and hold-out are changed, and what cannot be is said.
  await page.goto(`/matching?queue=${centre.support}`);
  const holdOut = page.getByLabel('Held out for comparison');
  await holdOut.fill('25');
  await page.getByLabel('Fairness: at most above the mean time at work').fill('');
  await page.getByRole('combobox', { name: 'Matching', exact: true }).selectOption({ label: 'On, never falls back' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect((await admin.get(`/matching/${centre.support}`)).settings).toEqual({ mode: 'always', goal: 'time', holdOut: 0.25, cap: null });
  const { items: audit } = await admin.get('/audit?action=matching.change');
  expect(audit).toHaveLength(1);
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});

test('reads well in Chinese and on a telephone, and an agent does not see it', async () => {
  const chinese = await openView(browser, centre.tandem.baseUrl, { language: 'zh-CN' });
  await signIn(chinese.page, 'supervisor@demo.test');
  await chinese.page.goto('/matching');
  await chinese.page.getByRole('table', { name: '预测匹配' }).waitFor();
  await picture(chinese.page, 'matching-queues-zh');
  await chinese.page.goto(`/matching?queue=${centre.support}`);
  await chinese.page.getByRole('table', { name: '该队列的任何联络' }).waitFor();
  await expectAccessible(chinese.page);
  await expectWhole(chinese.page);
  // A supervisor sees it, and changes nothing.
  expect(await chinese.page.getByRole('button', { name: '保存' }).count()).toBe(0);
  await picture(chinese.page, 'matching-queue-zh');
  await chinese.close();
  for (const language of ['en', 'zh-CN'] as const) {
    const narrow = await openView(browser, centre.tandem.baseUrl, { language, width: 390, height: 844 });
    await signIn(narrow.page, 'admin@demo.test');
    await narrow.page.goto(`/matching?queue=${centre.support}`);
    await narrow.page.getByRole('table').first().waitFor();
    await expectAccessible(narrow.page);
    await expectWhole(narrow.page);
    await picture(narrow.page, `matching-narrow-${language}`);
    await narrow.page.goto('/matching');
    await narrow.page.getByRole('table').first().waitFor();
    await expectWhole(narrow.page);
    await picture(narrow.page, `matching-queues-narrow-${language}`);
    await narrow.close();
  }
  const agent = await openView(browser, centre.tandem.baseUrl);
  await signIn(agent.page, 'agent1@demo.test');
  expect(await agent.page.getByRole('link', { name: 'Matching', exact: true }).count()).toBe(0);
  await agent.close();
});

/** Contacts of today that were matched or held out, all with the agent who is there. */
async function today(matched: 'matched' | 'held-out', count: number, handleMs: number, predictedMs: number): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(
      `insert into matching_contact (tenant, work, queue, issue, agent, assigned_at, handle_ms, resolved, matched, predicted_ms, average_ms)
       select tenant, 'wrk_' || gen_random_uuid(), id, 'voice', $2, $3, $4::bigint * (60 + (n % 20) * 4) / 98, n % 10 < 7, $5, $6, 340000
       from directory_queue, generate_series(1, $7) as n where id = $1`,
      [centre.support, centre.one.id, Date.now(), handleMs, matched, predictedMs, count],
    );
  } finally {
    await client.end();
  }
}

test('says what it is worth, falls back by itself where it harms, tells the supervisors, and goes on when it is told to', async () => {
  await centre.admin.send('PATCH', `/matching/${centre.support}`, { mode: 'automatic' });
  await today('matched', 900, 240_000, 240_000);
  await today('held-out', 150, 360_000, 360_000);
  const { page, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto(`/matching?queue=${centre.support}`);
  await page.getByText(/^2\d\.\d% shorter$/).waitFor();
  await picture(page, 'matching-worth-en');
  await today('matched', 4_000, 700_000, 240_000);
  await page.getByRole('button', { name: 'Learn now' }).click();
  await page.getByText('Fell back', { exact: true }).waitFor();
  await page.getByText(/the longest idle is asked again: handling times got \d+\.\d% longer/).waitFor();
  await expectAccessible(page);
  await picture(page, 'matching-fell-back-en');
  const chinese = await openView(browser, centre.tandem.baseUrl, { language: 'zh-CN' });
  await signIn(chinese.page, 'supervisor@demo.test');
  await chinese.page.goto(`/matching?queue=${centre.support}`);
  await chinese.page.getByText('恢复按空闲最久分配').waitFor();
  await picture(chinese.page, 'matching-fell-back-zh');
  await chinese.page.goto('/alerts');
  await chinese.page.getByText('预测匹配已退回').waitFor({ timeout: 40_000 });
  await picture(chinese.page, 'matching-alert-zh');
  await chinese.close();
  expect((await centre.admin.get(`/matching/${centre.support}`)).fallBack).toMatchObject({ reason: 'longer' });
  await page.getByRole('button', { name: 'Match again' }).click();
  await page.getByText('Fell back', { exact: true }).waitFor({ state: 'detached' });
  expect(await centre.admin.get(`/matching/${centre.support}`)).toMatchObject({
    state: 'matching',
    fallBack: null,
    uplift: { matched: 0, heldOut: 0 },
  });
  await close();
}, 90_000);
