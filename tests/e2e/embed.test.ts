// The desk inside a page of somebody else, as the guide's own example holds it: another origin, a real call, and an origin that is not listed.
// Beside it what the same version brought to the desk: marks in recordings, a wrong customer taken back, phone links.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf, tuneQueue } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { toneMicrophone } from './browser-phone.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

const GUIDE = path.resolve(import.meta.dirname, '../../docs/guides/embed.en.md');
/** Of the demo: two customers have it. */
const SHARED = '+862165430021';

let browser: Browser;
let centre: Centre;
let site: http.Server;
const phones: Softphone[] = [];
/** The page of a CRM, below two names that are two origins: one is listed, one is not. */
let crm = '';
let stranger = '';

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(toneMicrophone(AGENT_HZ)), openCentre()]);
  await tuneQueue(centre.admin, 'support', { wrapUpMs: 60_000 });
  const example = [...fs.readFileSync(GUIDE, 'utf8').matchAll(/```html\n([\s\S]*?)```/g)]
    .map((match) => match.at(1) ?? '')
    .find((text) => text.includes('<!doctype'))!;
  const page = example.replaceAll('https://tandem.example.com', centre.tandem.baseUrl);
  expect(page).not.toBe(example);
  site = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html; charset=utf-8').end(page));
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  const { port } = site.address() as AddressInfo;
  // The server stands at 127.0.0.1: `localhost` is another site to a browser, and no cookie of ours goes there.
  crm = `http://localhost:${port}`;
  stranger = `http://127.0.0.1:${port}`;
  await centre.admin.send('PUT', '/embedding', { origins: [crm] });
});
afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close();
  await centre.quiet();
});
afterAll(async () => {
  await browser?.close();
  site?.close();
  await centre?.close();
});

async function ring(from: string) {
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: centre.tandem.sipPort }, user: from });
  phones.push(phone);
  return phone.call('4002', { hz: CALLER_HZ });
}

/** What the frame tells the page, kept in it from the first word on. */
const keepWords = (): void => {
  const said: unknown[] = [];
  Object.assign(window, { said });
  addEventListener('message', ({ data }) => said.push(data));
};
const words = (page: Page): Promise<any[]> => page.evaluate(() => (window as unknown as { said: any[] }).said);
const told = (page: Page, type: string): Promise<any> =>
  eventually(`the page to be told: ${type}`, async () => (await words(page)).findLast((each) => each.type === type) ?? null);
let asked = 0;
async function ask(page: Page, command: Record<string, unknown>): Promise<any> {
  const id = `test-${++asked}`;
  await page.evaluate(([message, origin]) => document.querySelector('iframe')!.contentWindow!.postMessage(message, origin), [
    { tandem: 1, id, ...command },
    centre.tandem.baseUrl,
  ] as const);
  return eventually(`an answer to ${String(command['type'])}`, async () => (await words(page)).find((each) => each.id === id) ?? null);
}

/** Signs the frame in, through the window it opens; `context` knows nobody yet. */
async function hold(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(keepWords);
  await page.goto(address);
  const opening = page.waitForEvent('popup');
  await page.frameLocator('#tandem').getByRole('button', { name: 'Sign in' }).click();
  const popup = await opening;
  await popup.locator('input[name=email]').fill('agent1@demo.test');
  await popup.locator('input[name=password]').fill('tandem-demo');
  await popup.locator('button[type=submit]').click();
  await told(page, 'ready');
  return page;
}

