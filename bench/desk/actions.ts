// What the agent does in his browser while it is measured: each action is a real key or click, timed in the page from there to the frame that shows its effect.
import type { Page } from 'playwright-core';
import type { PhoneCall, Softphone } from '../../sim/softphone.ts';
import { MU_LAW } from '../kit/centre.ts';
import type { Known } from './callers.ts';
import type { PopTimes } from './page-pop.ts';

/** Ms of each action by what it was: until the screen shows what was asked for, and until it shows that the server has done it. */
type Timings = { asked: Map<string, number[]>; confirmed: Map<string, number[]> };
export const newTimings = (): Timings => ({ asked: new Map(), confirmed: new Map() });

/** Runs in the page. */
type Test = (wanted: string) => boolean;

const NUMBER = '4003';
const PATIENCE_MS = 20_000;

export type Desk = { page: Page; agent: string; line: Softphone; timings: Timings };

/** The browser is the agent's phone from now on, and he is on queue. */
export async function makeReady(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Browser phone: Off' }).click();
  await page.getByRole('switch', { name: 'Use this browser as my phone' }).check();
  await page.getByRole('button', { name: 'Browser phone: Ready' }).waitFor();
  await page.keyboard.press('Escape');
}

/** One call of a customer from ring to wrap-up, and what one does in it. Where `caller` is null it is nobody known, and nothing is timed: it warms up. */
export async function serve(desk: Desk, caller: Known | null, from: string, search: string): Promise<PopTimes | null> {
  const { page, agent, line } = desk;
  if (caller) await page.evaluate((one) => window.pops.expect(one), { agent, name: caller.name, level: caller.level, order: caller.order });
  const call = await line.call(NUMBER, { from, wish: MU_LAW });
  try {
    const pop = caller ? await page.evaluate(() => window.pops.shown()) : null;
    const phone = page.getByRole('complementary', { name: 'Your phone' });
    await phone.getByText('Ringing').waitFor();
    await page.waitForURL('**/interactions/int_*');
    await page.keyboard.press('Alt+a');
    await page.locator('[data-doing=hold]').getByRole('button', { name: 'Hold' }).waitFor();
    // The panel offers nothing that is not possible yet.
    await page.locator('[data-doing=hold] button[aria-disabled=false]').waitFor();
    await during(caller ? desk : { ...desk, timings: newTimings() }, search);
    await end(caller ? desk : { ...desk, timings: newTimings() }, call);
    return pop;
  } finally {
    await call.leave();
  }
}

async function during(desk: Desk, search: string): Promise<void> {
  const muted: Test = (is) =>
    [...document.querySelectorAll('[role=status]')].some(({ textContent }) => textContent === 'Muted') === (is === 'yes');
  await key(desk, 'mute', 'Alt+m', muted, 'yes');
  await key(desk, 'mute', 'Alt+m', muted, 'no');
  const offers: Test = (doing) => document.querySelector(`[data-doing=${doing}]`) !== null;
  const does: Test = (doing) => document.querySelector(`[role=toolbar][aria-busy=false] [data-doing=${doing}]`) !== null;
  await key(desk, 'hold', 'Alt+h', offers, 'resume', does);
  await key(desk, 'hold', 'Alt+h', offers, 'hold', does);
  const steps: Test = (are) =>
    document.querySelectorAll('li[data-event="flow.node-entered"], li[data-event="call.ringing"]').length > 0 === (are === 'yes');
  const every = desk.page.getByRole('switch', { name: 'Every step' });
  await click(desk, 'steps', () => every.click(), steps, 'yes');
  await click(desk, 'steps', () => every.click(), steps, 'no');
  await directory(desk, search);
}

/** Finds a colleague by what is typed letter by letter. */
async function directory(desk: Desk, search: string): Promise<void> {
  const { page } = desk;
  await key(desk, 'picker', 'Alt+t', (label) => document.querySelector(`[role=listbox][aria-label="${label}"]`) !== null, 'Pass on to');
  await page.waitForTimeout(300);
  for (let n = 1; n <= search.length; n++) await key(desk, 'search', search[n - 1]!, narrowed, search.slice(0, n));
  await page.keyboard.press('Escape');
  await page.locator('[role=listbox]').waitFor({ state: 'detached' });
}

