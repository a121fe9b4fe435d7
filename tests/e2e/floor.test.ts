// The supervisor's hand on the floor, in the browser: stepping into a call with his phone, moving who waits, setting an agent. On a whole Tandem.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { CALLER_HZ, hear, AGENT_HZ, openCentre, OTHER_HZ, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let browser: Browser;
let centre: Centre;
let desk: Softphone;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(), openCentre()]);
  desk = await startSoftphone({ server: { ip: '127.0.0.1', port: centre.tandem.sipPort }, user: 'supervisor' });
  await desk.register();
});
afterEach(() => centre.quiet());
afterAll(async () => {
  desk?.close();
  await browser?.close();
  await centre?.close();
});

const sound = async (page: Page): Promise<void> => {
  await expectAccessible(page);
  await expectWhole(page);
};

test('a supervisor whispers, joins and takes over from the overview', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  await signIn(page, 'supervisor@demo.test');
  const both = await centre.talking();
  await page.getByRole('link', { name: 'Live overview' }).click();
  // With whom his agent talks, and on which phone.
  const agents = page.getByRole('region', { name: 'Agents' });
  const busy = agents.getByRole('listitem').filter({ hasText: 'Phone agent1' });
  await busy.getByText('In a contact').waitFor();
  await busy.getByText('Support').waitFor();
  expect(await busy.getByRole('link').getAttribute('href')).toBe(`/interactions/${both.id}`);
  await page.getByRole('button', { name: /^Step in: / }).click();
  const step = page.getByRole('group', { name: /^Step in: / });
  await sound(page);
  await step.getByRole('button', { name: 'Whisper' }).click();
  const own = await desk.incoming();
  await step.getByText('Your phone rings').waitFor();
  own.media.tone(OTHER_HZ);
  own.accept();
  await hear([both.agentCall, OTHER_HZ], [own, CALLER_HZ]);
  await step.getByText('Only the agent hears you.').waitFor();
  await step.locator('button[aria-pressed=true]', { hasText: 'Whisper' }).waitFor();
  await step.getByRole('button', { name: 'Join' }).click();
  await hear([both.call, OTHER_HZ]);
  // The same hand on the contact's own page; what cuts somebody off asks first.
  await page.goto(`/interactions/${both.id}`);
  const panel = page.getByRole('region', { name: 'Step in with your phone' });
  await panel.locator('button[aria-pressed=true]', { hasText: 'Join' }).waitFor();
  await panel.getByRole('button', { name: 'Take over' }).click();
  await panel.getByText('The agent leaves the call').waitFor();
  await sound(page);
  await panel.getByRole('button', { name: 'Take over' }).click();
  expect(await both.agentCall.ended()).toBe('bye');
  await hear([both.call, OTHER_HZ], [own, CALLER_HZ]);
  await panel.waitFor({ state: 'detached' });
  // It is his own call now.
  await page.getByRole('region', { name: 'Call', exact: true }).getByRole('button', { name: 'Hang up' }).click();
  expect(await both.call.ended()).toBe('bye');
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});

test('who waits is moved with a reason, and an agent is set who then sees why', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl, { language: 'zh-CN', scheme: 'dark' });
  await signIn(page, 'supervisor@demo.test');
  const first = await centre.talking();
  const { phone, from } = await centre.caller();
  const call = await phone.call('4002', { hz: CALLER_HZ });
  const { id } = await interactionOf(centre.supervisor, from, (each) => each.stage === 'queue');
  await page.getByRole('link', { name: '实时概览' }).click();
  await page
    .getByRole('region', { name: '正在排队' })
    .getByRole('button', { name: /^移动 / })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('优先级').fill('7');
  await sound(page);
  await dialog.getByLabel('原因').fill('等得太久');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('优先级 7').waitFor();
  expect((await untilEvent(centre.supervisor, id, 'work.moved'))[0].data).toMatchObject({ priority: 7, note: '等得太久' });
  await page.goto(`/interactions/${id}`);
  await page.getByText('等得太久').waitFor();
  await page.goto('/overview');
  await call.hangUp();

  const name = (await centre.one.shown()).name;
  await page.getByRole('button', { name: `设置 ${name} 的状态` }).click();
  await dialog.getByText('离开', { exact: true }).click();
  await dialog.getByLabel('原因').fill('请来一下');
  await sound(page);
  await dialog.getByRole('button', { name: '设置', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await eventually('the agent to be away', async () => ((await centre.one.shown()).presence.presence === 'away' ? true : null));
  await hear([first.call, AGENT_HZ]);
  const agents = await openView(browser, centre.tandem.baseUrl, { language: 'zh-CN' });
  await signIn(agents.page, 'agent1@demo.test');
  await agents.page.getByRole('button', { name: /^您的状态/ }).click();
  await agents.page.getByText('请来一下').waitFor();
  await agents.close();
  await centre.one.presence('available');
  await first.call.hangUp();
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});
