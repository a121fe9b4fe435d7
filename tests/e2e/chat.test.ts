// A web chat as both live it: a visitor on a shop's page, an agent at the desk, on the whole product. Both talk; a note stays inside; one ends it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openView, signIn, type View } from '../kit/chromium.ts';
import { demoAgent, EAGER, type DemoAgent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

let browser: Browser;
let tandem: Tandem;
let admin: Api;
let agent: DemoAgent;
let queue: string;

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem(undefined, EAGER)]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
  agent = await demoAgent(tandem, 1);
  const made = await admin.send('POST', '/queues', {
    key: 'web',
    name: { en: 'Web', 'zh-CN': '网页' },
    members: [agent.id],
    wrapUpMs: 0,
    offerTimeoutMs: 120_000,
  });
  queue = made.id;
}, 120_000);
afterAll(async () => {
  agent?.phone.close();
  await browser?.close();
  await tandem?.stop();
});

const say = {
  en: {
    settings: { new: 'New web chat', name: 'Name in English', create: 'Create', demo: 'Try it on a demo page' },
    site: 'Green Leaf',
    opener: /^Open the chat/,
    question: 'Where is my order 1007?',
    waits: 'You are next.',
    offer: 'A chat for you',
    accept: 'Accept',
    field: 'Message to the customer',
    answer: 'It comes tomorrow.',
    noteKind: 'Internal note',
    noteField: 'Note for colleagues; the customer never sees it',
    note: 'Was promised a voucher.',
    read: 'Read',
    writing: /is writing …$/,
    unsent: 'And could it',
    end: 'End chat',
    over: 'The chat is over.',
    ended: 'This chat has ended. Write to begin again.',
    again: 'And may I change the address?',
    earlier: /^Earlier contact, /,
    current: 'This contact',
    chats: 'Your chats',
    type: 'Chat',
  },
  'zh-CN': {
    settings: { new: '新建网页客服', name: '中文名称', create: '创建', demo: '在演示页面上试用' },
    site: '绿叶茶园',
    opener: /^打开在线客服/,
    question: '我的订单 1007 到哪里了？',
    waits: '下一位就是您。',
    offer: '新的在线会话',
    accept: '接受',
    field: '发给客户的消息',
    answer: '明天送达。',
    noteKind: '内部备注',
    noteField: '给同事的备注，客户看不到',
    note: '已答应送优惠券。',
    read: '已读',
    writing: /正在输入……$/,
    unsent: '另外能不能',
    end: '结束会话',
    over: '会话已结束。',
    ended: '本次会话已结束。发送消息可重新开始。',
    again: '可以改地址吗？',
    earlier: /^之前的联络，/,
    current: '本次联络',
    chats: '您的会话',
    type: '在线会话',
  },
} as const;

const log = (page: Page) => page.getByRole('log');
/** Machines of tests have no loudspeaker to ring with. */
const unexpected = (complaint: string): boolean => !complaint.includes('status of 401') && !complaint.includes('AudioContext');
const textIn = (page: Page, text: string) => log(page).getByText(text, { exact: true });

async function siteOf(name: string): Promise<{ id: string; key: string }> {
  const wish = { name: { en: name }, greeting: { en: 'Hello!', 'zh-CN': '您好！' }, colour: '#0d635e', queue, origins: [] };
  return admin.send('POST', '/chat-sites', wish);
}

/** A visitor on the demo shop, whose chat is open. */
async function visit(key: string, view: View & { language: 'en' | 'zh-CN' }) {
  const opened = await openView(browser, tandem.baseUrl, view);
  await opened.page.goto(`/chat/demo.html?key=${key}&lang=${view.language === 'en' ? 'en' : 'zh'}`);
  await opened.page.getByRole('button', { name: say[view.language].opener }).click();
  await opened.page.getByRole('textbox').waitFor();
  return opened;
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
  await textIn(page, text).waitFor();
}

type Both = View & { language: 'en' | 'zh-CN'; phone: View & { language: 'en' | 'zh-CN' } };

