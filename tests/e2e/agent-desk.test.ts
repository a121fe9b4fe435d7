// The agent's desk in a browser, on a whole Tandem with real phones: the page that opens as it rings, who calls, wrap-up, the own day, passing on by pinyin.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { AGENT_HZ, CALLER_HZ, openCentre, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf, tuneQueue } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

/** Of the demo: a customer with orders, and a number that two customers have. */
const KNOWN = '+8613800138001';
const SHARED = '+862165430021';

let browser: Browser;
let centre: Centre;
const phones: Softphone[] = [];

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(), openCentre()]);
  await tuneQueue(centre.admin, 'support', { wrapUpMs: 90_000 });
});
afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close();
  await centre.quiet();
});
afterAll(async () => {
  await browser?.close();
  await centre?.close();
});

const sound = async (page: Page): Promise<void> => {
  await expectAccessible(page);
  await expectWhole(page);
};
const desk = async (view: Parameters<typeof openView>[2]) => {
  const opened = await openView(browser, centre.tandem.baseUrl, view);
  // When the event came to the page, and when what it is about could be read there.
  await opened.page.addInitScript(() => {
    const marks: { event?: number; seen?: number } = {};
    Object.assign(window, { marks });
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', ({ data }) => {
          if (typeof data === 'string' && data.includes('"work.offered"')) marks.event = performance.now();
        });
      }
    };
    new MutationObserver(() => {
      if (marks.event !== undefined && marks.seen === undefined && document.body.innerText.includes('1017')) marks.seen = performance.now();
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await signIn(opened.page, 'agent1@demo.test');
  return opened;
};
const ring = async (from: string, number = '4002') => {
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: centre.tandem.sipPort }, user: from });
  phones.push(phone);
  const call = await phone.call(number, { hz: CALLER_HZ });
  const own = await centre.one.phone.incoming();
  own.media.tone(AGENT_HZ);
  return { call, own };
};
/** Of the contact whose page is open. */
const shown = (page: Page) => centre.supervisor.get(`/interactions/${new URL(page.url()).pathname.split('/').at(-1)!}`);
const wrapUpsOf = (page: Page): Promise<any[]> =>
  eventually('the wrap-up to be told', async () => {
    const { wrapUps } = await shown(page);
    return wrapUps.length > 0 ? wrapUps : null;
  });

