// The supervisor's measures in the browser: a limit is set, a real call raises its alarm and takes it back, and a wallboard shows it through
// a cut of the line. On a whole Tandem.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as signInApi, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let browser: Browser;
let tandem: Tandem;
let supervisor: Api;
let caller: Softphone;

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem()]);
  supervisor = await signInApi(tandem.baseUrl, 'supervisor@demo.test');
  caller = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: '+8613900000777' });
});
afterAll(async () => {
  caller?.close();
  await browser?.close();
  await tandem?.stop();
});

/** The names of the tiles, as they stand. */
const names = (page: Page) => page.locator('li [data-grip]').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
/** The tile of a board or of the overview that carries this name. */
const tile = (page: Page, name: string) => page.locator('li', { has: page.getByText(name, { exact: true }) }).first();

type Heard = { tones: number[]; notices: string[]; away: boolean };
declare global {
  var heard: Heard;
  var blockedSeen: () => void;
}
/** Keeps what the page plays and has the system show; where `away` is set, nobody looks at the page. */
async function listen(page: Page): Promise<() => Promise<Heard>> {
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(() => {
    globalThis.heard = { tones: [], notices: [], away: false };
    const start = Object.getOwnPropertyDescriptor(AudioScheduledSourceNode.prototype, 'start')!.value as (when?: number) => void;
    OscillatorNode.prototype.start = function (when) {
      globalThis.heard.tones.push(Math.round(this.frequency.value));
      start.call(this, when);
    };
    globalThis.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        globalThis.heard.notices.push(`${title} | ${options?.body}`);
      }
    };
    document.hasFocus = () => !globalThis.heard.away;
  });
  return () => page.evaluate(() => globalThis.heard);
}

/** The console says that something was not found, but not what. */
const nameMissing = (page: Page, complaints: string[]) =>
  page.on('response', (answer) => answer.status() === 404 && complaints.push(`404 ${answer.url()}`));

test('a limit set on the screen, a call that crosses it, and the wall that shows it', async () => {
  const { page, complaints, close } = await openView(browser, tandem.baseUrl);
  nameMissing(page, complaints);
  const heard = await listen(page);
  await signIn(page, 'supervisor@demo.test');
  await page.getByRole('link', { name: 'Live overview' }).click();
  await page.getByText('No limits are set yet.').waitFor();

  // The formula is told to the keyboard as to the pointer, and the arrows walk on.
  await tile(page, 'Waiting').getByRole('button').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tooltip').getByText('longest time since entering the queue').waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('tooltip').getByText('customers on the line in the queue for whom no agent is being rung').waitFor();
  await page.getByRole('columnheader', { name: 'Service yesterday' }).getByRole('button').hover();
  await page.getByRole('tooltip').getByText('the same of yesterday').waitFor();

  await page.getByRole('button', { name: 'Limits', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'New limit' }).click();
  await dialog.getByLabel('Figure').selectOption('waiting');
  await dialog.getByLabel('Alarm at').fill('1');
  await dialog.getByLabel('Only after so many seconds').fill('0');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Alarm from 1 · after 0 s').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  // Nobody is signed in to take it: the caller waits.
  const call = await caller.call('4002');
  const alarms = page.getByRole('region', { name: 'Alarms' });
  await alarms.getByText('Alarm', { exact: true }).waitFor();
  await alarms.getByText('1, limit 1').waitFor();
  await tile(page, 'Waiting').getByText('Alarm', { exact: true }).waitFor();
  // It is heard, once; who looks at the page is shown no notification.
  await eventually('the tone of the alarm', async () => ((await heard()).tones.length > 0 ? true : null));
  expect(await heard()).toMatchObject({ tones: [349, 523], notices: [] });
  await expectAccessible(page);
  await expectWhole(page);

  // A colleague takes care of it: this screen shows it at once.
  const colleague = await openView(browser, tandem.baseUrl, { language: 'zh-CN', width: 390, height: 844 });
  await signIn(colleague.page, 'admin@demo.test');
  await colleague.page.goto('/overview');
  await colleague.page.getByRole('button', { name: '认领：排队中' }).click();
  await colleague.page.getByLabel('备注（可选）').fill('加派人手');
  await expectAccessible(colleague.page);
  await expectWhole(colleague.page);
  await colleague.page.keyboard.press('Enter');
  await colleague.page.getByText(/正在处理/).waitFor();
  await colleague.close();
  await alarms.getByText('加派人手').waitFor();
  await alarms.getByText(/takes care/).waitFor();
  expect(await alarms.getByRole('button', { name: /^Take/ }).count()).toBe(0);
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Wallboard' }).click();
  await page.getByRole('heading', { name: 'The floor', exact: true }).waitFor();
  const waiting = tile(page, 'Waiting');
  await waiting.getByText('Alarm', { exact: true }).waitFor();
  await waiting.getByText('1', { exact: true }).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await expectAccessible(page);
  await expectWhole(page);

  // The line is cut: what is shown says how old it is. The caller gives up meanwhile, and the wall is right again when the line is back.
  await page.context().setOffline(true);
  await page.getByText(/No connection. These figures are \d\d:\d\d old./).waitFor();
  await waiting.getByText('1', { exact: true }).waitFor();
  await call.hangUp();
  await eventually('the alarm to be over', async () => ((await supervisor.get('/alarms')).items[0]?.clearedAt ? true : null));
  await page.context().setOffline(false);
  await page.getByText('Live', { exact: true }).waitFor();
  await waiting.getByText('0', { exact: true }).waitFor();
  await waiting.getByText('Alarm', { exact: true }).waitFor({ state: 'detached' });
  const { items } = await supervisor.get('/alarms');
  expect(items).toMatchObject([{ measure: 'waiting', queue: null, level: 'alarm', limit: 1, value: 1 }]);
  await page.getByRole('link', { name: 'Back to the overview' }).click();
  await alarms.getByText('Over', { exact: true }).waitFor();
  expect(complaints.filter((text) => !/401|ERR_INTERNET_DISCONNECTED/.test(text))).toEqual([]);
  await close();
});

