// The browser as an agent's phone, with real calls: a caller with a tone of his own, an agent in Chromium whose microphone says another.
import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, OTHER_HZ, OUTSIDE, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn, type View } from '../kit/chromium.ts';
import { interactionOf, tuneQueue, untilEvent } from '../kit/demo.ts';
import { openLine } from '../kit/line.ts';
import { eventually } from '../kit/processes.ts';
import { openRoaming, whyNoRoaming, type Roaming } from '../kit/roaming.ts';
import { freshSettings } from '../kit/tandem.ts';
import { startTurn, type TurnServer } from '../kit/turn.ts';
import type { PhoneCall } from '../../sim/softphone.ts';
import {
  expectMusic,
  expectSilent,
  expectTalking as talking,
  iceState,
  keepTone,
  killTabs,
  listenIn,
  longestSilenceMs,
  loudest,
  switchOn,
  toneMicrophone,
} from './browser-phone.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

const noRoaming = whyNoRoaming();
let browser: Browser;
let centre: Centre;
let roaming: Roaming | null = null;
let turn: TurnServer;

beforeAll(async () => {
  if (noRoaming === null) roaming = openRoaming();
  turn = await startTurn(roaming?.ip);
  const settings = { ...(await freshSettings()), ...turn.settings };
  [browser, centre] = await Promise.all([launchBrowser(toneMicrophone(AGENT_HZ)), openCentre(settings)]);
});
afterEach(() => centre.quiet());
afterAll(async () => {
  await browser?.close();
  await centre?.close();
  await turn?.stop();
  roaming?.close();
});

const sound = async (page: Page): Promise<void> => {
  await expectAccessible(page);
  await expectWhole(page);
};

async function desk(view: View = {}, { on = browser, baseUrl = centre.tandem.baseUrl, relayed = false } = {}) {
  const opened = await openView(on, baseUrl, view);
  await opened.page.addInitScript(keepTone);
  await listenIn(opened.page, { relayed });
  await signIn(opened.page, 'agent1@demo.test');
  return opened;
}

async function call(): Promise<{ call: PhoneCall; from: string }> {
  const { phone, from } = await centre.caller();
  const made = await phone.call('4002', { hz: CALLER_HZ });
  await made.answered();
  return { call: made, from };
}

const expectTalking = (page: Page, caller: PhoneCall): Promise<void> => talking(() => loudest(page), CALLER_HZ, caller, AGENT_HZ);

test('rings in the browser, is answered, muted, held and ended there; the desk phone stays quiet until it is switched off', async () => {
  const { page, complaints, close } = await desk();
  await switchOn(page);
  await page.getByLabel('Microphone', { exact: true }).waitFor();
  await sound(page);
  await page.keyboard.press('Escape');

  const { call: caller, from } = await call();
  const bar = page.getByRole('complementary', { name: 'Your phone' });
  await bar.getByText('Ringing').waitFor();
  await sound(page);
  await page.keyboard.press('Alt+a');
  const yours = page.getByRole('complementary', { name: 'Your call' });
  await yours.getByText('Talking').waitFor();
  await expectTalking(page, caller);
  const { id } = await interactionOf(centre.supervisor, from);

  await page.keyboard.press('Alt+m');
  await page.getByText('Muted', { exact: true }).waitFor();
  await expectWhole(page);
  await expectSilent(caller, AGENT_HZ);
  await page.keyboard.press('Alt+m');
  await expectTalking(page, caller);

  await page.keyboard.press('Alt+h');
  await yours.getByRole('button', { name: 'Resume' }).waitFor();
  await yours.getByText('On hold', { exact: true }).waitFor();
  await expectSilent(caller, AGENT_HZ);
  await page.keyboard.press('Alt+h');
  await yours.getByRole('button', { name: 'Hold' }).waitFor();
  await expectTalking(page, caller);

  // Loaded anew in mid-call: the same call, with sound both ways, and nobody was told of an end.
  await page.reload();
  await page.getByRole('button', { name: 'Browser phone: Ready' }).waitFor();
  await yours.getByRole('button', { name: 'Mute' }).waitFor();
  await expectTalking(page, caller);
  expect(caller.state.ended).toBeNull();

  // On to the desk phone and back: the customer notices nothing.
  await page.keyboard.press('Alt+o');
  await page.getByRole('toolbar', { name: 'What you can do with the call' }).waitFor();
  await page.keyboard.press('Alt+v');
  await sound(page);
  await page.getByRole('button', { name: 'Desk phone agent1' }).click();
  const carried = await centre.one.phone.incoming();
  await yours.getByText('Moving to your other phone').waitFor();
  await sound(page);
  carried.media.tone(OTHER_HZ);
  carried.accept();
  await hear([caller, OTHER_HZ], [carried, CALLER_HZ]);
  await yours.getByText('Talking').waitFor();
  await page.keyboard.press('Alt+v');
  await page.getByRole('button', { name: 'This browser or another one' }).click();
  await bar.getByText('Ringing').waitFor();
  await page.keyboard.press('Alt+a');
  await expectTalking(page, caller);
  expect(await carried.ended()).toBe('bye');

  await page.keyboard.press('Alt+x');
  expect(await caller.ended()).toBe('bye');
  await yours.waitFor({ state: 'detached' });
  await eventually('the contact to end', async () => ((await centre.one.api.get(`/interactions/${id}`)).cause === 'normal' ? true : null));

  // Whom he dials himself he need not pick up for.
  await page.keyboard.press('Alt+n');
  await page.getByRole('combobox', { name: 'Whom to call' }).fill(OUTSIDE);
  await page.keyboard.press('Enter');
  const outside = await centre.outside.incoming();
  outside.media.tone(CALLER_HZ);
  outside.accept();
  await expectTalking(page, outside);
  await yours.getByText('Talking').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await outside.hangUp();
  await yours.waitFor({ state: 'detached' });
  // Once more the same number, from the log; and nobody is there.
  await page.keyboard.press('Alt+n');
  await page.getByRole('button', { name: /^Dial .* again$/ }).click();
  (await centre.outside.incoming()).refuse(486);
  await page.getByText('The line is busy').waitFor();
  await page.keyboard.press('Escape');
  await yours.waitFor({ state: 'detached' });
  expect(centre.one.phone.calls).toEqual([carried]);

  // Where the queue says so the page answers by itself, and the desk phone rings along where its agent wants that.
  await tuneQueue(centre.admin, 'support', { autoAnswer: true });
  await page.getByRole('button', { name: 'Browser phone: Ready' }).click();
  await page.getByRole('switch', { name: 'Desk phone agent1' }).check();
  await page.keyboard.press('Escape');
  const third = await call();
  await centre.one.phone.incoming();
  await expectTalking(page, third.call);
  await third.call.hangUp();
  await yours.waitFor({ state: 'detached' });
  await tuneQueue(centre.admin, 'support', { autoAnswer: false });

  await page.getByRole('button', { name: 'Browser phone: Ready' }).click();
  await page.getByRole('switch', { name: 'Use this browser as my phone' }).uncheck();
  await page.getByRole('button', { name: 'Browser phone: Off' }).waitFor();
  await eventually('the desk phone to count again', async () => ((await centre.one.shown()).presence.reachable ? true : null));
  const second = await call();
  const own = await centre.one.phone.incoming();
  own.media.tone(AGENT_HZ);
  own.accept();
  await hear([second.call, AGENT_HZ]);
  await second.call.hangUp();
  expect(complaints.filter((text) => !/40[14]/.test(text))).toEqual([]);
  await close();
});

