// Chromium for the bench of the desk: pages that carry the instruments, a microphone that needs no hand, and what a first load costs over the wire.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, signIn } from '../../tests/kit/chromium.ts';
import { installBoard } from './page-board.ts';
import { installEffects } from './page-effects.ts';
import { installPops } from './page-pop.ts';
import { installScroll } from './page-scroll.ts';

const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
const QUIET_MS = 2_000;

export type Desk = {
  readonly page: Page;
  /** Answers of the server that were refusals: a desk that asks too often shows what is old. */
  readonly refused: string[];
  close(): Promise<void>;
};

export const launch = (): Promise<Browser> => launchBrowser(MICROPHONE);

/** Signed in, with the instruments in every page it opens. `counter`: the measure of the overview's tile that is watched. */
export async function openDesk(browser: Browser, baseUrl: string, email: string, counter: string): Promise<Desk> {
  const context = await newContext(browser, baseUrl);
  await context.addInitScript(installEffects);
  await context.addInitScript(installPops);
  await context.addInitScript(installScroll);
  await context.addInitScript(installBoard, counter);
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('response', (answer) => answer.status() === 429 && refused.push(answer.url()));
  await signIn(page, email);
  return { page, refused, close: () => context.close() };
}

export type FirstLoad = { loginKb: number; deskKb: number };

/** Thousands of bytes over the wire (headers included) until nothing more is asked for: of the page to sign in, and of the desk for who is signed in. Nothing is in the cache. */
export async function firstLoad(browser: Browser, baseUrl: string, email: string): Promise<FirstLoad> {
  const stranger = await newContext(browser, baseUrl);
  const loginKb = await wireKb(stranger, '/login', 'input[name=email]');
  const page = await stranger.newPage();
  await signIn(page, email);
  const storageState = await stranger.storageState();
  await stranger.close();
  const known = await newContext(browser, baseUrl, storageState);
  const deskKb = await wireKb(known, '/', 'main h1');
  await known.close();
  return { loginKb, deskKb };
}

async function wireKb(context: BrowserContext, path: string, ready: string): Promise<number> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  let bytes = 0;
  let answers = 0;
  await devtools.send('Network.enable');
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    answers += 1;
  });
  await page.goto(path);
  await page.locator(ready).first().waitFor();
  for (let before = -1; before !== answers;) {
    before = answers;
    await page.waitForTimeout(QUIET_MS);
  }
  await page.close();
  if (answers < 5) throw new Error(`${path} asked for ${answers} files only`);
  return Math.round(bytes / 100) / 10;
}

function newContext(browser: Browser, baseURL: string, storageState?: Awaited<ReturnType<BrowserContext['storageState']>>) {
  const state = storageState === undefined ? {} : { storageState };
  return browser.newContext({ baseURL, locale: 'en', viewport: { width: 1280, height: 720 }, permissions: ['microphone'], ...state });
}
