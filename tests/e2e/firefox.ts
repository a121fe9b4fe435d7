// A real Firefox for the browser tests, driven over WebDriver BiDi, with the few things they do in it. Its microphone is a tone.
import { launch, type Browser, type Page } from 'puppeteer-core';

/** `microphoneHz`: what its made-up microphone says. Nobody is asked whether it may be used. */
export function launchFirefox(microphoneHz: number): Promise<Browser> {
  return launch({
    browser: 'firefox',
    executablePath: process.env.TANDEM_FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.audio.fake_frequency': microphoneHz,
      // Who has not, tells Firefox's ICE no address but that of the way out.
      'permissions.default.microphone': 1,
      'media.autoplay.default': 0,
      // The server under test is on loopback, which Firefox has no ways to otherwise.
      'media.peerconnection.ice.loopback': true,
      'intl.accept_languages': 'en',
    },
  });
}

/** A page of its own session. What the console complains about is collected in `complaints`. */
export async function openFirefox(firefox: Browser, { width = 1280, height = 720 } = {}) {
  const context = await firefox.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  // Whether one really wants to leave, with a call up.
  page.on('dialog', (dialog) => void dialog.accept());
  return { page, complaints, close: () => context.close() };
}

/**
 * In the page: the frequency that is loudest in what the newest call plays, Hz; null where it is silent or there is none. Without a sound card
 * Firefox's AudioContext never begins to run; a recorder does.
 */
export async function loudestRecorded(): Promise<number | null> {
  const stream = (window as unknown as { tandemEar: { streams: MediaStream[] } }).tandemEar.streams.at(-1);
  if (!stream) return null;
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const over = new Promise((done) => recorder.addEventListener('stop', done));
  recorder.start();
  await new Promise((done) => setTimeout(done, 400));
  recorder.stop();
  await over;
  const decoded = await new OfflineAudioContext(1, 1, 8_000).decodeAudioData(await new Blob(parts).arrayBuffer());
  const samples = decoded.getChannelData(0).slice(-2_048);
  let [loudest, at] = [0, 0];
  for (let hz = 100; hz < 3_800; hz += 10) {
    let [re, im] = [0, 0];
    for (const [i, sample] of samples.entries()) {
      re += sample * Math.cos((2 * Math.PI * hz * i) / 8_000);
      im += sample * Math.sin((2 * Math.PI * hz * i) / 8_000);
    }
    if (Math.hypot(re, im) > loudest) [loudest, at] = [Math.hypot(re, im), hz];
  }
  // A thousandth of full scale.
  return loudest / samples.length < 0.001 ? null : at;
}

/** Of a button that shows a picture. */
export const button = (name: string): string => `button[aria-label="${name}"]`;

/** A letter with Alt. */
export async function press(page: Page, letter: string): Promise<void> {
  await page.keyboard.down('Alt');
  await page.keyboard.press(letter as 'a');
  await page.keyboard.up('Alt');
}
