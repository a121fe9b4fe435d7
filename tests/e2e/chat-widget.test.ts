// The chat widget in a strict page of another origin, against a fake of its server that fails in every way: nothing is lost, nothing is said twice.
import { CHAT_CLOSE } from '@tandem/contract/chat.ts';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, openView, type View } from '../kit/chromium.ts';
import { startFakeChat, type FakeChat } from '../kit/fake-chat.ts';
import { eventually } from '../kit/processes.ts';
import { picture } from './pictures.ts';

let browser: Browser;
let chat: FakeChat;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  chat = await startFakeChat();
});
afterEach(() => chat?.stop());

const field = (page: Page) => page.getByRole('textbox');
const log = (page: Page) => page.getByRole('log');
const opener = (page: Page) => page.getByRole('button', { name: /^(Open the chat|打开在线客服)/ });
const shows = (page: Page, text: string) => log(page).getByText(text, { exact: true }).waitFor();

async function visit(view: View = {}) {
  const opened = await openView(browser, chat.pageUrl, view);
  await opened.page.goto('/');
  await opener(opened.page).click();
  await field(opened.page).waitFor();
  return opened;
}

async function say(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
  await shows(page, text);
}

const told = (text: string) => eventually(text, async () => chat.lines.find((line) => line.text === text) ?? null);

/** What stands in the log, each text once. */
const texts = (page: Page): Promise<string[]> => log(page).locator('.text').allTextContents();

