// An agent whose connection is weak, in the web app itself: he says so, and from then on his calls are in Opus, with phones that speak G.711 alone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelsOf, toneLevel, toneSeconds } from '../kit/audio.ts';
import { AGENT_HZ, CALLER_HZ, openCentre, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { expectTalking, keepTone, listenIn, loudest, switchOn, toneMicrophone } from './browser-phone.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

const NOTHING = new Int16Array();

type Spoken = { sent: string; heard: string; payloadBytes: number };

let browser: Browser;
let centre: Centre;
beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(toneMicrophone(AGENT_HZ)), openCentre()]);
});
afterAll(async () => {
  await browser?.close();
  await centre?.close();
});

/** In the page: what its newest call is spoken in, both ways, and how long the packets are that it sends. */
async function spokenNow(): Promise<Spoken> {
  const { connections } = (window as unknown as { tandemEar: { connections: RTCPeerConnection[] } }).tandemEar;
  const stats = new Map<unknown, Record<string, unknown>>();
  (await connections.at(-1)!.getStats()).forEach((each: Record<string, unknown>) => stats.set(each['id'], each));
  const of = (type: string) => [...stats.values()].find((each) => each['type'] === type && each['kind'] === 'audio') ?? {};
  const codec = (type: string): string => String(stats.get(of(type)['codecId'])?.['mimeType']);
  const out = of('outbound-rtp');
  return {
    sent: codec('outbound-rtp'),
    heard: codec('inbound-rtp'),
    payloadBytes: Number(out['bytesSent']) / Number(out['packetsSent']),
  };
}
const spoken = (page: Page): Promise<Spoken> =>
  eventually('the browser to know what it speaks', async () => {
    const found = await page.evaluate(spokenNow);
    return found.sent !== 'undefined' && found.heard !== 'undefined' ? found : null;
  });

test('a call on a weak connection is in Opus: heard both ways, recorded apart, and still so when the page is loaded anew', async () => {
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  await listenIn(page);
  await signIn(page, 'agent1@demo.test');
  // Once, as what he chooses is kept there too.
  await page.evaluate(keepTone);
  await page.reload();
  await switchOn(page);
  await page.getByRole('switch', { name: 'For a weak connection' }).check();
  await expectAccessible(page);
  await expectWhole(page);
  await page.keyboard.press('Escape');

  const { phone, from } = await centre.caller();
  const caller = await phone.call('4002', { hz: CALLER_HZ });
  await caller.answered();
  await page.getByRole('complementary', { name: 'Your phone' }).getByText('Ringing').waitFor();
  await page.keyboard.press('Alt+a');
  const yours = page.getByRole('complementary', { name: 'Your call' });
  await yours.getByText('Talking').waitFor();
  await expectTalking(() => loudest(page), CALLER_HZ, caller, AGENT_HZ);
  expect(await spoken(page)).toMatchObject({ sent: 'audio/opus', heard: 'audio/opus' });
  // A packet of G.711 is 160 bytes long.
  expect((await spoken(page)).payloadBytes).toBeLessThan(110);

  await page.getByRole('button', { name: 'Browser phone: Ready' }).click();
  await page.getByText(/^This call: Opus, MOS \d\.\d, 0 % of the packets lost$/).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  // Loaded anew in mid-call it is the browser that offers: still the same.
  await page.reload();
  await yours.getByRole('button', { name: 'Mute' }).waitFor();
  await expectTalking(() => loudest(page), CALLER_HZ, caller, AGENT_HZ);
  expect(await spoken(page)).toMatchObject({ sent: 'audio/opus', heard: 'audio/opus' });

  await caller.hangUp();
  await yours.waitFor({ state: 'detached' });
  const sealed = (each: { state: string }): boolean => each.state === 'sealed';
  const detail = await interactionOf(centre.supervisor, from, (each) => each.endedAt !== null && each.recordings.every(sealed));
  const codecs = detail.legs.map((leg: { party: string; quality: { codec: string } }) => [leg.party, leg.quality.codec]);
  expect(codecs).toEqual(
    expect.arrayContaining([
      ['customer', 'PCMA'],
      ['agent', 'OPUS'],
    ]),
  );
  const answer = await centre.supervisor.raw(`/recordings/${detail.recordings[0].id}/audio`);
  const [left = NOTHING, right = NOTHING] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
  expect(toneSeconds(left, CALLER_HZ)).toBeGreaterThan(0.5);
  expect(toneSeconds(right, AGENT_HZ)).toBeGreaterThan(0.5);
  expect(toneLevel(left, CALLER_HZ) - toneLevel(left, AGENT_HZ)).toBeGreaterThan(40);
  expect(toneLevel(right, AGENT_HZ) - toneLevel(right, CALLER_HZ)).toBeGreaterThan(40);
  await page.goto(`/interactions/${detail.id}`);
  await page.locator('[data-encryption=dtls]').getByText('SRTP').waitFor();
  await page.locator('[data-encryption=dtls]').scrollIntoViewIfNeeded();
  await picture(page, 'leg-padlock');
  for (const said of [/^Opus, loss/, /^G\.711, loss/]) await page.getByText(said).waitFor();
  await expectWhole(page);
  // As it begins to ring the customer may not be within the agent's reach yet: asked again, and 404 until then.
  expect(complaints.filter((text) => !text.includes('401') && !text.includes('404'))).toEqual([]);
  await close();
});
