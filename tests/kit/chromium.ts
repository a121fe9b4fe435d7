// A real Chromium for tests, benches and pictures: a page of its own session, and somebody signed in on it.
import { chromium, type Browser, type Page } from 'playwright-core';

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
  return chromium.launch({ executablePath: within(process.env['TANDEM_CHROMIUM'] ?? '/usr/bin/chromium'), args: [...FLAGS, ...more] });
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