describe('a conversation', () => {
  test('both talk; a reload and another tab have the same story; what was unread is told', async () => {
    const { page, complaints, close } = await visit();
    await say(page, 'Where is my order?');
    await told('Where is my order?');
    chat.state({ stage: 'waiting', position: 2, waitSeconds: 170 });
    await page.getByText('You are number 2 in the line. About 3 minutes to wait.').waitFor();
    chat.state({ stage: 'agent', agent: 'Li', position: null, waitSeconds: null });
    await page.getByText('Li is with you.').waitFor();
    chat.push({ kind: 'typing', name: 'Li' });
    await page.getByText('Li is writing …').waitFor();
    chat.reply('<img src=x onerror=alert(1)> On its way.');
    await shows(page, '<img src=x onerror=alert(1)> On its way.');
    await eventually('that it was read', async () => chat.said.find((frame) => frame.kind === 'read' && frame.seq === 2) ?? null);
    chat.state({ readUpTo: 1 });
    await log(page)
      .getByText(/· Read$/)
      .waitFor();

    await page.reload();
    await shows(page, 'Where is my order?');
    expect(await texts(page)).toEqual(['How can we help?', 'Where is my order?', '<img src=x onerror=alert(1)> On its way.']);

    const other = await page.context().newPage();
    await other.goto(chat.pageUrl);
    await opener(other).click();
    await say(other, 'Thank you');
    await shows(page, 'Thank you');
    expect(chat.visitors()).toBe(1);

    await field(page).press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await other.getByRole('button', { name: 'Close the chat' }).first().click();
    chat.reply('Good bye');
    await page.getByRole('button', { name: 'Open the chat, 1 new' }).waitFor();
    // A log is heard by the other tab too: what was read in one is read.
    await page.getByRole('button', { name: 'Open the chat, 1 new' }).click();
    await shows(page, 'Good bye');
    await other.getByRole('button', { name: 'Open the chat', exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('the customer ends it, after being asked; a new message begins again', async () => {
    const { page, close } = await visit();
    await say(page, 'Hello');
    chat.state({ stage: 'agent', agent: 'Li' });
    await page.getByRole('button', { name: 'End chat' }).click();
    expect(chat.said.some(({ kind }) => kind === 'end')).toBe(false);
    await page.getByRole('button', { name: 'End it' }).click();
    await eventually('the end', async () => chat.said.find(({ kind }) => kind === 'end') ?? null);
    chat.state({ stage: 'ended', agent: null });
    await page.getByText('This chat has ended. Write to begin again.').waitFor();
    await say(page, 'One thing more');
    await told('One thing more');
    await close();
  });

  test('whoever only opens it is nobody’s visitor, and what is typed is told now and then', async () => {
    const { page, close } = await visit();
    await field(page).fill('Hello');
    expect(chat.visitors()).toBe(0);
    await field(page).press('Enter');
    await told('Hello');
    await field(page).pressSequentially('I would like to know', { delay: 20 });
    await eventually(
      'typing',
      async () => chat.said.find((frame) => frame.kind === 'typing' && frame.text === 'I would like to know') ?? null,
    );
    expect(chat.said.filter(({ kind }) => kind === 'typing').length).toBeLessThan(6);
    await close();
  });
});

describe('a bad line', () => {
  test('written while nothing answers, kept over a reload, sent once when it does', async () => {
    const { page, close } = await visit();
    await say(page, 'first');
    await told('first');
    chat.mode('down');
    await say(page, 'second');
    await say(page, 'third');
    await page.reload();
    chat.mode('up');
    await told('third');
    // The site itself is asked for again after half a minute; whoever reloads has it at once.
    await page.reload();
    await shows(page, 'third');
    expect(chat.lines.map(({ text }) => text)).toEqual(['first', 'second', 'third']);
    expect(await texts(page)).toEqual(['How can we help?', 'first', 'second', 'third']);
    await close();
  });

  test('a socket that dies before it answers: said again, kept once', async () => {
    const { page, close } = await visit();
    await say(page, 'first');
    await told('first');
    chat.mode('deaf');
    await say(page, 'second');
    await eventually('the first try', async () => chat.said.find((frame) => frame.kind === 'send' && frame.text === 'second') ?? null);
    chat.mode('up');
    chat.cut(CHAT_CLOSE.restart);
    await told('second');
    const tries = chat.said.filter((frame) => frame.kind === 'send' && frame.text === 'second');
    expect(tries.length).toBe(2);
    expect(new Set(tries.map((frame) => (frame.kind === 'send' ? frame.clientId : ''))).size).toBe(1);
    await log(page)
      .getByText(/· Sent$/)
      .waitFor();
    expect(await texts(page)).toEqual(['How can we help?', 'first', 'second']);
    await close();
  });

  test('where no socket opens, both talk over HTTP', async () => {
    chat.mode('none');
    const { page, close } = await visit();
    await say(page, 'over HTTP');
    await told('over HTTP');
    chat.reply('heard');
    await shows(page, 'heard');
    expect(await texts(page)).toEqual(['How can we help?', 'over HTTP', 'heard']);
    expect(chat.said).toEqual([]);
    await close();
  });

  test('a browser without a network says so, and goes on by itself', async () => {
    const { page, close } = await visit();
    await say(page, 'first');
    await told('first');
    await page.context().setOffline(true);
    await say(page, 'second');
    await page.getByText('No connection. What you write is kept').waitFor();
    await page.context().setOffline(false);
    await told('second');
    await page.getByText('No connection.').waitFor({ state: 'detached' });
    await close();
  });

  test('a visitor the server no longer knows is a new one, whose unsent words are kept', async () => {
    const { page, close } = await visit();
    await say(page, 'first');
    await told('first');
    chat.mode('down');
    await say(page, 'second');
    chat.forget();
    chat.mode('up');
    await told('second');
    expect(chat.visitors()).toBe(2);
    await close();
  });

  test('what is refused is said so, and is sent again or removed by whoever wrote it', async () => {
    const { page, close } = await visit();
    await say(page, 'something forbidden');
    await page.getByText('This cannot be sent.').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('something forbidden').waitFor({ state: 'detached' });
    expect(chat.lines).toEqual([]);
    await close();
  });
});

describe.each<View>([
  { language: 'en', scheme: 'light', width: 1280, height: 720 },
  { language: 'zh-CN', scheme: 'dark', width: 390, height: 844 },
])('$language $scheme $width', (view) => {
  test('everybody can use it: keys, names, contrast, and on a phone the whole screen', async () => {
    const { page, complaints, close } = await openView(browser, chat.pageUrl, view);
    await page.goto(`/?lang=${view.language}`);
    await opener(page).focus();
    await page.keyboard.press('Enter');
    await field(page).waitFor();
    await say(page, view.language === 'en' ? 'Where is my order?' : '我的订单到哪里了？');
    await told(view.language === 'en' ? 'Where is my order?' : '我的订单到哪里了？');
    chat.state({ stage: 'agent', agent: view.language === 'en' ? 'Li' : '李娜', readUpTo: 1 });
    chat.reply(
      view.language === 'en' ? 'Hello! I will look at once.\nOne moment.' : '您好！我马上查一下，\n请稍等。',
      view.language === 'en' ? 'Li' : '李娜',
    );
    await say(page, view.language === 'en' ? 'Thank you' : '谢谢');
    await told(view.language === 'en' ? 'Thank you' : '谢谢');
    await picture(page, `widget-${view.language}-${view.width}`);
    const box = await page.getByRole('dialog').boundingBox();
    if (view.width === 390) expect(box).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    else expect([box?.width, box?.height]).toEqual([380, 600]);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await eventually('the focus back on the button', async () =>
      (await page.evaluate(() => document.querySelector('tandem-chat')?.shadowRoot?.activeElement?.className)) === 'launch' ? true : null,
    );
    await picture(page, `widget-closed-${view.language}-${view.width}`);
    expect(complaints).toEqual([]);
    await close();
  });
});