test('alarms are silent for who said so, in this browser; out of sight the system shows them; a limit has its history', async () => {
  const { page, complaints, close } = await openView(browser, tandem.baseUrl);
  const heard = await listen(page);
  await signIn(page, 'supervisor@demo.test');
  await page.getByRole('link', { name: 'Live overview' }).click();
  const alarms = page.getByRole('region', { name: 'Alarms' });
  const sound = alarms.getByRole('switch', { name: 'Sound' });
  await sound.click();
  expect(await sound.getAttribute('aria-checked')).toBe('false');
  for (const each of (await supervisor.get('/thresholds')).items) await supervisor.send('DELETE', `/thresholds/${each.id}`);
  const limit = { measure: 'waiting', queue: null, comparison: 'at-least', warn: 1, alarm: null, holdMs: 0 };
  const { id } = await supervisor.send('POST', '/thresholds', limit);
  await page.evaluate(() => (globalThis.heard.away = true));
  const call = await caller.call('4002');
  await alarms.getByText('Warning', { exact: true }).waitFor();
  expect(await heard()).toMatchObject({ tones: [], notices: [] });

  // Wanted again, it is heard as it gets worse; the wish outlives the page.
  await page.reload();
  await alarms.getByText('Warning', { exact: true }).waitFor();
  expect(await sound.getAttribute('aria-checked')).toBe('false');
  await sound.click();
  await page.evaluate(() => (globalThis.heard.away = true));
  await supervisor.send('PATCH', `/thresholds/${id}`, { alarm: 1 });
  await alarms.getByText('Alarm', { exact: true }).waitFor();
  await eventually('the tone of the alarm', async () => ((await heard()).tones.length > 0 ? true : null));
  expect(await heard()).toMatchObject({ tones: [349, 523], notices: ['Alarm: Waiting | Whole floor · 1, limit 1'] });

  // A wall that nobody has touched yet says that it may not sound.
  const wall = await browser.newContext({ baseURL: tandem.baseUrl, locale: 'en', storageState: await page.context().storageState() });
  // What playwright asks a page counts as a touch: the page is to tell by itself.
  const said = Promise.withResolvers<void>();
  await wall.exposeFunction('blockedSeen', () => said.resolve());
  await wall.addInitScript(() => {
    const look = () => document.body?.innerText.includes('Your browser plays no sound yet.') && globalThis.blockedSeen();
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  const untouched = await wall.newPage();
  await untouched.goto('/wallboard');
  await said.promise;
  const blocked = untouched.getByText('Your browser plays no sound yet.');
  await blocked.waitFor();
  await expectAccessible(untouched);
  await untouched.mouse.click(300, 300);
  await blocked.waitFor({ state: 'detached' });
  await wall.close();
  await call.hangUp();

  await page.getByRole('button', { name: 'Limits', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Change the limit of Waiting/ }).click();
  await dialog.getByText('History', { exact: true }).click();
  await dialog.getByText('None', { exact: true }).first().waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^Undo this change/ }).click();
  await dialog.getByText('Warning from 1 · after 0 s').waitFor();
  expect((await supervisor.get('/thresholds')).items).toMatchObject([{ warn: 1, alarm: null }]);
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});