test('marks, a choice taken back, and a phone link: what is said of a call can be found again, and unsaid', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, {});
  await signIn(page, 'agent1@demo.test');
  // That nobody was signed in before is none.
  complaints.length = 0;
  const customers = (await centre.admin.get(`/customers?address=${encodeURIComponent(SHARED)}`)).items;
  const [wrong, right] = ['陈浩', '陈静'].map((name) => customers.find((each: { name: string }) => each.name === name));
  const before = (await centre.admin.get(`/customers/${wrong.id}/timeline`)).items.length;

  const call = await ring(SHARED);
  const own = await centre.one.phone.incoming();
  own.media.tone(AGENT_HZ);
  own.ring();
  await page.waitForURL('**/interactions/int_*');
  own.accept();
  await call.answered();
  const customer = page.getByRole('region', { name: 'Customer', exact: true });
  await page.getByRole('button', { name: 'Mark this moment' }).waitFor();
  await page.keyboard.press('Alt+r');
  await page.getByRole('textbox', { name: /^Mark at/ }).fill('asks for a refund');
  await page.keyboard.press('Enter');
  await page.getByText('1 mark in this recording').waitFor();

  // The wrong one, then the right one in his place, then neither.
  await customer.getByRole('button', { name: 'This is 陈浩' }).click();
  await page.getByRole('button', { name: 'Yes, that is who it is' }).click();
  await page.getByRole('heading', { name: '陈浩' }).waitFor();
  await customer.getByRole('button', { name: 'Somebody else' }).click();
  await customer.getByRole('button', { name: 'This is 陈静' }).click();
  await expectWhole(page);
  await page.getByRole('button', { name: 'Yes, that is who it is' }).click();
  await page.getByRole('heading', { name: '陈静' }).waitFor();
  const { id } = await interactionOf(centre.supervisor, SHARED);
  const timeline = async ({ id: whose }: { id: string }): Promise<string[]> =>
    (await centre.admin.get(`/customers/${whose}/timeline`)).items.map((each: { id: string }) => each.id);
  await eventually('the contact to be hers alone', async () =>
    (await timeline(right)).includes(id) && (await timeline(wrong)).length === before ? true : null,
  );
  await customer.getByRole('button', { name: 'Take it back' }).click();
  await customer.getByText('Nothing of 陈静 goes along').waitFor();
  await page.getByRole('button', { name: 'Yes, take it back' }).click();
  await customer.getByText('Who is calling?').waitFor();
  await eventually('the contact to be nobody’s', async () => ((await timeline(right)).includes(id) ? null : true));
  const audit = (await centre.admin.get('/audit?limit=50')).items.filter((each: { object: string }) => each.object === id);
  expect(
    audit
      .map((each: { action: string }) => each.action)
      .filter((action: string) => action.includes('customer'))
      .toReversed(),
  ).toEqual(['interaction.set-customer', 'interaction.set-customer', 'interaction.take-back-customer']);

  await own.hangUp();
  await centre.one.api.send('PUT', `/interactions/${id}/wrap-up`, { disposition: 'other', resolved: true });
  // A second screen shows what is put on the first.
  const marks = page.getByRole('list', { name: 'Marks' });
  await marks.getByText('asks for a refund').waitFor();
  const [recording] = (await centre.supervisor.get(`/interactions/${id}`)).recordings;
  await centre.supervisor.send('POST', `/recordings/${recording.id}/marks`, { atMs: 0, text: 'greeting too long' });
  await marks.getByText('greeting too long').waitFor();
  expect(await marks.getByRole('button', { name: /^Remove/ }).count()).toBe(1);
  const slider = page.getByRole('slider', { name: 'Position' });
  const mark = (await centre.supervisor.get(`/recordings/${recording.id}/marks`)).items[1];
  await marks.getByRole('button', { name: /asks for a refund$/ }).click();
  await expect.poll(() => slider.getAttribute('aria-valuenow')).toBe(String(Math.round(mark.atMs / 1000)));
  await expectWhole(page);
  await expectAccessible(page);
  await marks.getByRole('button', { name: /^Remove/ }).click();
  await marks.getByText('asks for a refund').waitFor({ state: 'detached' });

  await page.goto('/dial?number=tel%3A%2B86-138-0013-8002');
  await expect.poll(() => page.getByRole('dialog').getByRole('combobox').inputValue(), { timeout: 10_000 }).toBe('+8613800138002');
  await page.goto('/dial?number=tel:nobody');
  await page.getByText('This is not a phone number').waitFor();
  expect((await centre.supervisor.get('/calls')).items).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test('a page of another origin holds the desk: it signs in by a window, hears who rings, answers and ends by message; others may not', async () => {
  const { page: desk, close } = await openView(browser, centre.tandem.baseUrl, {});
  const context = desk.context();
  await desk.close();
  const page = await hold(context, crm);
  const frame = page.frameLocator('#tandem');
  expect(await told(page, 'ready')).toMatchObject({ tandem: 1, agent: { id: centre.one.id } });

  // What cannot be done is said by name.
  expect(await ask(page, { type: 'answer' })).toMatchObject({ ok: false, error: 'no-phone' });
  expect(await ask(page, { type: 'hangup' })).toMatchObject({ ok: false, error: 'no-call' });
  expect(await ask(page, { type: 'dial', number: 'tel:nobody' })).toMatchObject({ ok: false, error: 'bad-number' });
  expect(await ask(page, { type: 'dance' })).toMatchObject({ ok: false, error: 'unknown-command' });
  expect(await ask(page, { type: 'setPresence', presence: 'away', reason: 'tea' })).toMatchObject({ ok: true });
  await eventually('the page to be told of it', async () =>
    (await words(page)).some((each) => each.type === 'presence' && each.presence === 'away') ? true : null,
  );
  expect(await ask(page, { type: 'setPresence', presence: 'available' })).toMatchObject({ ok: true });

  await frame.getByRole('button', { name: 'Browser phone: Off' }).click();
  await frame.getByRole('switch', { name: 'Use this browser as my phone' }).check();
  await frame.getByRole('button', { name: 'Browser phone: Ready' }).waitFor();
  // The tone is a steady one, which is what they take away.
  for (const name of ['Cancel echo', 'Suppress noise']) await frame.getByRole('switch', { name }).uncheck();
  await page.keyboard.press('Escape');
  const caller = await ring('+8613800138001');
  const ringing = await told(page, 'ringing');
  expect(ringing).toMatchObject({ direction: 'inbound', number: '+8613800138001', name: '王芳' });
  expect(ringing.queue).toBeTruthy();
  // The guide's example shows it, and its button answers.
  await page.getByText('王芳 calls').waitFor();
  await frame.getByText('A call for you').waitFor();
  await eventually('the call to be taken', async () => {
    await page.getByRole('button', { name: 'Answer' }).click();
    return (await words(page)).find((each) => each.type === 'answered') ?? null;
  });
  await hear([caller, AGENT_HZ]);
  expect(await ask(page, { type: 'hold', on: true })).toMatchObject({ ok: true });
  await frame.getByRole('button', { name: 'Resume' }).first().waitFor();
  expect(await ask(page, { type: 'hold', on: false })).toMatchObject({ ok: true });
  expect(await ask(page, { type: 'dial', number: '+8613800138002' })).toMatchObject({ ok: false, error: 'busy' });
  expect(await ask(page, { type: 'openContact', contact: 'int_01990000-0000-7000-8000-00000000000a' })).toMatchObject({
    ok: false,
    error: 'not-found',
  });

  expect(await ask(page, { type: 'hangup' })).toMatchObject({ ok: true });
  expect(await told(page, 'ended')).toMatchObject({ contact: ringing.contact, answered: true });
  const wrapUp = frame.getByRole('region', { name: /^(Wrap-up|话后处理)$/ });
  await wrapUp.waitFor();
  // With all that stands in its frames, in both languages.
  await expectAccessible(page);
  await frame.getByRole('button', { name: /Li Na/ }).click();
  await frame.getByText('中文', { exact: true }).click();
  await frame.getByText('退出登录').waitFor();
  await expectAccessible(page);
  await frame.getByText('English', { exact: true }).click();
  await page.keyboard.press('Escape');
  await centre.one.api.send('PUT', `/interactions/${ringing.contact}/wrap-up`, { disposition: 'answered', resolved: true });
  expect(await told(page, 'wrapped-up')).toMatchObject({ contact: ringing.contact, disposition: 'answered', resolved: true });
  expect((await ask(page, { type: 'openContact', contact: ringing.contact })).ok).toBe(true);

  // A page that is not listed is not shown it, whoever is signed in.
  const evil = await context.newPage();
  await evil.addInitScript(keepWords);
  const refused = evil.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
  await evil.goto(stranger);
  await refused;
  expect(await words(evil)).toEqual([]);
  // Nor is anything else of ours, wherever it is asked for.
  for (const [where, policy] of [
    ['/embed?tenant=demo', `frame-ancestors ${crm}`],
    ['/embed?tenant=another', "frame-ancestors 'none'"],
    ['/embed/sign-in', "frame-ancestors 'none'"],
    ['/interactions', "frame-ancestors 'none'"],
  ] as const) {
    const { headers } = await fetch(centre.tandem.baseUrl + where, { headers: { accept: 'text/html' } });
    expect([where, headers.get('content-security-policy')?.includes(policy)]).toEqual([where, true]);
    expect([where, headers.get('x-frame-options')]).toEqual([where, policy.includes("'none'") ? 'DENY' : null]);
  }
  await close();
});
