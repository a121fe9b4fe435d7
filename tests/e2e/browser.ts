// A real Chromium for the browser tests, with the checks that every page of ours must pass.
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `more`: flags of a test's own, as for a microphone that is a file. `within`: what to run in the program's place. */
export function launchBrowser(more: readonly string[] = [], within = (program: string): string => program): Promise<Browser> {
  return chromium.launch({ executablePath: within(process.env.TANDEM_CHROMIUM ?? '/usr/bin/chromium'), args: [...FLAGS, ...more] });
}

export type View = { language?: 'zh-CN' | 'en'; scheme?: 'light' | 'dark'; width?: number; height?: number };

/** A page of its own session. What the console complains about is collected in `complaints`. */
export async function openView(
  browser: Browser,
  baseUrl: string,
  { language = 'en', scheme = 'light', width = 1280, height = 720 }: View = {},
) {
  const context = await browser.newContext({
    baseURL: baseUrl,
    locale: language,
    colorScheme: scheme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints, close: () => context.close() };
}

export async function signIn(page: Page, email: string, password = 'tandem-demo'): Promise<void> {
  await page.goto('/login');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('nav').first().waitFor();
}

/** axe finds nothing serious or critical (WCAG 2.2 A and AA). */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}

/** No text on screen is a key of the catalogue or an unfilled part of one, and nothing sticks out of the page sideways. */
export async function expectWhole(page: Page): Promise<void> {
  const text = await page.locator('body').innerText();
  expect(text).not.toMatch(/\{\{|\b(contacts|contact|shell|login|events|common|state|cause|recording|overview|error)\.[a-z-]+/);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}
