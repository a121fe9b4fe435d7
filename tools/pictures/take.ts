// `npm run pictures`: the guides' screenshots, taken from a living demo centre in both languages. Run by hand when screens have changed.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openView, signIn } from '../../tests/kit/chromium.ts';
import { signIn as openApi, startTandem, type Api, type Tandem } from '../../tests/kit/tandem.ts';
import { PICTURES, type Language, type Picture, type Scene } from './list.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDER = path.join(ROOT, 'docs/images');
const LIVELY_MS = 100_000;
const QUALITY = 82;

const only = process.argv.slice(2);
const tandem = await startTandem();
const demo = makeLively(tandem);
let browser: Browser | null = null;
try {
  await setUp(await openApi(tandem.baseUrl, 'admin@demo.test'));
  console.log(`the demo centre runs at ${tandem.baseUrl}; pictures in ${LIVELY_MS / 1_000} s`);
  await pause(LIVELY_MS);
  const supervisor = await openApi(tandem.baseUrl, 'supervisor@demo.test');
  browser = await launchBrowser();
  await fs.mkdir(FOLDER, { recursive: true });
  for (const language of ['en', 'zh-CN'] as const)
    for (const picture of PICTURES.filter(({ name }) => only.length === 0 || only.includes(name)))
      await take(picture, language, supervisor);
} finally {
  await browser?.close();
  demo.kill('SIGTERM');
  await new Promise((resolve) => (demo.exitCode === null ? demo.once('exit', resolve) : resolve(null)));
  await tandem.stop();
}

function makeLively({ env }: Tandem): ChildProcess {
  return spawn(process.execPath, [path.join(ROOT, 'sim/demo.ts'), '--calls-per-minute', '24', '--seed', '5'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Something to be seen where a new tenant has nothing yet. */
async function setUp(admin: Api): Promise<void> {
  await admin.send('POST', '/prompts', { key: 'welcome-autumn', kind: 'speech', name: { en: 'Welcome, autumn', 'zh-CN': '秋季欢迎词' } });
  await admin.send('POST', '/prompts', { key: 'guqin', kind: 'music', name: { en: 'Guqin', 'zh-CN': '古琴' } });
}

async function take({ name, who, scheme = 'light', height = 720, show }: Picture, language: Language, supervisor: Api): Promise<void> {
  const { page, close } = await openView(browser!, tandem.baseUrl, { language, scheme, height });
  try {
    await signIn(page, `${who}@demo.test`);
    const scene: Scene = { page, language, supervisor };
    await show(scene);
    await page.waitForTimeout(1_500);
    const file = path.join(FOLDER, `${name}.${language}.webp`);
    const bytes = await picture(page);
    await fs.writeFile(file, bytes);
    console.log(`${path.relative(ROOT, file)}  ${Math.round(bytes.length / 1_024)} kB`);
  } finally {
    await close();
  }
}

/** As WebP: a third of a PNG. */
async function picture(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  return Buffer.from(data, 'base64');
}