describe.each<Both>([
  {
    language: 'en',
    scheme: 'light',
    width: 1280,
    height: 720,
    phone: { language: 'en', scheme: 'light', width: 1280, height: 720 },
  },
  {
    language: 'zh-CN',
    scheme: 'dark',
    width: 1280,
    height: 720,
    phone: { language: 'zh-CN', scheme: 'dark', width: 390, height: 844 },
  },
])('$language $scheme', ({ phone, ...view }) => {
  const words = say[view.language];
  const name = `${view.language}-${view.scheme}`;

  test('a visitor and an agent talk; a reload in between; a note stays inside; it ends and goes on', async () => {
    const site = await siteOf(`Talk ${name}`);
    const desk = await openView(browser, tandem.baseUrl, view);
    await signIn(desk.page, 'agent1@demo.test');
    await desk.page.locator('main').waitFor();

    const shop = await visit(site.key, phone);
    await write(shop.page, words.question);

    const offer = desk.page.getByRole('region', { name: words.offer });
    await offer.getByText(words.question).waitFor();
    await picture(desk.page, `chat-offer-${name}`);
    await expectAccessible(desk.page);
    await expectWhole(desk.page);
    await desk.page.keyboard.press('Alt+a');

    const field = desk.page.getByRole('textbox', { name: words.field });
    await field.waitFor();
    await textIn(desk.page, words.question).waitFor();
    await field.fill(words.answer);
    await field.press('Enter');
    await textIn(shop.page, words.answer).waitFor();
    await log(desk.page).locator('[data-state=read]').getByText(words.read).waitFor();
    await log(shop.page)
      .getByText(new RegExp(`· ${words.read}$`))
      .waitFor();

    // Each sees that the other is writing, before it is sent.
    await field.pressSequentially('…');
    await shop.page.getByRole('status').filter({ hasText: words.writing }).waitFor();
    await field.fill('');
    await shop.page.getByRole('dialog').getByRole('textbox').fill(words.unsent);
    await desk.page.getByText(words.unsent).waitFor();

    await shop.page.reload();
    await textIn(shop.page, words.answer).waitFor();
    await desk.page.reload();
    await textIn(desk.page, words.answer).waitFor();

    await desk.page.keyboard.press('Alt+i');
    const note = desk.page.getByRole('textbox', { name: words.noteField });
    await note.fill(words.note);
    await picture(desk.page, `chat-note-${name}`);
    await note.press('Enter');
    await textIn(desk.page, words.note).waitFor();
    await desk.page.getByRole('textbox', { name: words.field }).waitFor();

    await write(shop.page, words.again);
    await textIn(desk.page, words.again).waitFor();
    await desk.page.getByRole('navigation', { name: words.chats }).waitFor();
    await picture(desk.page, `chat-desk-${name}`);
    await picture(shop.page, `chat-shop-${name}`);
    await expectAccessible(desk.page);
    await expectWhole(desk.page);
    await expectAccessible(shop.page);
    await expectWhole(shop.page);

    await desk.page.getByRole('button', { name: words.end }).click();
    await shop.page.getByText(words.ended).waitFor();
    await desk.page.getByText(words.over).waitFor();
    await expect(shop.page.content()).resolves.not.toContain(words.note);
    expect(await log(shop.page).textContent()).not.toContain(words.note);

    // Who writes again is the same story's next contact.
    await write(shop.page, `${words.again}!`);
    await desk.page.getByRole('region', { name: words.offer }).getByRole('button', { name: words.accept }).click();
    await desk.page.getByRole('textbox', { name: words.field }).waitFor();
    await log(desk.page).getByText(words.earlier).waitFor();
    await log(desk.page).getByText(words.current, { exact: true }).waitFor();
    expect(
      await log(desk.page)
        .locator('[data-message]')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-message'))),
    ).toEqual(['1', '2', '3', '4', '5']);
    await picture(desk.page, `chat-again-${name}`);
    await desk.page.keyboard.press('Alt+x');
    await desk.page.getByText(words.over).waitFor();

    await desk.page.goto('/interactions?channel=chat');
    await desk.page.locator('[data-row]').first().waitFor();
    await desk.page.getByRole('img', { name: words.type, exact: true }).first().waitFor();
    await picture(desk.page, `chat-list-${name}`);
    expect(desk.complaints.filter(unexpected)).toEqual([]);
    expect(shop.complaints).toEqual([]);
    await shop.close();
    await desk.close();
  });

  test('an administrator makes a web chat, and tries it on the demo page', async () => {
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, phone);
    await signIn(page, 'admin@demo.test');
    await page.goto('/settings/chat');
    await page.getByRole('button', { name: words.settings.new }).first().click();
    await page.getByRole('textbox', { name: words.settings.name }).fill(words.site);
    await picture(page, `chat-new-${name}`);
    await page.getByRole('button', { name: words.settings.create, exact: true }).click();
    const demo = page.getByRole('link', { name: words.settings.demo });
    await demo.waitFor();
    await picture(page, `chat-site-${name}`);
    await expectAccessible(page);
    await expectWhole(page);
    const [shop] = await Promise.all([page.context().waitForEvent('page'), demo.click()]);
    await shop.getByRole('button', { name: words.opener }).click();
    await shop.getByRole('heading', { name: words.site }).waitFor();
    await picture(shop, `chat-demo-${name}`);
    const { items } = await admin.get('/chat-sites');
    expect(items.some((each: { name: Record<string, string> }) => Object.values(each.name).includes(words.site))).toBe(true);
    expect(complaints.filter(unexpected)).toEqual([]);
    await close();
  });
});