test('a board is arranged by dragging and by keys, shared, and is the same for a colleague', async () => {
  const { page, complaints, close } = await openView(browser, tandem.baseUrl, { language: 'zh-CN', width: 1920, height: 1080 });
  nameMissing(page, complaints);
  await signIn(page, 'supervisor@demo.test');
  await page.goto('/wallboard');
  await page.getByRole('button', { name: '编排' }).click();
  const before = await names(page);
  expect(before.slice(0, 3)).toEqual(['移动 排队中', '移动 当前最长等待', '移动 今日服务水平']);

  const grip = page.getByRole('button', { name: '移动 排队中' });
  await grip.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('第 2 位，共 9 位').waitFor();
  expect((await names(page)).slice(0, 2)).toEqual(['移动 当前最长等待', '移动 排队中']);
  expect(await grip.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('-');
  await page.getByText('宽 1，高 2').waitFor();

  await page
    .getByRole('button', { name: '移动 今日放弃' })
    .dragTo(page.getByRole('button', { name: '移动 当前最长等待' }), { sourcePosition: { x: 20, y: 20 } });
  await eventually('the dragged tile to be the first', async () => ((await names(page))[0] === '移动 今日放弃' ? true : null));
  await page.getByRole('button', { name: '移除 今日接起' }).click();
  const add = page.getByRole('group', { name: '添加指标' });
  await add.getByLabel('指标范围').selectOption({ label: '客户支持' });
  await add.getByLabel('指标', { exact: true }).selectOption('estimatedWaitMs');
  await add.getByRole('button', { name: '添加指标' }).click();
  await expectAccessible(page);
  await expectWhole(page);
  const arranged = await names(page);
  expect(arranged).toHaveLength(9);
  expect(arranged.at(-1)).toBe('移动 预计等待');
  await page.getByLabel('大屏名称').fill('一号厅');
  await page.getByLabel('所有人可见').check();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('heading', { name: '一号厅' }).waitFor();
  await expectAccessible(page);

  const other = await openView(browser, tandem.baseUrl, { language: 'en', width: 390, height: 844 });
  await signIn(other.page, 'agent1@demo.test');
  await other.page.goto('/wallboard');
  await other.page.getByRole('heading', { name: '一号厅' }).waitFor();
  const shown = await other.page.locator('main li p:first-child').allInnerTexts();
  expect([shown[0], shown.at(-1), shown.length]).toEqual(['Abandoned today', 'Estimated wait', 9]);
  await expectWhole(other.page);
  await other.close();

  await page.getByRole('button', { name: '编排' }).click();
  expect(await names(page)).toEqual(arranged);
  await page.getByLabel('大屏名称').fill('二号厅');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('heading', { name: '二号厅' }).waitFor();
  await page.getByRole('button', { name: '编排' }).click();
  await page.getByText('历史记录', { exact: true }).click();
  await page.getByRole('button', { name: /^撤销此更改/ }).waitFor();
  await expectAccessible(page);
  await expectWhole(page);
  await page.getByRole('button', { name: /^撤销此更改/ }).click();
  await page.getByRole('heading', { name: '一号厅' }).waitFor();
  await page.getByRole('button', { name: '编排' }).click();
  await page.getByRole('button', { name: '删除大屏' }).click();
  await page.getByRole('heading', { name: '现场' }).waitFor();
  expect((await supervisor.get('/wallboards')).items).toEqual([]);
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});