test('as it rings the contact opens with profile and orders; two keys wrap it up', async () => {
  const { page, complaints, close } = await desk({});
  await page.getByRole('region', { name: 'Your day' }).waitFor();
  await sound(page);
  const requests: string[] = [];
  page.on('request', (request) => request.url().includes('/api/v1/') && requests.push(request.url()));
  const { call, own } = await ring(KNOWN);
  own.ring();
  await page.waitForURL('**/interactions/int_*');
  await page.getByText('A call for you').waitFor();
  const customer = page.getByRole('region', { name: 'Customer', exact: true });
  await customer.getByText('王芳').waitFor();
  await customer.getByText('vip').waitFor();
  await page.getByText('Order 1017').waitFor();
  const { event, seen } = await page.evaluate(() => (window as unknown as { marks: { event: number; seen: number } }).marks);
  process.stdout.write(`pop: ${Math.round(seen - event)} ms from the event to profile and orders, ${requests.length} requests\n`);
  // The goal, 500 ms, is bench:desk's to hold on a quiet machine; here it may be loaded.
  expect(seen - event).toBeLessThan(3_000);
  expect(requests.length).toBeLessThan(30);
  await sound(page);

  own.accept();
  await call.answered();
  await page.getByRole('button', { name: 'Hang up' }).first().waitFor();
  await own.hangUp();
  const form = page.getByRole('region', { name: 'Wrap-up' });
  const search = form.getByRole('combobox');
  await expect.poll(() => search.evaluate((field) => field === document.activeElement), { timeout: 10_000 }).toBe(true);
  await sound(page);
  // More time, as the queue allows; then what stands first, and done.
  const left = form.getByRole('timer');
  const seconds = async () => (await left.innerText()).split(':').reduce((total, part) => total * 60 + Number(part), 0);
  const before = await seconds();
  await page.keyboard.press('Alt+l');
  await expect.poll(seconds, { timeout: 10_000 }).toBeGreaterThan(before);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await form.getByText('Question answered', { exact: true }).waitFor();
  expect(await wrapUpsOf(page)).toMatchObject([{ disposition: 'answered', resolved: true, notes: null }]);
  await eventually('the agent to be free', async () => ((await centre.one.shown()).state === 'idle' ? true : null));
  await page.getByText('wrapped up: Question answered, resolved.').waitFor();

  await page.getByRole('link', { name: 'Contacts', exact: true }).click();
  await page.locator('[data-figure=contacts] dd', { hasText: '1' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Alt+L').waitFor();
  await sound(page);
  await page.keyboard.press('Escape');
  expect(complaints.filter((text) => !/401|404/.test(text))).toEqual([]);
  await close();
});

test('two have the number: one is chosen; passed on by pinyin; wrapped up with a call-back, by keys', async () => {
  const { page, complaints, close } = await desk({ language: 'zh-CN', scheme: 'dark' });
  const { call, own } = await ring(SHARED);
  own.ring();
  const customer = page.getByRole('region', { name: '客户', exact: true });
  await customer.getByText('多位客户使用此号码').waitFor();
  own.accept();
  await call.answered();
  await sound(page);
  await customer.getByRole('button', { name: '是 陈浩' }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '陈浩' }).waitFor();
  const chosen = await shown(page);
  expect(chosen.customer).toMatchObject({ name: '陈浩', known: true });

  // Her colleague serves the other queue: found by the initials of its name.
  await centre.two.presence('available');
  await page.keyboard.press('Alt+t');
  const whom = page.getByRole('combobox', { name: '转接给' });
  await whom.fill('xs');
  await page.getByRole('option', { name: /销售 4003/ }).waitFor();
  await sound(page);
  await page.keyboard.press('Enter');
  const other = await centre.two.phone.incoming();
  other.accept();
  await own.ended();

  const form = page.getByRole('region', { name: '话后处理' });
  const search = form.getByRole('combobox');
  await search.waitFor();
  await search.fill('hd');
  await search.press('Enter');
  expect(await form.getByLabel('给客户回电').isChecked()).toBe(true);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await form.getByLabel('不早于').fill(`${tomorrow}T09:30`);
  await form.getByLabel('备注').fill('问到货时间');
  await sound(page);
  await page.keyboard.press('Control+Enter');
  await form.getByText('承诺回电', { exact: true }).waitFor();
  expect(await wrapUpsOf(page)).toMatchObject([{ disposition: 'call-back', resolved: false, notes: '问到货时间' }]);
  const { items } = await centre.supervisor.get('/callbacks?state=waiting');
  expect(items).toMatchObject([{ customer: chosen.customer.id, name: '陈浩' }]);
  expect(items[0].notBefore).toBeGreaterThan(Date.now());
  await centre.admin.send('DELETE', `/callbacks/${items[0].id}`);
  await call.hangUp();
  expect(complaints.filter((text) => !/401|404/.test(text))).toEqual([]);
  await close();
});

test('somebody new gets a name; who was missed is in the log and can be called again', async () => {
  const from = '+8613900007701';
  const { call, own } = await ring(from);
  own.ring();
  // It rings already when the page is opened.
  const { page, complaints, close } = await desk({ width: 390, height: 844 });
  await page.getByText('A call for you').waitFor();
  await page.getByText('Nobody knows this number yet.').waitFor();
  await page.getByRole('button', { name: 'New customer' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Sun Li');
  await page.getByLabel('Level').selectOption('gold');
  await sound(page);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sun Li' }).waitFor();
  own.refuse(486);
  await page.getByRole('link', { name: 'Contacts', exact: true }).click();
  await page.getByRole('link', { name: 'See missed calls' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Sun Li' });
  await row.getByRole('button', { name: /^Call \+86 139 0000 7701/ }).click();
  expect(await page.getByRole('combobox', { name: 'Whom to call' }).inputValue()).toBe('+86 139 0000 7701');
  await sound(page);
  // Where it was not his, only who called is told.
  expect(await row.getByRole('link').count()).toBe(0);
  await call.hangUp();
  expect(complaints.filter((text) => !/401|404/.test(text))).toEqual([]);
  await close();
});

test('an administrator groups the choices; what was chosen before stays readable', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, { language: 'zh-CN' });
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/dispositions');
  await page.getByRole('button', { name: '移除 已解答问题' }).click();
  await page.getByRole('button', { name: '添加', exact: true }).click();
  await page.keyboard.type('配送');
  const [group, inner] = [page.getByRole('listitem').last(), page.getByRole('listitem').last()];
  await group.getByLabel('英文名称').fill('Delivery');
  await page.getByRole('button', { name: '在 配送 下添加' }).click();
  await page.keyboard.type('延误');
  await inner.getByLabel('英文名称').fill('Too late');
  await sound(page);
  await page.getByRole('button', { name: '保存列表' }).click();
  await page.getByText('已保存为版本 1。').waitFor();
  await sound(page);
  const { items, names } = await centre.one.api.get('/dispositions');
  expect(items.at(-1)).toMatchObject({ key: 'too-late', parent: 'delivery', name: { 'zh-CN': '延误', en: 'Too late' } });
  expect(names).toContainEqual({ key: 'answered', path: [{ en: 'Question answered', 'zh-CN': '已解答问题' }] });
  // The contact that was wrapped up with what is gone.
  const { id } = await interactionOf(centre.supervisor, KNOWN);
  await page.goto(`/interactions/${id}`);
  await page.getByRole('region', { name: '话后处理' }).getByText('已解答问题').waitFor();
  const refused = await centre.one.api.raw(`/interactions/${id}/wrap-up`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ disposition: 'answered', resolved: true }),
  });
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'disposition.unknown']);
  expect(complaints.filter((text) => !/401/.test(text))).toEqual([]);
  await close();
});