/** Every colleague in sight is meant by what stands in the field: by a piece of his name, or by the pinyin of a Chinese one. */
const narrowed: Test = (typed) => {
  const field = document.querySelector<HTMLInputElement>('input[role=combobox]');
  // Queues and numbers of the house stand below, and have no state.
  const colleagues = [...document.querySelectorAll('[role=option]:has([data-tone]) > span:first-of-type')].map((each) => each.textContent);
  const fits = (name: string): boolean => name.toLowerCase().includes(typed) || !/^[a-z]/i.test(name);
  return field?.value === typed && colleagues.length > 0 && colleagues.every(fits);
};

async function end(desk: Desk, call: PhoneCall): Promise<void> {
  const { page } = desk;
  const form: Test = () => document.querySelector('form[aria-keyshortcuts="Control+Enter"] input[role=combobox]') !== null;
  // The server has ended the call and says that this agent's wrap-up runs.
  const runs: Test = () => document.querySelector('form[aria-keyshortcuts="Control+Enter"][aria-busy=false]') !== null;
  await key(desk, 'wrap-up', 'Alt+x', form, '', runs);
  await call.ended(PATIENCE_MS);
  // The first that is offered, and done: the field has the focus.
  await page.waitForFunction(
    () => document.activeElement?.getAttribute('role') === 'combobox' && document.querySelector('[role=option]') !== null,
  );
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.locator('form[aria-keyshortcuts="Control+Enter"]').waitFor({ state: 'detached' });
}

/** Away and back again, in the panel of the rail. */
export async function presence(desk: Desk): Promise<void> {
  const { page } = desk;
  const state: Test = (word) =>
    document.querySelector('nav button[aria-label^="Your presence"]')?.getAttribute('aria-label')?.includes(word) === true;
  const is: Test = (word) =>
    document.querySelector('nav button[aria-label^="Your presence"][aria-busy=false]')?.getAttribute('aria-label')?.endsWith(word) === true;
  const menu = page.getByRole('button', { name: /^Your presence/ });
  await click(
    desk,
    'presence-menu',
    () => menu.click(),
    () => document.querySelector('fieldset input[type=radio]') !== null,
    '',
  );
  await page.waitForTimeout(200);
  await click(desk, 'presence', () => page.locator('fieldset').getByText('Away', { exact: true }).click(), state, 'Away', is);
  await click(desk, 'presence', () => page.locator('fieldset').getByText('Available', { exact: true }).click(), state, 'Ready', is);
  await page.keyboard.press('Escape');
}

/** Back to the list, and into a contact that was not looked at before: the n-th of the list. */
export async function openContact(desk: Desk, n: number): Promise<void> {
  const { page } = desk;
  await click(
    desk,
    'list',
    () => page.getByRole('link', { name: 'Contacts', exact: true }).click(),
    () => document.querySelector('[data-row]') !== null,
    '',
  );
  // By its id: new calls push the rows on meanwhile.
  const id = await page.locator('[data-row]').nth(n).getAttribute('data-row');
  const link = page.locator(`[data-row="${id}"] a`).first();
  await link.scrollIntoViewIfNeeded();
  const opened: Test = (name) =>
    location.pathname.startsWith('/interactions/int_') &&
    [...document.querySelectorAll('main h2')].some(({ textContent }) => textContent === name);
  const name = (await link.textContent()) ?? '';
  await click(desk, 'contact', () => link.click(), opened, name);
}

function key(desk: Desk, what: string, keys: string, test: Test, wanted: string, confirmed?: Test): Promise<void> {
  return timed(desk, what, () => desk.page.keyboard.press(keys), test, wanted, confirmed);
}

function click(desk: Desk, what: string, act: () => Promise<void>, test: Test, wanted: string, confirmed?: Test): Promise<void> {
  return timed(desk, what, act, test, wanted, confirmed);
}

/** The next action comes once this one is confirmed: two that overlap would be measured as one. */
async function timed(
  { page, timings }: Desk,
  what: string,
  act: () => Promise<void>,
  test: Test,
  wanted: string,
  confirmed?: Test,
): Promise<void> {
  const word = JSON.stringify(wanted);
  const then = confirmed ? `, () => (${confirmed.toString()})(${word})` : '';
  await page.evaluate(`{ const test = ${test.toString()}; window.effects.arm(() => test(${word})${then}); }`);
  await act();
  const [ms, truth] = await page
    .evaluate(async () => [await window.effects.seen(), await window.effects.confirmed()] as const)
    .catch((cause: unknown) => {
      throw new Error(`${what} (${wanted}) was not seen`, { cause });
    });
  timings.asked.set(what, [...(timings.asked.get(what) ?? []), ms]);
  if (truth !== null) timings.confirmed.set(what, [...(timings.confirmed.get(what) ?? []), truth]);
}
