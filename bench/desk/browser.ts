// Chromium for the bench of the desk: pages that carry the instruments, and a microphone that needs no hand.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, signIn } from '../../tests/kit/chromium.ts';
import { installBoard } from './page-board.ts';
import { installEffects } from './page-effects.ts';
import { installPops } from './page-pop.ts';
import { installScroll } from './page-scroll.ts';

const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'];

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

export function newContext(browser: Browser, baseURL: string, storageState?: Awaited<ReturnType<BrowserContext['storageState']>>) {
  const state = storageState === undefined ? {} : { storageState };
  return browser.newContext({ baseURL, locale: 'en', viewport: { width: 1280, height: 720 }, permissions: ['microphone'], ...state });
}
