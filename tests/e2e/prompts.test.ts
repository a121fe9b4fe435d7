// An administrator records a prompt by voice and from text, uploads music and gives it to a queue, and tests a trunk: all of it in the browser.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { writeWav } from '@tandem/rtp';
import { startSoftphone } from '../../sim/softphone.ts';
import { tone } from '../kit/audio.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { EAGER } from '../kit/demo.ts';
import { signIn as api, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let tandem: Tandem;
let browser: Browser;
let admin: Api;

beforeAll(async () => {
  // A microphone that beeps, and nobody who has to be asked for it.
  [tandem, browser] = await Promise.all([
    startTandem(undefined, EAGER),
    launchBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']),
  ]);
  admin = await api(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const drawer = (page: Page) => page.getByRole('dialog');

describe('prompts and music', () => {
  it('are recorded, spoken, uploaded, listened to, put back, used, and not removed while used', async () => {
    const { page, complaints, close } = await openView(browser, tandem.baseUrl);
    await signIn(page, 'admin@demo.test');
    await page.goto('/settings/prompts');
    await page.getByRole('button', { name: 'New prompt or music' }).first().click();
    await drawer(page).getByLabel('Name in English').fill('Shop welcome');
    await drawer(page).getByRole('button', { name: 'Create' }).click();

    const english = drawer(page).getByRole('region', { name: 'English' });
    await english.getByRole('button', { name: 'From text' }).click();
    await english.getByLabel('Text: English').fill('Welcome to our shop.');
    await english.getByRole('button', { name: 'Speak it' }).click();
    await english.getByText('Spoken from text').waitFor();
    const chinese = drawer(page).getByRole('region', { name: 'Chinese' });
    await chinese.getByRole('button', { name: 'Record: Chinese' }).click();
    await chinese.getByRole('button', { name: /Stop and use it, 00:0[1-9]/ }).click();
    await chinese.getByText(/Recorded, 00:0[1-9]/).waitFor();
    await english.getByRole('button', { name: 'Listen: English' }).click();
    await english.getByRole('button', { name: 'Stop: English' }).waitFor();
    // Another one, and the first again.
    const file = (name: string, bytes: Uint8Array) => ({ name, mimeType: 'audio/wav', buffer: Buffer.from(bytes) });
    const wav = writeWav({ sampleRate: 8_000, channels: 1, samples: tone(900, 1) });
    await english.locator('input[type=file]').setInputFiles(file('other.wav', wav));
    await english.getByText('Uploaded, 00:01').first().waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await english.getByText('Spoken from text').first().waitFor();
    await english.locator('input[type=file]').setInputFiles(file('no-sound.wav', new TextEncoder().encode('not a sound')));
    await english.getByRole('alert').getByText('no-sound.wav holds no sound').waitFor();
    await english.getByText('2 versions').click();
    await expectAccessible(page);
    await expectWhole(page);
    await drawer(page).getByRole('button', { name: 'Close' }).first().click();

    await page.getByRole('button', { name: 'New prompt or music' }).click();
    await drawer(page).getByLabel('Name in English').fill('Our tune');
    await drawer(page).getByLabel('Kind').selectOption('music');
    await drawer(page).getByRole('button', { name: 'Create' }).click();
    const music = drawer(page).getByRole('region', { name: 'Music' });
    await music.locator('input[type=file]').setInputFiles(file('tune.wav', wav));
    await music.getByText('Uploaded, 00:01').waitFor();
    const { items: queues } = await admin.get('/queues');
    const support = queues.find((each: { key: string }) => each.key === 'support');
    await page.goto(`/settings/queues?open=${support.id}`);
    await drawer(page).getByLabel('Music while waiting').selectOption('our-tune');
    await drawer(page).getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    expect((await admin.get(`/queues/${support.id}`)).music).toBe('our-tune');

    await page.goto('/settings/prompts');
    await page.getByText('Our tune').click();
    await drawer(page).getByRole('button', { name: 'Remove' }).click();
    await drawer(page).getByRole('button', { name: 'Remove' }).last().click();
    await drawer(page).getByRole('link', { name: 'Support' }).waitFor();
    // Not signed in yet, and the refusal to remove it.
    expect(complaints.filter((each) => !/status of 4(01|09)/.test(each))).toEqual([]);
    await close();
  });

  it('a trunk is tried with a call, in Chinese and on a phone’s screen', async () => {
    const far = await startSoftphone({
      server: { ip: '127.0.0.1', port: tandem.sipPort },
      user: 'far',
      port: tandem.sipPort + 10,
      onCall: (call) => call.refuse(486),
    });
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, { language: 'zh-CN', width: 390, height: 800 });
    await signIn(page, 'admin@demo.test');
    const [trunk] = (await admin.get('/trunks')).items;
    await page.goto(`/settings/trunks?open=${trunk.id}`);
    await drawer(page).getByLabel('要拨打的号码').fill('13800138000');
    await drawer(page).getByRole('button', { name: '呼叫', exact: true }).click();
    await drawer(page).getByText('中继正常；对方忙。').waitFor();
    await drawer(page).getByText('SIP 状态 486').waitFor();
    await expectAccessible(page);
    await expectWhole(page);
    expect(complaints.filter((each) => !each.includes('status of 401'))).toEqual([]);
    await close();
    far.close();
  });
});
