// Names the four test projects: `unit` (pure, beside the code), `int` (one shell with its database or sockets), `calm` and `tests` (whole programs).
import fs from 'node:fs';
import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

const listed = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'tests/calm.json'), 'utf8')) as string[];
const calm = listed.map((entry) => (entry.endsWith('/') ? `${entry}**/*.test.ts` : entry));
const exclude = [...configDefaults.exclude, '**/data/**', '**/.out/**', 'tools/layers-canary/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'server/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'sim/**/*.test.ts', 'tools/**/*.test.mjs'],
          exclude: [...exclude, '**/*.int.test.ts'],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'int',
          globalSetup: ['tests/kit/global-database.ts'],
          include: ['packages/**/*.int.test.ts', 'server/**/*.int.test.ts'],
          exclude,
          // By itself it takes one core of two.
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'calm',
          globalSetup: ['tests/kit/global-database.ts'],
          include: calm,
          exclude,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'tests',
          globalSetup: ['tests/kit/global-database.ts'],
          include: ['tests/**/*.test.ts'],
          exclude: [...exclude, ...calm],
          // One server, browser or SIP peer at a time: on two cores their deadlines are otherwise measured against each other.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
