// The first load (login page and shell, one language) stays within 300 kB gzip, JS and CSS together. Builds into a folder of its own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const LIMIT = 300_000;
const outDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-web-size-'));

type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean };
let manifest: Partial<Record<string, Chunk>>;

beforeAll(async () => {
  // As tools/web-build.mjs builds it; under the runner's own NODE_ENV, React would be its development build, which nobody is served.
  vi.stubEnv('NODE_ENV', 'production');
  await build({
    configFile: path.join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, manifest: true },
  });
  manifest = JSON.parse(fs.readFileSync(path.join(outDir, '.vite/manifest.json'), 'utf8')) as typeof manifest;
}, 60_000);
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(outDir, { recursive: true, force: true });
});

/** Files a browser loads for a module: itself, what it imports, their style sheets. */
function filesOf(key: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} was not built`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const sheet of chunk.css ?? []) seen.add(sheet);
  for (const imported of chunk.imports ?? []) filesOf(imported, seen);
  return seen;
}

const gzipped = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(fs.readFileSync(path.join(outDir, file))).length, 0);

test('the first load is small enough', () => {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry)!;
  const files = filesOf(entry);
  for (const language of ['en', 'zh-CN']) filesOf(`src/app/i18n/${language}.ts`, files);
  expect(files.size).toBeGreaterThan(3);
  expect(gzipped(files)).toBeGreaterThan(50_000);
  expect(gzipped(files)).toBeLessThanOrEqual(LIMIT);
});

test('pages are not part of the first load', () => {
  const first = filesOf(Object.keys(manifest).find((key) => manifest[key]?.isEntry)!);
  const pages = Object.keys(manifest).filter((key) => /Page\.tsx$/.test(key));
  expect(pages.length).toBeGreaterThanOrEqual(3);
  for (const page of pages) expect(first.has(manifest[page]?.file ?? ''), page).toBe(false);
});

test('index.html runs under the server’s policy: no inline script, nothing from elsewhere', () => {
  const html = fs.readFileSync(path.join(outDir, 'index.html'), 'utf8');
  for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag).toMatch(/ src="\/assets\//);
  expect(html).not.toMatch(/https?:\/\//);
  expect(fs.readdirSync(path.join(outDir, 'assets')).filter((file) => file.endsWith('.map'))).toEqual([]);
});
