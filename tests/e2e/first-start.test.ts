// From an empty installation to a taken call, as its administrator goes: signs in with what the start told him, follows the first steps in the
// browser, and calls his own number from it; an agent whom he just added answers in another browser.
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openView, signIn, type View } from '../kit/chromium.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as apiSignIn, startTandem, type Tandem } from '../kit/tandem.ts';
import { listenIn, loudest, toneMicrophone } from './browser-phone.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

const HZ = 1_200;
let browser: Browser;
let tandem: Tandem;

beforeAll(async () => {
  [browser, tandem] = await Promise.all([
    launchBrowser(toneMicrophone(HZ)),
    startTandem(undefined, { TANDEM_DEMO: '0', TANDEM_FIRST_ADMIN: 'Boss@Acme.test', TANDEM_RATE_SESSION: '1000' }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** As the start told it to who may read the data folder. */
const bossPassword = (): string => {
  const note = fs.readFileSync(path.join(tandem.folder, 'first-account.txt'), 'utf8');
  return /password (\S+)/.exec(note)?.[1] ?? '';
};

/** A picture for whoever wants to look, where TANDEM_PICTURES names a folder. */
async function looksRight(page: Page, name: string): Promise<void> {
  const folder = process.env['TANDEM_PICTURES'];
  if (folder !== undefined) {
    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  }
  await expectAccessible(page);
  await expectWhole(page);
}

/** The tone is a steady one, which is what noise suppression takes away. */
async function withPhone(view: View) {
  const opened = await openView(browser, tandem.baseUrl, view);
  await opened.page.addInitScript(() => localStorage.setItem('tandem.phone.audio', '{"echo":false,"noise":false}'));
  await listenIn(opened.page);
  return opened;
}

test('from nothing to a taken call', async () => {
  const password = bossPassword();
  expect(tandem.program.output()).toContain(password);
  expect(fs.statSync(path.join(tandem.folder, 'first-account.txt')).mode & 0o777).toBe(0o600);

  const { page, close } = await withPhone({});
  await signIn(page, 'boss@acme.test', password);
  await page.waitForURL(/\/start/);
  await page.getByLabel('Company', { exact: true }).fill('Acme Kettles');
  await page.getByLabel('Time zone').fill('Europe/London');
  await page.getByLabel('Country').fill('GB');
  await looksRight(page, 'company');
  await button(page, 'Save and go on').click();

  // All week, all day: the call comes at any hour.
  await page.getByRole('checkbox', { name: 'Saturday' }).check();
  await page.getByRole('checkbox', { name: 'Sunday' }).check();
  await page.getByLabel('From').fill('00:00');
  await page.getByLabel('To', { exact: true }).fill('00:00');
  await button(page, 'Save and go on').click();

  const first = page.getByRole('group', { name: 'Person 1' });
  await first.getByLabel('Name').fill('Ann Agent');
  await first.getByLabel('E-mail').fill('ann@acme.test');
  await button(page, 'Add these people').click();
  const invitation = await page.locator('td code').innerText();
  await button(page, 'Go on').click();

  // Left, and gone on with where he was.
  await page.goto('/');
  await page.waitForURL(/\/start/);
  await page.getByText('3 of 7 done').waitFor();
  await page.getByRole('radio', { name: 'Clinic' }).check();
  await page.getByText('This is Acme Kettles.').waitFor();
  // The one who calls is not the one who answers.
  await page.getByRole('checkbox', { name: /Administrator/ }).uncheck();
  await looksRight(page, 'menu');
  await button(page, 'Make queues and menu').click();

  await button(page, 'Inside numbers only for now').click();
  await page.getByRole('textbox', { name: 'Number' }).fill('8000');
  await button(page, 'Save the number').click();
  await page.getByText('No agent is ready yet.').waitFor();

  const ann = await withPhone({ language: 'en' });
  await signIn(ann.page, 'ann@acme.test', invitation);
  await ann.page.getByRole('button', { name: 'Browser phone: Off' }).click();
  await ann.page.getByRole('switch', { name: 'Use this browser as my phone' }).check();
  await ann.page.getByRole('button', { name: 'Browser phone: Ready' }).waitFor();
  await ann.page.keyboard.press('Escape');
  const api = await apiSignIn(tandem.baseUrl, 'ann@acme.test', invitation);
  await api.send('PUT', `/agents/${api.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
  await page.getByText('1 agent is ready to answer.').waitFor();

  await button(page, 'Use this browser as my phone').click();
  await button(page, 'Call 8000').click();
  // The clinic's menu: 2 are results and questions.
  await button(page, 'Press 2').waitFor();
  const bar = ann.page.getByRole('complementary', { name: 'Your phone' });
  // Like somebody who does not wait for the menu to be there: pressed until it rings. More of it means nothing while he waits in the queue.
  await eventually(
    'the agent’s browser to ring',
    async () => {
      if (await bar.getByText('Ringing').isVisible()) return true;
      await button(page, 'Press 2').click();
      return null;
    },
    60_000,
    1_000,
  );
  await ann.page.keyboard.press('Alt+a');
  await ann.page.getByRole('complementary', { name: 'Your call' }).getByText('Talking').waitFor();
  for (const each of [page, ann.page])
    await eventually('both to hear each other', async () => {
      const hz = await loudest(each);
      return hz !== null && Math.abs(hz - HZ) < 20 ? true : null;
    });
  await page.getByText('The call was taken by Ann Agent.').waitFor();
  await page.getByText('7 of 7 done').waitFor();
  await looksRight(page, 'taken');
  await ann.page.keyboard.press('Alt+x');

  const boss = await apiSignIn(tandem.baseUrl, 'boss@acme.test', password);
  const { items } = await boss.get('/interactions');
  expect(items).toMatchObject([{ direction: 'internal', agent: { name: 'Ann Agent' }, queue: { name: 'Results and questions' } }]);
  expect(await boss.get('/company')).toMatchObject({ name: 'Acme Kettles', zone: 'Europe/London', country: 'GB' });

  await ann.page.goto('/settings/security');
  await button(ann.page, 'Change your password').click();
  await ann.page.getByLabel('Present password').fill(invitation);
  await ann.page.getByLabel('New password').fill('kettles are her own');
  await button(ann.page, 'Change the password').click();
  await ann.page.getByText('Your password was changed.').waitFor();
  await expect(apiSignIn(tandem.baseUrl, 'ann@acme.test', invitation)).rejects.toThrow('401');

  await button(page, 'Finish the first steps').click();
  await page.getByText('The first steps are finished.').waitFor();
  expect((await boss.get('/company')).setUpAt).not.toBeNull();
  await page.goto('/');
  await page.waitForURL(/\/interactions/);
  expect(await page.getByRole('link', { name: 'First steps' }).count()).toBe(0);
  await ann.close();
  await close();
}, 180_000);

test.each<View>([
  { language: 'en', scheme: 'light', width: 1280, height: 720 },
  { language: 'zh-CN', scheme: 'dark', width: 390, height: 844 },
])(
  'users from a file, and back: $language $width',
  async (view) => {
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, view);
    const [en, name] = [view.language === 'en', `file-${view.language}-${view.width}`];
    await signIn(page, 'boss@acme.test', bossPassword());
    await page.goto('/settings/users');
    await page.getByRole('link', { name: en ? 'From a file' : '从文件导入' }).click();
    const csv = `邮箱,Name,Role,Shoe size\nnew${view.width}@acme.test,=Mei Lin,坐席,38\nann@acme.test,Ann Agent,King,40\n`;
    await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText(en ? 'There is no role "King".' : '没有名为“King”的角色。').waitFor();
    await page.getByText('Shoe size').waitFor();
    await page.getByText(en ? 'All 2' : '全部 2').click();
    await looksRight(page, `${name}-preview`);
    await button(page, en ? 'Import the good line only (1)' : '只导入正确的行（1）').click();
    const invitation = await page.locator('td code').innerText();
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, en ? 'Save as a file' : '保存为文件').click()]);
    // A spreadsheet takes the name for text.
    expect(fs.readFileSync(await download.path(), 'utf8')).toContain(`new${view.width}@acme.test,'=Mei Lin,${invitation}`);
    await looksRight(page, `${name}-done`);
    const boss = await apiSignIn(tandem.baseUrl, 'boss@acme.test', bossPassword());
    const people = async () => (await boss.get('/users?limit=200')).items.map((user: { email: string }) => user.email);
    expect(await people()).toContain(`new${view.width}@acme.test`);
    await button(page, en ? 'Undo' : '撤销').click();
    await page.getByText(en ? 'Undone: 1 removed' : '已撤销：删除 1 人').waitFor();
    expect(await people()).not.toContain(`new${view.width}@acme.test`);
    // Who is signed in is asked before anybody is.
    expect(complaints.filter((complaint) => !complaint.includes('status of 401'))).toEqual([]);
    await page.goto('/start?step=hours');
    await page.getByText(en ? 'You are open' : '您的营业时间').waitFor();
    await looksRight(page, `${name}-start`);
    await close();
  },
  120_000,
);
