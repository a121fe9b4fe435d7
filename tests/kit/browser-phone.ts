// A phone in a real Chromium for tests: JsSIP over WebSocket and WebRTC, as agents use it; its page is tests/e2e/phone-page.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './chromium.ts';
import { eventually } from './processes.ts';
import { descendants } from './tandem.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type BrowserPhone = {
  readonly page: Page;
  /** What the browser's console said. */
  readonly said: readonly string[];
  /** Calls a function of the page's `phone`. */
  do<T = void>(call: string): Promise<T>;
  /** Resolves once it rings. */
  rings(timeoutMs?: number): Promise<void>;
  up(timeoutMs?: number): Promise<void>;
  over(timeoutMs?: number): Promise<void>;
  /** Resolves once that tone is most of what is heard. */
  hears(hz: number, timeoutMs?: number): Promise<void>;
  /** Resolves once that tone is not heard any more. */
  hearsNo(hz: number, timeoutMs?: number): Promise<void>;
};

export type Browsers = {
  /** A phone of that device in a page of its own, registered. */
  phone(baseUrl: string, user: string, password?: string): Promise<BrowserPhone>;
  /** The whole browser sleeps (SIGSTOP), until `go`. */
  stop(): void;
  go(): void;
  close(): Promise<void>;
};

export async function openBrowsers(): Promise<Browsers> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'phone-page-'));
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], {
    cwd: path.join(ROOT, 'tests/e2e/phone-page'),
    stdio: 'pipe',
  });
  const [script] = fs.readdirSync(path.join(folder, 'assets')).filter((name) => name.endsWith('.js'));
  const source = fs.readFileSync(path.join(folder, 'assets', script!), 'utf8');
  fs.rmSync(folder, { recursive: true, force: true });
  // By which its processes are known from any other browser's on this machine.
  const mark = `--tandem-test=${randomUUID()}`;
  const browser = await launchBrowser(['--autoplay-policy=no-user-gesture-required', mark]);
  return {
    stop: () => signalled(mark, 'SIGSTOP'),
    go: () => signalled(mark, 'SIGCONT'),
    phone: (baseUrl, user, password = 'demo-sip') => openPhone(browser, source, baseUrl, user, password),
    close: () => browser.close(),
  };
}

/** To the browser of that mark and everything below it. */
function signalled(mark: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
  const marked = (pid: number): boolean => {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(mark);
    } catch {
      return false; // ended while we looked
    }
  };
  const root = descendants(process.pid).find(marked);
  if (root === undefined) throw new Error('the browser is not there');
  for (const pid of [root, ...descendants(root)]) {
    try {
      process.kill(pid, signal);
    } catch {
      // ended meanwhile
    }
  }
}

async function openPhone(browser: Browser, source: string, baseUrl: string, user: string, password: string): Promise<BrowserPhone> {
  const page = await browser.newPage({ bypassCSP: true });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  // A page of the server's own: /sip opens to no other origin, and Chromium to no local network from what a test made up.
  await page.goto(`${baseUrl}/healthz`);
  await page.addScriptTag({ content: source, type: 'module' });
  const run = <T>(call: string): Promise<T> => page.evaluate<T>(`globalThis.phone.${call}`);
  const until = (what: string, is: () => Promise<boolean>, timeoutMs: number): Promise<unknown> =>
    eventually(`${user}'s browser: ${what}`, async () => ((await is()) ? true : null), timeoutMs, 50);
  const state = (): Promise<{ up: boolean; ringing: boolean; ended: boolean }> => run('state()');
  const phone: BrowserPhone = {
    page,
    said,
    do: run,
    rings: async (timeoutMs = 20_000) => void (await until('to ring', async () => (await state()).ringing, timeoutMs)),
    up: async (timeoutMs = 20_000) => void (await until('to be in a call', async () => (await state()).up, timeoutMs)),
    over: async (timeoutMs = 20_000) => void (await until('the call to be over', async () => (await state()).ended, timeoutMs)),
    hears: async (hz, timeoutMs = 20_000) =>
      void (await until(`to hear ${hz} Hz`, async () => (await run<number>(`share(${hz})`)) > 0.5, timeoutMs)),
    hearsNo: async (hz, timeoutMs = 20_000) =>
      void (await until(`to hear no ${hz} Hz`, async () => (await run<number>(`share(${hz})`)) < 0.01, timeoutMs)),
  };
  await eventually('the page of the phone', async () => (await page.evaluate(`typeof globalThis.phone === 'object'`)) || null);
  await run(`register('${baseUrl.replace('http', 'ws')}/sip', '${user}', '${password}')`);
  return phone;
}
