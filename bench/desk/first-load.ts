// What a first load costs over the wire: of the page to sign in, of the desk, and of what the desk loads ahead once its agent goes on queue.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { signIn as signInPage } from '../../tests/kit/chromium.ts';
import { signIn } from '../../tests/kit/tandem.ts';
import { newContext } from './browser.ts';
import { setPresence } from './floor.ts';

/** Thousands of bytes. */
type FirstLoad = { login: number; desk: number; ahead: number };

const QUIET_MS = 2_000;
/** Browsers take brotli where the connection is safe, and this machine's own is; the goal is in gzip. */
const PACKINGS = ['gzip', 'br'] as const;

/**
 * Headers included, nothing in the cache. `login` and `desk`: from the address until nothing more is asked for, the desk's agent off queue. `ahead`: what comes
 * when he then goes on queue, so that the page of his first contact is there before it rings; it is not waited for by anybody.
 */
export async function firstLoads(browser: Browser, baseUrl: string, email: string): Promise<Record<(typeof PACKINGS)[number], FirstLoad>> {
  const agent = await signIn(baseUrl, email);
  const loads: Partial<Record<(typeof PACKINGS)[number], FirstLoad>> = {};
  for (const packing of PACKINGS) {
    await agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', onQueue: false });
    const stranger = await newContext(browser, baseUrl);
    const login = await wire(stranger, packing);
    const loginKb = await login.until(async (page) => {
      await page.goto('/login');
      await page.locator('input[name=email]').waitFor();
    });
    const page = await stranger.newPage();
    await signInPage(page, email);
    const storageState = await stranger.storageState();
    await stranger.close();
    const known = await newContext(browser, baseUrl, storageState);
    const desk = await wire(known, packing);
    const deskKb = await desk.until(async (opened) => {
      await opened.goto('/');
      await opened.locator('main h1').waitFor();
    });
    const aheadKb = await desk.until(async (opened) => {
      await setPresence(agent, true);
      await opened.getByRole('button', { name: /^Your presence: (Ready|No phone)$/ }).waitFor();
    });
    await known.close();
    loads[packing] = { login: loginKb, desk: deskKb, ahead: aheadKb };
  }
  return loads as Record<(typeof PACKINGS)[number], FirstLoad>;
}

/** A page whose bytes are counted; `until` does something in it and waits until it asks for nothing more. */
async function wire(context: BrowserContext, packing: string): Promise<{ until(act: (page: Page) => Promise<void>): Promise<number> }> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  let bytes = 0;
  let answers = 0;
  await devtools.send('Network.enable');
  await devtools.send('Network.setExtraHTTPHeaders', { headers: { 'accept-encoding': packing } });
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    answers += 1;
  });
  return {
    async until(act) {
      const [bytesBefore, answersBefore] = [bytes, answers];
      await act(page);
      for (let before = -1; before !== answers;) {
        before = answers;
        await page.waitForTimeout(QUIET_MS);
      }
      if (answers - answersBefore < 2) throw new Error(`${page.url()} asked for ${answers - answersBefore} files only`);
      return Math.round((bytes - bytesBefore) / 100) / 10;
    },
  };
}
