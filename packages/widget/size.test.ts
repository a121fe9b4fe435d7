// What a shop's page loads for the chat: one plain script of less than 50 kB gzip, with everything in it. Builds into a folder of its own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const LIMIT = 50_000;
const outDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-widget-size-'));
let script = '';

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  await build({ configFile: path.join(import.meta.dirname, 'vite.config.ts'), logLevel: 'error', build: { outDir, emptyOutDir: true } });
  script = fs.readFileSync(path.join(outDir, 'widget.js'), 'utf8');
}, 60_000);
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(outDir, { recursive: true, force: true });
});

test('one file, small enough', () => {
  expect(fs.readdirSync(outDir)).toEqual(['widget.js']);
  expect(script).toContain('attachShadow');
  expect(gzipSync(script).length).toBeGreaterThan(5_000);
  expect(gzipSync(script).length).toBeLessThanOrEqual(LIMIT);
});

test('nothing in it that a page’s strict policy forbids: no eval, no markup made of text, no style element', () => {
  for (const forbidden of [/\beval\(/, /new Function/, /document\.write/, /insertAdjacentHTML/, /createElement\(["'`]style/])
    expect(script).not.toMatch(forbidden);
  expect(script).not.toMatch(/\bimport\s*\(|\brequire\(/);
});
