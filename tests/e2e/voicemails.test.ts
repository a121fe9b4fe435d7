// The inbox and the contact's surroundings as an agent works with them: a message heard, taken, done; a matter opened, linked, closed; the conversation.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeToneALaw } from '../kit/audio.ts';
import { launchBrowser, openView, signIn, type View } from '../kit/chromium.ts';
import { eventually } from '../kit/processes.ts';
import { startCaller } from '../kit/sipp.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inbox-'));
const tone = path.join(folder, 'caller.alaw');
let browser: Browser;
let tandem: Tandem;
let admin: Api;

const views: View[] = [
  { language: 'en', scheme: 'light', width: 1280, height: 720 },
  { language: 'zh-CN', scheme: 'dark', width: 390, height: 844 },
];
const say = {
  en: {
    inbox: 'Messages',
    take: 'Take',
    takenBy: 'Taken by',
    done: 'Done',
    callBack: 'Call back',
    contact: 'To the contact',
    none: 'No new messages',
    play: 'Play',
    openMatter: 'Open a matter',
    about: 'What is it about?',
    reference: 'Reference (optional)',
    unlink: 'Unlink',
    link: 'Link',
    close: 'Close',
    thread: 'This conversation',
    linked: 'This contact',
  },
  'zh-CN': {
    inbox: '留言',
    take: '领取',
    takenBy: '处理中',
    done: '标为已处理',
    callBack: '回拨',
    contact: '查看联络',
    none: '没有新留言',
    play: '播放',
    openMatter: '新建事项',
    about: '关于什么？',
    reference: '参考编号（选填）',
    unlink: '取消关联',
    link: '关联',
    close: '关闭',
    thread: '本次会话',
    linked: '本次联络',
  },
} as const;

const box = (queue: string) => ({
  schema: 1,
  language: 'en',
  start: 'answer',
  nodes: {
    answer: { type: 'answer', next: 'message' },
    message: { type: 'voicemail', greeting: [], maxMs: 60_000, endKeys: '#', box: { queue }, next: 'bye', failed: 'bye' },
    bye: { type: 'hang-up', say: [] },
  },
});

beforeAll(async () => {
  writeToneALaw(tone, 700, 20);
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem()]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
  const { items: queues } = await admin.get('/queues');
  const draft = box(queues.find((each: { key: string }) => each.key === 'support').id);
  const flow = await admin.send('POST', '/flows', { key: 'box', name: { en: 'Box' }, draft });
  await admin.send('POST', `/flows/${flow.id}/publish`);
  await admin.send('POST', '/numbers', { number: '4031', label: 'Box', flow: flow.id });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Somebody calls and speaks for three seconds. */
async function leaveMessage(from: string): Promise<void> {
  const before = (await admin.get('/voicemails')).items.length;
  const steps = [{ talk: tone }, { wait: 3_000 }, { hangUp: true as const }];
  const caller = await startCaller({ to: '4031', server: `127.0.0.1:${tandem.sipPort}`, from, steps });
  await caller.done();
  await caller.stop();
  await eventually('the message', async () => ((await admin.get('/voicemails')).items.length > before ? true : null));
}

const unexpected = (complaint: string): boolean => !complaint.includes('status of 401');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A picture for whoever wants to look, where TANDEM_PICTURES names a folder. */
async function looksRight(page: Page, { language, scheme, width }: View, name: string): Promise<void> {
  const pictures = process.env.TANDEM_PICTURES;
  if (pictures !== undefined) {
    fs.mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}/${name}-${language}-${scheme}-${width}.png` });
  }
  await expectAccessible(page);
  await expectWhole(page);
}

describe.each(views)('$language $scheme $width', (view) => {
  const words = say[view.language ?? 'en'];
  const from = view.language === 'en' ? '+8613800138011' : '+8613800138022';

  test('a message comes in, is heard, taken and done', async () => {
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, view);
    await signIn(page, 'agent1@demo.test');
    await page.goto('/voicemails');
    await page.getByText(words.none).waitFor();
    await looksRight(page, view, 'inbox-empty');

    // Nobody loads the page again: it comes by the stream, and the rail counts it.
    await leaveMessage(from);
    const row = page.locator('li[data-row]').first();
    await row.waitFor();
    await page.locator('nav a', { hasText: '1' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await button(page, words.play).waitFor();
    await button(page, words.callBack).waitFor();
    await looksRight(page, view, 'inbox-open');
    await button(page, words.take).click();
    await row.getByText(words.takenBy).waitFor();
    await looksRight(page, view, 'inbox-taken');
    await row.getByRole('button', { name: words.done, exact: true }).click();
    await button(page, words.take).waitFor({ state: 'detached' });
    await eventually('it to be done', async () => (await admin.get('/voicemails')).items[0].state === 'done' || null);
    expect(complaints.filter(unexpected)).toEqual([]);
    await close();
  });

  test('the contact shows its conversation; a matter is opened, linked with the next contact and closed', async () => {
    await leaveMessage(from);
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, view);
    await signIn(page, 'agent1@demo.test');
    await page.goto('/voicemails');
    await page.locator('li[data-row] a').first().click();
    await page.getByText(words.contact).click();
    await page.getByRole('heading', { name: words.thread }).waitFor();
    await button(page, words.openMatter).click();
    await page.getByLabel(words.about).fill('Lamp arrived broken');
    await page.getByLabel(words.reference).fill('RMA-7');
    await looksRight(page, view, 'matter-form');
    await page.keyboard.press('Enter');
    await page.getByText(words.linked, { exact: true }).waitFor();
    await looksRight(page, view, 'contact');

    // The earlier contact of the conversation suggests it.
    await page.locator('section', { hasText: words.thread }).locator('li a').last().click();
    await button(page, `${words.link}: Lamp arrived broken`).click();
    await button(page, `${words.unlink}: Lamp arrived broken`).waitFor();
    await button(page, `${words.close}: Lamp arrived broken`).click();
    const { items } = await eventually('it to be closed', async () => {
      const found = await admin.get('/matters?state=closed');
      return found.items.length === views.indexOf(view) + 1 ? found : null;
    });
    expect(items[0]).toMatchObject({ title: 'Lamp arrived broken', reference: 'RMA-7', contacts: 2 });
    await looksRight(page, view, 'contact-linked');
    for (const { id } of (await admin.get('/voicemails?state=new')).items) await admin.send('POST', `/voicemails/${id}/done`);
    expect(complaints.filter(unexpected)).toEqual([]);
    await close();
  });
});
