// The desk answers the hand at once, says what is only asked for as such, and takes it back with the reason where the server refuses. On a whole Tandem.
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCentre, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { tuneQueue } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let browser: Browser;
let centre: Centre;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(), openCentre()]);
  await tuneQueue(centre.admin, 'support', { wrapUpMs: 90_000 });
});
afterAll(async () => {
  await browser?.close();
  await centre?.close();
});

const sound = async (page: Page): Promise<void> => {
  await expectAccessible(page);
  await expectWhole(page);
};

/** Requests to `path` wait at a gate; each that is let through goes on to the server, or is answered with a refusal. */
async function gate(page: Page, path: string) {
  const waiting: Route[] = [];
  await page.route(path, (route) => void waiting.push(route));
  const next = () => eventually(`a request to ${path}`, () => waiting.shift() ?? null);
  return {
    waiting,
    pass: async () => (await next()).continue(),
    refuse: async (status: number, detail: string) =>
      (await next()).fulfill({
        status,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Refused', status, code: 'test.refused', detail }),
      }),
    open: () => page.unroute(path),
  };
}

test('presence: shown as asked for, put back with the reason; of several wishes the last is sent', async () => {
  const { page, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'agent1@demo.test');
  const menu = page.getByRole('button', { name: /^Your presence/ });
  const label = () => menu.getAttribute('aria-label');
  await expect.poll(label, { timeout: 10_000 }).toBe('Your presence: Ready');
  const puts = await gate(page, '**/api/v1/agents/*/presence');
  await menu.click();
  await page.getByText('Away', { exact: true }).click();
  expect([await label(), await menu.getAttribute('aria-busy')]).toEqual(['Your presence: Away, being set', 'true']);
  expect(await page.getByRole('radio', { name: 'Away' }).isChecked()).toBe(true);
  await sound(page);
  await puts.refuse(409, 'Your shift has not begun.');
  await page.getByRole('alert').getByText('Your shift has not begun.').waitFor();
  expect([await label(), await menu.getAttribute('aria-busy')]).toEqual(['Your presence: Ready, your last choice was not taken', 'false']);
  expect(await page.getByRole('radio', { name: 'Available' }).isChecked()).toBe(true);
  await sound(page);

  await page.getByText('Away', { exact: true }).click();
  await page.getByText('Offline', { exact: true }).click();
  await page.getByText('Available', { exact: true }).click();
  expect(await label()).toBe('Your presence: Ready, being set');
  await puts.pass();
  const wishes = await eventually('the last wish', () => (puts.waiting.length > 0 ? puts.waiting : null));
  expect(wishes.at(0)?.request().postDataJSON()).toEqual({ presence: 'available', onQueue: true });
  await puts.pass();
  await expect.poll(label, { timeout: 10_000 }).toBe('Your presence: Ready');
  expect(puts.waiting).toEqual([]);
  expect((await centre.one.shown()).presence).toMatchObject({ presence: 'available', onQueue: true });
  await close();
});

test('hold and the end of a call: at once, never crossing, taken back where refused; no written word is lost', async () => {
  const { page, close } = await openView(browser, centre.tandem.baseUrl, { scheme: 'dark' });
  await signIn(page, 'agent1@demo.test');
  const { agentCall, id } = await centre.talking();
  await page.goto(`/interactions/${id}`);
  const panel = page.getByRole('region', { name: 'Call', exact: true });
  const bar = panel.getByRole('toolbar');
  await panel.getByRole('button', { name: 'Hold' }).waitFor();
  const holds = await gate(page, '**/api/v1/calls/*/hold');
  await page.keyboard.press('Alt+h');
  await panel.getByText('Putting on hold …').first().waitFor();
  await panel.getByRole('button', { name: 'Resume' }).waitFor();
  expect(await bar.getAttribute('aria-busy')).toBe('true');
  expect(await panel.locator('[data-party=customer]').getAttribute('data-state')).toBe('up');
  await sound(page);
  // He changes his mind twice before the first is answered: it is what he wants already.
  await page.keyboard.press('Alt+h');
  await panel.getByText('Taking off hold …').first().waitFor();
  await page.keyboard.press('Alt+h');
  await panel.getByText('Putting on hold …').first().waitFor();
  expect(holds.waiting).toHaveLength(1);
  await holds.pass();
  await panel.getByText('On hold', { exact: true }).first().waitFor();
  expect(await centre.live(id)).toMatchObject({ hold: 'api' });
  expect(holds.waiting).toEqual([]);
  const resumes = await gate(page, '**/api/v1/calls/*/resume');
  await page.keyboard.press('Alt+h');
  await panel.getByRole('button', { name: 'Hold' }).waitFor();
  await resumes.refuse(409, 'The line is being changed.');
  await panel.getByRole('alert').getByText('The line is being changed.').waitFor();
  await panel.getByText('On hold', { exact: true }).first().waitFor();
  await panel.getByRole('button', { name: 'Resume' }).waitFor();
  await resumes.open();

  const ends = await gate(page, '**/api/v1/calls/*/hang-up');
  const form = page.getByRole('region', { name: 'Wrap-up' });
  await page.keyboard.press('Alt+x');
  await form.getByText('You can write already.').waitFor();
  await panel.getByText('Hanging up …').first().waitFor();
  expect(await panel.getByRole('button', { name: 'Hang up' }).getAttribute('aria-disabled')).toBe('true');
  await form.getByLabel('Notes').fill('asks for an invoice');
  const wrapUps: string[] = [];
  page.on('request', (request) => request.url().endsWith('/wrap-up') && wrapUps.push(request.method()));
  await form.getByRole('combobox').press('Enter');
  await form.getByRole('combobox').press('Enter');
  await form.getByText('It is saved as soon as the call has ended.').waitFor();
  await sound(page);
  await ends.refuse(503, 'The switch does not answer.');
  await panel.getByRole('alert').getByText('The switch does not answer.').waitFor();
  await form.waitFor({ state: 'detached' });
  expect([agentCall.state.ended, wrapUps]).toEqual([null, []]);
  await ends.open();
  await page.keyboard.press('Alt+x');
  expect(await form.getByLabel('Notes').inputValue()).toBe('asks for an invoice');
  await page.keyboard.press('Control+Enter');
  expect(await agentCall.ended()).toBe('bye');
  await form.getByLabel('Notes').waitFor({ state: 'detached' });
  await form.getByText('asks for an invoice', { exact: true }).waitFor();
  const { wrapUps: written } = await centre.supervisor.get(`/interactions/${id}`);
  expect(written).toMatchObject([{ notes: 'asks for an invoice' }]);
  expect(wrapUps).toEqual(['PUT']);
  await close();
});
