// What would happen, in the browser: a number on a holiday by rule, a menu chosen, a queue with its rings; and a new queue that takes a call within a minute of being made.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { EAGER, demoAgent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { startSoftphone } from '../../sim/softphone.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

let browser: Browser;
let tandem: Tandem;
let admin: Api;
let queue: any;
let number: any;
let agents: any[];

const text = (en: string, zh: string) => ({ en, 'zh-CN': zh });

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem(undefined, EAGER)]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
  agents = (await admin.get('/agents?limit=200')).items;
  const other = (await admin.get('/queues?limit=200')).items[0];
  const hours = await admin.send('POST', '/hours', {
    key: 'shop',
    name: text('Shop', '门店'),
    zone: 'Asia/Shanghai',
    week: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '18:00' }],
    special: [
      { on: { rule: 'FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1', days: 7 }, name: text('National Day', '国庆节'), holiday: true, open: [] },
    ],
  });
  const members = agents.slice(0, 2).map(({ id }) => id);
  const made = await admin.send('POST', '/queues', { key: 'shop', name: text('Shop line', '门店热线'), members });
  queue = await admin.send('PATCH', `/queues/${made.id}`, {
    priority: 2,
    maxWaitMs: 300_000,
    overflow: [{ queue: other.id, afterMs: 120_000 }],
  });
  const say = [{ prompt: 'welcome' }];
  const nodes = {
    hours: { type: 'hours', hours: hours.id, open: 'answer', closed: 'bye', holiday: 'bye' },
    answer: { type: 'answer', next: 'menu' },
    menu: {
      type: 'menu',
      say,
      choices: { 1: 'line', 2: 'bye' },
      retries: 1,
      bargeIn: true,
      firstDigitMs: 4_000,
      noInput: 'bye',
      invalid: 'bye',
    },
    line: { type: 'queue', queue: queue.id, music: 'default', timedOut: 'bye', failed: 'bye' },
    bye: { type: 'hang-up' },
  };
  const flow = await admin.send('POST', '/flows', {
    key: 'shop',
    name: text('Shop', '门店'),
    draft: { schema: 1, language: 'en', start: 'hours', nodes },
  });
  await admin.send('POST', `/flows/${flow.id}/publish`, {});
  number = await admin.send('POST', '/numbers', { number: '4077', label: 'Shop', flow: flow.id });
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const steps = (page: Page) => page.getByRole('list', { name: 'Step by step' });