test('three chats at once: each has its key, its unread, its time; what is being written stays', async () => {
  const site = await siteOf('Three');
  const desk = await openView(browser, tandem.baseUrl, {});
  await signIn(desk.page, 'agent1@demo.test');
  await desk.page.locator('main').waitFor();
  const shops = [];
  for (const text of ['one', 'two', 'three']) {
    const shop = await visit(site.key, { language: 'en' });
    shops.push(shop);
    await write(shop.page, text);
    const offer = desk.page.getByRole('region', { name: 'A chat for you' });
    await offer.getByText(text, { exact: true }).waitFor();
    await offer.getByRole('button', { name: 'Accept' }).click();
    await desk.page.getByRole('textbox', { name: 'Message to the customer' }).waitFor();
  }
  const strip = desk.page.getByRole('navigation', { name: 'Your chats' });
  await eventually('three of them', async () => ((await strip.getByRole('link').count()) === 3 ? true : null));
  await desk.page.keyboard.press('Alt+1');
  await textIn(desk.page, 'one').waitFor();
  await desk.page.getByRole('textbox', { name: 'Message to the customer' }).fill('half an answer');
  await desk.page.keyboard.press('Alt+2');
  await textIn(desk.page, 'two').waitFor();
  await shops.at(0)?.page.getByRole('dialog').getByRole('textbox').fill('are you there?');
  await shops.at(0)?.page.keyboard.press('Enter');
  await strip.getByText('1 new message').waitFor();
  await picture(desk.page, 'chat-three');
  await desk.page.keyboard.press('Alt+1');
  await textIn(desk.page, 'are you there?').waitFor();
  await strip.getByText('1 new message').waitFor({ state: 'detached' });
  expect(await desk.page.getByRole('textbox', { name: 'Message to the customer' }).inputValue()).toBe('half an answer');
  for (const shop of shops) await shop.close();
  await desk.close();
});

test('the script is for pages of every origin, kept for minutes; the demo page is one of ours', async () => {
  const script = await fetch(`${tandem.baseUrl}/chat/widget.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect(script.status).toBe(200);
  expect(Object.fromEntries(script.headers)).toMatchObject({
    'content-type': expect.stringContaining('javascript'),
    'content-encoding': 'gzip',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=300',
  });
  expect(script.headers.get('content-security-policy')).toBeNull();
  const demo = await fetch(`${tandem.baseUrl}/chat/demo.html`);
  expect(demo.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(demo.headers.get('cross-origin-resource-policy')).toBe('same-origin');
});
