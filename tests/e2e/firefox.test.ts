// The browser phone in Firefox, with a real call: its ICE, its DTLS in both roles, its SRTP, and its idea of a microphone, a reload and a hold.
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelsOf, toneLevel } from '../kit/audio.ts';
import { AGENT_HZ, CALLER_HZ, openCentre, type Centre } from '../kit/centre.ts';
import { interactionOf } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { heardMusic } from '../kit/prompts.ts';
import type { PhoneCall } from '../../sim/softphone.ts';
import { expectMusic, expectSilent, expectTalking as talking, keepEar } from './browser-phone.ts';
import { button, launchFirefox, loudestRecorded, openFirefox, press } from './firefox.ts';

let firefox: Browser;
let centre: Centre;
beforeAll(async () => {
  [firefox, centre] = await Promise.all([launchFirefox(AGENT_HZ), openCentre()]);
});
afterAll(async () => {
  await firefox?.close();
  await centre?.close();
});

const expectTalking = (page: Page, caller: PhoneCall): Promise<void> =>
  talking(() => page.evaluate(loudestRecorded), CALLER_HZ, caller, AGENT_HZ);

/** A page of the first agent's with its phone switched on. */
async function withPhone() {
  const view = await openFirefox(firefox);
  const { page } = view;
  await page.evaluateOnNewDocument(keepEar, 'all');
  await page.goto(`${centre.tandem.baseUrl}/login`);
  await page.locator('input[name=email]').fill('agent1@demo.test');
  await page.locator('input[name=password]').fill('tandem-demo');
  await page.locator('button[type=submit]').click();
  await page.locator(button('Browser phone: Off')).click();
  await page.locator('input[role=switch]').click();
  await page.locator(button('Browser phone: Ready')).wait();
  return view;
}
/** A customer through the queue, whom the agent takes. */
async function taken(page: Page): Promise<{ caller: PhoneCall; from: string }> {
  const { phone, from } = await centre.caller();
  const caller = await phone.call('4002', { hz: CALLER_HZ });
  await caller.answered();
  await page.locator('aside[aria-label="Your phone"] ::-p-text(Ringing)').wait();
  await press(page, 'a');
  await expectTalking(page, caller);
  return { caller, from };
}
/** Each side of its recording has its own voice only. */
async function expectApart(from: string) {
  const sealed = (each: { state: string }): boolean => each.state === 'sealed';
  const detail = await interactionOf(
    centre.supervisor,
    from,
    ({ cause, recordings }) => cause === 'normal' && recordings.length > 0 && recordings.every(sealed),
  );
  const answer = await centre.supervisor.raw(`/recordings/${detail.recordings.at(0)?.id}/audio`);
  const [left, right] = channelsOf(new Uint8Array(await answer.arrayBuffer())) as [Int16Array, Int16Array];
  expect(toneLevel(left, CALLER_HZ) - toneLevel(left, AGENT_HZ)).toBeGreaterThan(30);
  expect(toneLevel(right, AGENT_HZ) - toneLevel(right, CALLER_HZ)).toBeGreaterThan(30);
  return detail;
}

test('an agent takes a call, mutes, holds, loads the page anew and hangs up; each side of the recording has its own voice only', async () => {
  const { page, complaints, close } = await withPhone();
  await page.keyboard.press('Escape');

  const { caller, from } = await taken(page);
  const yours = 'aside[aria-label="Your call"]';
  await page.locator(`${yours} ${button('Hang up')}`).wait();

  // Muted it still sends: the customer hears silence, and not the music of an agent who is gone.
  await press(page, 'm');
  await expectSilent(caller, AGENT_HZ);
  const muted = performance.now();
  await pause(2_200);
  expect(heardMusic(caller.media.heard(muted))).toBe(false);
  await press(page, 'm');
  await expectTalking(page, caller);

  await press(page, 'h');
  await page.locator(`${yours} ${button('Resume')}`).wait();
  await expectMusic(caller);
  await press(page, 'h');
  await page.locator(`${yours} ${button('Hold')}`).wait();
  await expectTalking(page, caller);
  const counted = await eventually('the sound to be judged', () =>
    page.evaluate(() => {
      const name = Object.keys(localStorage).find((key) => key.endsWith('.call'));
      return name === undefined
        ? null
        : (JSON.parse(localStorage.getItem(name)!) as { call: { quality: { mos: number } | null } }).call.quality;
    }),
  );
  expect(counted.mos).toBeGreaterThan(3);

  // Firefox offers now, where it answered before: the roles of DTLS are the other way round.
  await page.reload();
  await page.locator(button('Browser phone: Ready')).wait();
  await expectTalking(page, caller);
  expect(caller.state.ended).toBeNull();

  await press(page, 'x');
  expect(await caller.ended()).toBe('bye');
  await expectApart(from);
  expect(complaints.filter((text) => !/40[14]/.test(text))).toEqual([]);
  await close();
});

/** In the page: the codecs that its newest call is sent and heard in. */
async function codecsNow(): Promise<string[]> {
  const { connections } = (window as unknown as { tandemEar: { connections: RTCPeerConnection[] } }).tandemEar;
  const stats = new Map<unknown, Record<string, unknown>>();
  const report = await connections.at(-1)?.getStats();
  report?.forEach((each: Record<string, unknown>) => stats.set(each['id'], each));
  const of = (type: string) => [...stats.values()].find((each) => each['type'] === type && each['kind'] === 'audio')?.['codecId'];
  return ['outbound-rtp', 'inbound-rtp'].map((type) => String(stats.get(of(type))?.['mimeType']));
}
const expectOpus = (page: Page): Promise<unknown> =>
  eventually('both ways to be in Opus', async () =>
    (await page.evaluate(codecsNow)).every((codec) => codec === 'audio/opus') ? true : null,
  );

test('a call on a weak connection is in Opus, where Firefox answers and, loaded anew, where it offers: heard both ways, recorded apart', async () => {
  const { page, complaints, close } = await withPhone();
  await page.locator('label ::-p-text(For a weak connection)').click();
  await page.keyboard.press('Escape');
  const { caller, from } = await taken(page);
  await expectOpus(page);

  await page.reload();
  await page.locator(button('Browser phone: Ready')).wait();
  await expectTalking(page, caller);
  await expectOpus(page);

  await press(page, 'x');
  expect(await caller.ended()).toBe('bye');
  const { legs } = await expectApart(from);
  expect(legs.find(({ party }: { party: string }) => party === 'agent').quality).toMatchObject({ codec: 'OPUS', encryption: 'dtls' });
  expect(complaints.filter((text) => !/40[14]/.test(text))).toEqual([]);
  await close();
});
