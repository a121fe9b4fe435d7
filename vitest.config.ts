// Names the three test projects: `unit` (pure, beside the code), `int` (one shell with its database or sockets), `tests` (whole programs).
import { configDefaults, defineConfig } from 'vitest/config';

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
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'tests',
          globalSetup: ['tests/kit/global-database.ts'],
          include: ['tests/**/*.test.ts'],
          exclude,
          // One whole server, browser or SIP peer at a time: on two cores their deadlines are otherwise measured against each other.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