test('two tabs are one phone: it rings in both, either answers, and the other takes over where one closes', async () => {
  const { page: first, close } = await desk();
  await switchOn(first);
  const second = await first.context().newPage();
  await second.addInitScript(keepTone);
  await listenIn(second, { relayed: true });
  await second.goto('/interactions');
  await second.getByRole('button', { name: 'Browser phone: Ready' }).waitFor();

  const { call: caller, from } = await call();
  for (const page of [first, second]) await page.getByRole('complementary', { name: 'Your phone' }).getByText('Ringing').waitFor();
  // Declined in the tab that is not the phone: the customer waits on and is offered again.
  await second.keyboard.press('Alt+d');
  const phone = second.getByRole('complementary', { name: 'Your phone' });
  await phone.waitFor({ state: 'detached' });
  expect(caller.state.ended).toBeNull();
  const { id } = await interactionOf(centre.supervisor, from);
  // Before routing knows of it, being available says nothing new, and he is left alone for ten seconds.
  await untilEvent(centre.supervisor, id, 'work.offer-ended');
  await centre.one.presence('available');
  await phone.getByRole('button', { name: 'Answer' }).click();
  await expectTalking(first, caller);
  const yours = second.getByRole('complementary', { name: 'Your call' });
  await yours.getByRole('button', { name: 'Mute' }).click();
  await expectSilent(caller, AGENT_HZ);
  await yours.getByRole('button', { name: 'Unmute' }).click();
  // The other tab has done it.
  await yours.getByRole('button', { name: 'Mute' }).waitFor();

  // The tab that is the phone closes in mid-call: the other one is the phone now, and has the call, by way of TURN.
  await first.close();
  await expectTalking(second, caller);
  expect(turn.output()).toMatch(/realm <tandem> user <\d+:dev_/);
  await caller.hangUp();
  await yours.waitFor({ state: 'detached' });
  await interactionOf(centre.supervisor, from, (detail) => detail.cause === 'normal');
  // Signing out gives the calls back to the desk phone.
  await second.getByRole('button', { name: /^Account|^Your account|Li Na/ }).click();
  await second.getByRole('button', { name: 'Sign out' }).click();
  await second.locator('input[name=email]').waitFor();
  expect((await centre.one.api.get('/me/phone')).open).toBe(false);
  await close();
});