test('one click from a number to what would happen: on a holiday by rule, and on a working day to the end', async () => {
  const { page, complaints, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/numbers');
  await button(page, '4077').click();
  await page.getByText('What would happen to somebody who comes here?').click();
  const moment = page.getByLabel('Moment, on the company’s clock');
  await moment.fill('2027-10-03T12:00');
  await steps(page).getByText('special day: National Day').waitFor();
  expect(await steps(page).textContent()).toContain('Closed: holiday');

  await moment.fill('2027-10-11T12:00');
  await steps(page).getByText('by the week').waitFor();
  await steps(page).getByText('Stands in the queue Shop line').waitFor();
  const told = (await steps(page).textContent()) ?? '';
  expect(told).toContain('Priority: 2 points (queue 2), worth 02:00 of waiting');
  expect(told).toContain('At once: 2 agents');
  expect(told).toMatch(/After 0?2:00 also:/);
  expect(told).toContain('The queue’s longest wait is over: back to the flow');
  for (const { name } of agents.slice(0, 2)) expect(told).toContain(name);
  await expectAccessible(page);
  await picture(page, 'preview');

  // Another key leads elsewhere, and an agent who answers ends it.
  await steps(page).getByLabel('In the line').selectOption('answered');
  await steps(page).getByText('Talks with an agent').waitFor();
  await steps(page).getByLabel('He presses').selectOption('2');
  await steps(page).getByText('The call ends').waitFor();
  expect(await steps(page).textContent()).not.toContain('Stands in the queue');
  expect(complaints.filter((each) => !each.includes('status of 401'))).toEqual([]);
  await close();
});

test('a queue’s form says what its settings would do before they are saved', async () => {
  const { page, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto(`/settings/queues?open=${queue.id}`);
  const drawer = page.getByRole('dialog');
  await drawer.getByText('Priority: 2 points').waitFor();
  await drawer.getByText('At once: 2 agents').waitFor();
  const more = agents[2].name;
  await drawer.getByRole('checkbox', { name: more }).check();
  await drawer.getByText('At once: 3 agents').waitFor();
  await drawer.getByRole('combobox', { name: 'Rule of skills' }).fill('not tech and tech');
  await drawer.getByText('Nobody who is set up fits at once.').waitFor();
  await drawer.getByText('Nobody who is set up fits at once.').scrollIntoViewIfNeeded();
  await picture(page, 'preview-unsaved');
  expect((await admin.get(`/queues/${queue.id}`)).members).toHaveLength(2);
  await close();
});

test('in Chinese on a phone, straight into a queue', async () => {
  const { page, close } = await openView(browser, tandem.baseUrl, { language: 'zh-CN', width: 390, height: 844 });
  await signIn(page, 'supervisor@demo.test');
  await page.goto(`/settings/preview?queue=${queue.id}`);
  await page.getByText('进入队列 门店热线').waitFor();
  await expectWhole(page);
  await page.getByText('进入队列 门店热线').scrollIntoViewIfNeeded();
  await picture(page, 'preview-zh');
  await close();
});

test('the same over the API: a number that leads nowhere says so, an agent may not ask', async () => {
  const request = {
    from: { number: number.id },
    at: '2027-10-11T19:30',
    customer: { known: false, level: null, language: null },
    line: { waiting: 0, estimateMs: null, staffed: true },
    answers: [],
  };
  const closed = await admin.send('POST', '/routing/preview', request);
  expect(closed.steps.map((each: any) => each.kind)).toEqual(['flow', 'node', 'hours', 'node', 'end']);
  expect(closed.steps[2]).toMatchObject({ state: 'closed', special: null, open: [{ from: '09:00', to: '18:00' }] });
  const nowhere = await admin.send('POST', '/numbers', { number: '4078', label: '', flow: null });
  await expect(admin.send('POST', '/routing/preview', { ...request, from: { number: nowhere.id } })).rejects.toThrow(
    'number.leads-nowhere',
  );
  const agent = await apiSignIn(tandem.baseUrl, 'agent1@demo.test');
  await expect(agent.send('POST', '/routing/preview', request)).rejects.toThrow('403');
});

test('a new queue, made by clicking, takes a call in under a minute, and goes back to how it was in two clicks', async () => {
  const agent = await demoAgent(tandem, 1);
  const caller = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: '+8613900004477' });
  const { page, close } = await openView(browser, tandem.baseUrl);
  await signIn(page, 'admin@demo.test');
  await page.goto('/settings/queues');
  await button(page, 'New queue').first().waitFor();
  const begun = Date.now();
  await button(page, 'New queue').first().click();
  const drawer = page.getByRole('dialog');
  await drawer.waitFor();
  await drawer.getByLabel('Name in English', { exact: true }).fill('Recall');
  const name = agents.find(({ id }) => id === agent.id).name;
  await drawer.getByRole('checkbox', { name }).check();
  await button(page, 'Create').click();
  await drawer.waitFor({ state: 'detached' });
  const made = (await admin.get('/queues?limit=200')).items.find((each: any) => each.key === 'recall');
  const nodes = {
    answer: { type: 'answer', next: 'line' },
    line: { type: 'queue', queue: made.id, music: 'default', timedOut: 'bye', failed: 'bye' },
    bye: { type: 'hang-up' },
  };
  const flow = await admin.send('POST', '/flows', {
    key: 'recall',
    name: { en: 'Recall' },
    draft: { schema: 1, language: 'en', start: 'answer', nodes },
  });
  await admin.send('POST', `/flows/${flow.id}/publish`, {});
  await admin.send('POST', '/numbers', { number: '4079', label: 'Recall', flow: flow.id });
  const call = await caller.call('4079');
  const rung = await agent.phone.incoming(30_000);
  const took = Date.now() - begun;
  console.log(`a new queue rang its agent ${took} ms after its form was opened`);
  expect(took).toBeLessThan(60_000);
  rung.accept();
  await call.answered();
  await call.hangUp();

  // Another name, and back to the one before: the history of the form, and the state.
  await admin.send('PATCH', `/queues/${made.id}`, { priority: 7 });
  await page.goto(`/settings/queues?open=${made.id}`);
  await drawer.getByText('History', { exact: true }).click();
  await drawer.getByRole('button', { name: 'Restore this state' }).last().click();
  await eventually('the queue as it was made', async () => ((await admin.get(`/queues/${made.id}`)).priority === 0 ? true : null));
  await close();
  caller.close();
  agent.phone.close();
});
