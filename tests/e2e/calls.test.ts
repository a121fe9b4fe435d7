// Calls controlled from the browser, on a whole Tandem with real phones: consultation and conference, parking and fetching, dialling out, call-backs.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, OTHER_HZ, OUTSIDE, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { eventually } from '../kit/processes.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let browser: Browser;
let centre: Centre;
let colleague: string;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(), openCentre()]);
  colleague = (await centre.two.shown()).name;
});
afterEach(() => centre.quiet());
afterAll(async () => {
  await browser?.close();
  await centre?.close();
});

const sound = async (page: Page): Promise<void> => {
  await expectAccessible(page);
  await expectWhole(page);
};

test('hold by its key, consult, swap, conference and the end', async () => {
  const { one, two } = centre;
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'agent1@demo.test');
  const { call, agentCall, id } = await centre.talking();
  const bar = page.getByRole('complementary', { name: 'Your call' });
  // On every page: what is not the contact's own has the way there.
  await bar.getByText('Talking').waitFor();
  await page.keyboard.press('Alt+o');
  const panel = page.getByRole('region', { name: 'Call', exact: true });
  await panel.getByRole('button', { name: 'Hold' }).waitFor();
  await sound(page);

  await page.keyboard.press('Alt+h');
  await panel.getByRole('button', { name: 'Resume' }).waitFor();
  // The button turns with the key; the word says when it is true.
  await panel.getByText('On hold', { exact: true }).first().waitFor();
  expect(await centre.live(id)).toMatchObject({ hold: 'api' });
  await page.keyboard.press('Alt+h');
  await panel.getByRole('button', { name: 'Hold' }).waitFor();
  await panel.getByText('Talking').first().waitFor();
  expect(await centre.live(id)).toMatchObject({ hold: null });

  // A colleague by the beginning of his name; while he rings, what waits for him says so and does nothing.
  await page.keyboard.press('Alt+c');
  await page.getByRole('combobox', { name: 'Whom to ask' }).fill(colleague.slice(0, 3));
  await page.getByRole('option', { name: colleague }).waitFor();
  await sound(page);
  await page.keyboard.press('Enter');
  const third = await two.phone.incoming();
  third.ring();
  const join = panel.getByRole('button', { name: 'Join all' });
  await join.waitFor();
  expect(await join.getAttribute('aria-disabled')).toBe('true');
  expect(await join.evaluate((button) => document.getElementById(button.getAttribute('aria-describedby')!)!.textContent)).toContain(
    'answered',
  );
  third.media.tone(OTHER_HZ);
  third.accept();
  await hear([agentCall, OTHER_HZ], [third, AGENT_HZ]);
  await panel.locator('[data-party=customer][data-state=held]').waitFor();
  await sound(page);
  await page.keyboard.press('Alt+s');
  await panel.locator('[data-party=consulted][data-state=held]').waitFor();
  await hear([agentCall, CALLER_HZ], [call, AGENT_HZ]);
  await join.click();
  await panel.getByText('Three talk').first().waitFor();
  await hear([call, OTHER_HZ], [third, CALLER_HZ], [agentCall, CALLER_HZ], [agentCall, OTHER_HZ]);
  await panel.getByRole('button', { name: 'Hang up' }).click();
  expect(await call.ended()).toBe('bye');
  expect(await third.ended()).toBe('bye');
  expect(await agentCall.ended()).toBe('bye');
  await panel.waitFor({ state: 'detached' });
  await bar.waitFor({ state: 'detached' });
  await eventually('the contact to end', async () => ((await one.api.get(`/interactions/${id}`)).cause === 'normal' ? true : null));
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});

test('park shows the place; the dial dialog fetches', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, { scheme: 'dark' });
  await signIn(page, 'agent1@demo.test');
  const { call, agentCall, id } = await centre.talking();
  await page.goto(`/interactions/${id}`);
  const panel = page.getByRole('region', { name: 'Call', exact: true });
  await panel.getByRole('button', { name: 'Park' }).click();
  expect(await agentCall.ended()).toBe('bye');
  const parked = page.getByRole('region', { name: 'Parked' });
  await parked.getByText('7001', { exact: true }).waitFor();
  await sound(page);
  await page.getByRole('link', { name: 'Contacts', exact: true }).click();
  await page.keyboard.press('Alt+n');
  const dialog = page.getByRole('dialog', { name: 'Dial' });
  await dialog.getByText('7001').waitFor();
  await sound(page);
  await dialog.getByRole('button', { name: 'Fetch' }).click();
  const own = await centre.one.phone.incoming();
  await dialog.getByText('Your phone rings.').waitFor();
  own.media.tone(AGENT_HZ);
  own.accept();
  await hear([call, AGENT_HZ], [own, CALLER_HZ]);
  await page.waitForURL(`**/interactions/${id}`);
  await panel.getByRole('button', { name: 'Keypad' }).click();
  await page.keyboard.type('4#');
  await eventually('the keys to arrive', () => (call.media.payloadTypes().some((type) => type >= 96) ? true : null));

  // Passed on to a colleague: it is his once he picks up.
  await page.keyboard.press('Alt+t');
  await page.getByRole('combobox', { name: 'Pass on to' }).fill(colleague);
  await page.getByRole('option', { name: colleague }).click();
  const third = await centre.two.phone.incoming();
  third.ring();
  await panel.locator('[data-party=other][data-state=ringing]').waitFor();
  third.accept();
  expect(await own.ended()).toBe('bye');
  await panel.waitFor({ state: 'detached' });
  await call.hangUp();
  // From the customer's number to a call-back of his, with nothing to type.
  await page.goto(`/interactions/${id}`);
  await page.getByRole('link', { name: /^Call back later/ }).click();
  expect(await page.getByLabel('Number').inputValue()).toMatch(/^\+86 139 0000 06/);
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});

