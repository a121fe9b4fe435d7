// Checks the import law (.dependency-cruiser.cjs) on the tree, or with `--canary` that the law still bites: files that break it on purpose must be reported, each exactly so.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { ROOT } from './root.mjs';

const CANARY = 'tools/layers-canary';
const FOLDERS = ['packages', 'server/src', 'web/src', 'sim', 'bench', 'tests', 'tools'];

process.chdir(ROOT);
const canary = process.argv.includes('--canary');
if (canary) process.env.LAYERS_BASE = CANARY;
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

const { tsConfig, ...cruiseOptions } = options;
const folders = canary ? [CANARY] : FOLDERS.filter((folder) => fs.existsSync(folder));
const { output } = await cruise(folders, { ...cruiseOptions, validate: true, ruleSet: { forbidden, options }, baseDir: ROOT }, undefined, {
  tsConfig: extractTSConfig(path.join(ROOT, tsConfig.fileName)),
});
const found = output.summary.violations
  .filter((violation) => violation.rule.severity === 'error')
  .map((violation) => ({ rule: violation.rule.name, from: violation.from, to: violation.to }))
  .sort((a, b) => key(a).localeCompare(key(b)));

process.exitCode = canary ? judgeCanary() : judgeTree();

function key({ rule, from, to }) {
  return `${rule}: ${from} -> ${to}`;
}

function judgeTree() {
  const { totalCruised, totalDependenciesCruised } = output.summary;
  console.log(`${totalCruised} modules, ${totalDependenciesCruised} imports`);
  // A compiler that dependency-cruiser cannot read gives an empty graph, and an empty graph breaks no law.
  if (totalCruised === 0 || totalDependenciesCruised === 0) {
    console.error('Nothing was read: the check itself is broken.');
    return 1;
  }
  for (const violation of found) console.error(`${key(violation)}\n    ${comment(violation.rule)}`);
  return found.length > 0 ? 1 : 0;
}

function comment(rule) {
  return forbidden.find(({ name }) => name === rule)?.comment ?? '';
}

function judgeCanary() {
  const expected = fs
    .readFileSync(path.join(CANARY, 'expected.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const seen = found.map((violation) => key(violation).replaceAll(`${CANARY}/`, ''));
  const unseen = expected.filter((line) => !seen.includes(line));
  const unexpected = seen.filter((line) => !expected.includes(line));
  const unproved = forbidden.map(({ name }) => name).filter((name) => !expected.some((line) => line.startsWith(`${name}: `)));
  for (const line of unseen) console.error(`not reported any more: ${line}`);
  for (const line of unexpected) console.error(`reported but not expected: ${line}`);
  for (const name of unproved) console.error(`no canary breaks the rule "${name}"`);
  console.log(`${seen.length} of ${expected.length} planted violations of ${forbidden.length} rules reported`);
  return unseen.length + unexpected.length + unproved.length > 0 ? 1 : 0;
}
