// The quality gates that look at the code without running it: what each is called, and the command that passes or fails it.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.mjs';

const bin = (file) => path.join(ROOT, 'node_modules', file);
const tool = (file) => path.join(ROOT, 'tools', file);
const TSC = bin('typescript/lib/tsc.js');
const PRETTIER = bin('prettier/bin/prettier.cjs');
const OXLINT = bin('oxlint/bin/oxlint');

/** Packages the gates and suites need and that an install without devDependencies lacks. */
export const DEV_PACKAGES = [
  'typescript',
  'prettier',
  'oxlint',
  'oxlint-tsgolint',
  'dependency-cruiser',
  'knip',
  'vitest',
  'fast-check',
  'playwright-core',
];

/** In the order in which a person wants to hear of them. `args` are given to Node 24. */
export const GATES = [
  {
    name: 'format',
    args: [PRETTIER, '--check', '--log-level', 'warn', '--cache', '--cache-strategy', 'content', '.'],
    fix: [PRETTIER, '--write', '--log-level', 'warn', '.'],
  },
  { name: 'lint', args: [OXLINT, '--type-aware', '--deny-warnings'], fix: [OXLINT, '--type-aware', '--fix'] },
  { name: 'types', args: [TSC, '-p', 'tsconfig.json'] },
  { name: 'types of the pure cores', args: [TSC, '-p', 'tsconfig.core.json'] },
  { name: 'types of the web app', args: [TSC, '-p', 'tsconfig.web.json'], needs: 'web/src' },
  { name: 'types of the chat widget', args: [TSC, '-p', 'packages/widget/tsconfig.json'], needs: 'packages/widget/src' },
  { name: 'types of the browser tests', args: [TSC, '-p', 'tsconfig.e2e.json'], needs: 'tests/e2e' },
  { name: 'layers', args: [tool('layers-check.mjs')] },
  { name: 'layers canary', args: [tool('layers-check.mjs'), '--canary'] },
  { name: 'dead code', args: [bin('knip/bin/knip.js'), '--no-progress'] },
  { name: 'size and names', args: [tool('size-check.mjs')] },
];

/** A gate over a folder that holds no TypeScript yet has nothing to say. */
export function applies(gate) {
  if (!gate.needs) return true;
  const folder = path.join(ROOT, gate.needs);
  return fs.existsSync(folder) && fs.readdirSync(folder, { recursive: true }).some((file) => /\.tsx?$/.test(file));
}