test('dialling out on a narrow screen: the own phone missed, the other busy, and then they talk', async () => {
  const { one, outside } = centre;
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, {
    language: 'zh-CN',
    scheme: 'dark',
    width: 390,
    height: 844,
  });
  await signIn(page, 'agent1@demo.test');
  await page.getByRole('button', { name: /^拨号/ }).click();
  const dialog = page.getByRole('dialog', { name: '拨号' });
  const whom = dialog.getByRole('combobox', { name: '呼叫谁' });
  const start = async () => {
    await whom.fill('13700009999');
    await page.keyboard.press('Enter');
    await dialog.getByText('您的话机正在振铃').waitFor();
    return one.phone.incoming();
  };
  const first = await start();
  await sound(page);
  first.refuse(486);
  await dialog.getByText('您自己的话机无人接听').waitFor();
  await dialog.getByRole('button', { name: '重新拨号' }).click();
  expect(await whom.inputValue()).toBe('13700009999');

  (await start()).accept();
  (await outside.incoming()).refuse(486);
  await dialog.getByText('对方占线').waitFor();
  await sound(page);
  await centre.quiet();
  await dialog.getByRole('button', { name: '重新拨号' }).click();

  const own = await start();
  own.media.tone(AGENT_HZ);
  own.accept();
  const other = await outside.incoming();
  expect(other.invite.uri).toMatchObject({ user: OUTSIDE });
  other.ring();
  await dialog.getByText('正在呼叫对方').waitFor();
  other.media.tone(OTHER_HZ);
  other.accept();
  await hear([own, OTHER_HZ], [other, AGENT_HZ]);
  // The contact opens by itself, with the bar below it.
  await page.waitForURL('**/interactions/int_*');
  const bar = page.getByRole('complementary', { name: '您的通话' });
  await bar.getByText('通话中').waitFor();
  await sound(page);
  const covered = await page.evaluate(() => {
    const main = document.querySelector('main')!.getBoundingClientRect();
    const below = document.querySelector('aside')!.getBoundingClientRect();
    return main.bottom - below.top;
  });
  expect(covered).toBeLessThanOrEqual(0.5);
  await bar.getByRole('button', { name: '挂断' }).click();
  expect(await other.ended()).toBe('bye');
  await bar.waitFor({ state: 'detached' });
  // What he did not pick up himself is nobody's contact: reading it is refused, and told in words.
  expect(complaints.filter((text) => !/401|404/.test(text))).toEqual([]);
  await close();
});

test('a call-back is asked for and taken by an agent, seen and cancelled by a supervisor', async () => {
  // Nobody is to take it meanwhile.
  await centre.one.presence('away', false);
  const agent = await openView(browser, centre.tandem.baseUrl);
  await signIn(agent.page, 'agent1@demo.test');
  await agent.page.getByRole('link', { name: 'Call-backs' }).click();
  // The list that it goes away from has a number and a queue to fill in as well.
  await agent.page.getByRole('button', { name: 'Ask for it' }).waitFor();
  await agent.page.getByLabel('Number').fill('13700001234');
  await agent.page.getByLabel('Queue').selectOption(centre.support);
  await agent.page.getByRole('button', { name: 'Ask for it' }).click();
  await agent.page.getByText('+86 137 0000 1234 will be called back.').waitFor();
  const asked = agent.page.getByRole('listitem').filter({ hasText: '+86 137 0000 1234' });
  await asked.getByText('Waiting').waitFor();
  await sound(agent.page);
  await asked.getByRole('button', { name: 'Call +86 137 0000 1234 back now' }).click();
  const own = await centre.one.phone.incoming();
  await asked.getByText('Being called').waitFor();
  own.refuse(603);
  // He does not pick his phone up: it waits again, in its place.
  await asked.getByText('Waiting').waitFor();
  await agent.close();

  const { page, close } = await openView(browser, centre.tandem.baseUrl, { language: 'zh-CN', width: 390, height: 844 });
  await signIn(page, 'supervisor@demo.test');
  await page.getByRole('link', { name: '回呼' }).click();
  const row = page.getByRole('listitem').filter({ hasText: '+86 137 0000 1234' });
  await row.getByText('等待中').waitFor();
  await sound(page);
  await row.getByRole('button', { name: /^取消对/ }).click();
  await row.getByRole('button', { name: '取消回呼' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByLabel('显示哪些回呼').selectOption('cancelled');
  await row.getByText('已取消').waitFor();
  await close();
  expect((await centre.supervisor.get('/callbacks?state=waiting')).items).toEqual([]);
});