test('a tab that crashes in a call: the customer has music within two seconds, and the agent again as soon as his page is there', async () => {
  const { page, close } = await desk();
  await switchOn(page);
  const { call: caller, from } = await call();
  await page.getByRole('complementary', { name: 'Your phone' }).getByText('Ringing').waitFor();
  await page.keyboard.press('Alt+a');
  await expectTalking(page, caller);
  const { id } = await interactionOf(centre.supervisor, from);

  const crashed = page.waitForEvent('crash');
  const killed = performance.now();
  await killTabs(browser);
  await crashed;
  await expectMusic(caller);
  expect(longestSilenceMs(caller.media.heard(killed))).toBeLessThan(2_000);
  expect(caller.state.ended).toBeNull();

  const again = await page.context().newPage();
  await again.addInitScript(keepTone);
  await listenIn(again);
  await again.goto('/');
  const loaded = performance.now();
  await expectTalking(again, caller);
  expect(caller.media.heardAt(AGENT_HZ, loaded)! - loaded).toBeLessThan(3_000);
  // The same call, and his to end.
  const yours = again.getByRole('complementary', { name: 'Your call' });
  await yours.getByRole('button', { name: 'Mute' }).waitFor();
  expect((await centre.live(id)).interaction).toBe(id);
  await again.keyboard.press('Alt+x');
  expect(await caller.ended()).toBe('bye');
  const { segments } = await interactionOf(centre.supervisor, from, (detail) => detail.cause === 'normal');
  expect(segments.filter(({ kind }: { kind: string }) => kind === 'agent')).toHaveLength(1);
  await close();
});

/** What was under way when the link went. */
const TAIL_MS = 300;
/** From the return of the network. Of which Chromium takes up to two until it notices that its networks are others. */
const FOUND_MS = 3_000;
/** Of the network of whoever writes it. */
const IPV6_OFF = '/proc/sys/net/ipv6/conf/all/disable_ipv6';
/** Alone on the machine it takes Chromium eight. */
const GIVEN_UP_MS = 40_000;

test.skipIf(noRoaming !== null)(`a laptop that changes networks in a call, at once and after none at all ${noRoaming ?? ''}`, async () => {
  const line = await openLine(centre.tandem.baseUrl, turn.ip);
  // The way to us is plain HTTP, and not on loopback.
  const flags = [...toneMicrophone(AGENT_HZ), `--unsafely-treat-insecure-origin-as-secure=${line.baseUrl}`];
  const laptop = await launchBrowser(flags, (program) => roaming!.within(program));
  try {
    const { page } = await desk({}, { on: laptop, baseUrl: line.baseUrl, relayed: true });
    await switchOn(page);
    await centre.one.presence('available');
    const { call: caller } = await call();
    await page.getByRole('complementary', { name: 'Your phone' }).getByText('Ringing').waitFor();
    await page.keyboard.press('Alt+a');
    await expectTalking(page, caller);

    // With IPv6 Chromium waits for its addresses to settle, and then two seconds more.
    execFileSync(roaming!.within('/bin/sh'), ['-c', `[ ! -e ${IPV6_OFF} ] || echo 1 > ${IPV6_OFF}`]);
    roaming!.leave();
    roaming!.arrive();
    const changed = performance.now();
    await new Promise((done) => setTimeout(done, TAIL_MS));
    await expectTalking(page, caller);
    expect(caller.media.heardAt(AGENT_HZ, changed + TAIL_MS)! - changed).toBeLessThan(FOUND_MS);

    roaming!.leave();
    await expectMusic(caller);
    await page.getByRole('button', { name: 'Browser phone: No connection' }).waitFor();
    await eventually('ICE to give the way up', async () => ((await iceState(page)) === 'connected' ? null : true), GIVEN_UP_MS);
    roaming!.arrive();
    const back = performance.now();
    await expectTalking(page, caller);
    expect(caller.media.heardAt(AGENT_HZ, back)! - back).toBeLessThan(FOUND_MS);

    // The screen has found its way back as well.
    await page.keyboard.press('Alt+h');
    await page.getByRole('complementary', { name: 'Your call' }).getByText('On hold', { exact: true }).waitFor();
    await page.keyboard.press('Alt+x');
    expect(await caller.ended()).toBe('bye');
  } finally {
    await laptop.close();
    await line.close();
  }
});

test('the check before a shift, in Chinese on a narrow dark screen, with a verdict in words', async () => {
  const { page, complaints, close } = await desk({ language: 'zh-CN', scheme: 'dark', width: 390, height: 844 });
  await page.getByRole('button', { name: '浏览器话机：未启用' }).click();
  await page.getByRole('link', { name: '检查耳机与网络' }).click();
  await page.getByRole('button', { name: '开始检查' }).click();
  await page.getByText('听到两声提示音了吗？').waitFor();
  await sound(page);
  await page.getByRole('button', { name: '没听到' }).click();
  await page.locator('[data-verdict=bad]').waitFor();
  for (const part of ['browser', 'microphone', 'server', 'media']) await page.locator(`[data-part=${part}][data-outcome=good]`).waitFor();
  await page.getByRole('button', { name: '重新检查' }).click();
  await page.getByRole('button', { name: '听到了', exact: true }).click();
  await page.getByText('就绪：可以接听来电。').waitFor();
  await page.locator('[data-part=media]').getByText('中继（TURN）也可用').waitFor();
  await sound(page);
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});
