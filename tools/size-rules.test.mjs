import { describe, expect, test } from 'vitest';
import { judgeFile } from './size-rules.mjs';

const OPENING = '// What it is for.\n';
const faults = (file, text) => judgeFile(file, text).faults;

describe('the rules for every file', () => {
  test.each([
    ['server/src/platform/http/routes.ts', `${OPENING}export const a = 1;\n`],
    ['server/src/modules/routing/index.ts', OPENING],
    ['server/src/modules/routing/core/match.ts', OPENING],
    ['server/src/modules/telephony/shell/media/room.worker.ts', OPENING],
    [
      'web/src/ui/WaitTime.tsx',
      `${OPENING}import './wait.css';\nimport logo from './logo.svg?raw';\nexport const WaitTime = () => <b>{logo}</b>;\n`,
    ],
    ['web/vite.config.ts', `${OPENING}export default {};\n`],
    ['tools/start.mjs', '#!/usr/bin/env node\n// What it is for.\n'],
    ['packages/sip/src/uri.test.ts', "import { test } from 'vitest';\n"],
  ])('lets %s pass', (file, text) => {
    expect(faults(file, text)).toEqual([]);
  });

  test.each([
    ['server/src/platform/http/utils.ts', OPENING, 'says nothing'],
    ['server/src/platform/http/call-manager.ts', OPENING, 'says nothing'],
    ['server/src/platform/http/callState.ts', OPENING, 'kebab-case'],
    ['server/src/platform/http/Routes.ts', OPENING, 'kebab-case'],
    ['server/src/modules/routing/matching.ts', OPENING, 'in none of them'],
    ['server/src/modules/routing/domain/match.ts', OPENING, 'core/ or shell/'],
    ['server/src/modules/routing/index.ts', OPENING.repeat(61), '61 lines; a door'],
    ['sim/caller.ts', OPENING.repeat(501), '501 lines'],
    ['sim/caller.ts', 'export const a = 1;\n', 'opens without'],
    ['sim/caller.ts', `${OPENING}export default 1;\n`, ':2: a default export'],
    ['sim/caller.ts', `${OPENING}export default function call() {}\n`, ':2: a default export'],
    ['sim/caller.ts', `${OPENING}const a = 1;\nexport { a as default };\n`, ':3: a default export'],
    ['sim/caller.ts', `${OPENING}export const enum Codec { A }\n`, ':2: an enum'],
    ['sim/caller.ts', `${OPENING}import { a } from './a';\n`, '"./a"; imports end in .ts'],
    ['sim/caller.ts', `${OPENING}const a = await import('./a.js');\n`, '"./a.js"; imports end in .ts'],
    ['sim/caller.ts', `${OPENING}export type { A } from '@tandem/contract/ids';\n`, 'imports end in .ts'],
  ])('finds the one fault of %s: %#', (file, text, fault) => {
    expect(faults(file, text)).toEqual([expect.stringContaining(fault)]);
  });

  test('warns of a file that grows', () => {
    expect(judgeFile('sim/caller.ts', OPENING.repeat(301))).toEqual({ faults: [], warnings: ['sim/caller.ts: 301 lines; home is 40-150'] });
    expect(judgeFile('sim/caller.ts', OPENING.repeat(300)).warnings).toEqual([]);
  });
});
