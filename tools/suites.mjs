// Runs the three vitest projects and counts what they report, so that a suite that crashed or saw no tests never looks green.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './children.mjs';
import { ROOT } from './root.mjs';

const MINUTE = 60_000;
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
const OUT = path.join(ROOT, 'tests/.out');
const FOLDERS = ['packages', 'server', 'web', 'tools', 'tests', 'sim', 'bench'];
const SKIP = /(^|\/)(node_modules|dist|data|\.out|layers-canary)(\/|$)/;

/** Folders and files of whole programs in which little is heard and no deadline is short: two of them at a time do each other no harm. */
const CALM = JSON.parse(fs.readFileSync(path.join(ROOT, 'tests/calm.json'), 'utf8'));
const isCalm = (file) => CALM.some((entry) => (entry.endsWith('/') ? file.startsWith(entry) : file === entry));

/**
 * The vitest projects of vitest.config.ts, which of the test files on disk each must run, and when a hang is a failure. `again` is how many failed
 * files at most are run a second time: tests of whole programs hold deadlines, and the machine may be shared (ADR 43).
 */
export const SUITES = [
  { name: 'unit', owns: (file) => !file.startsWith('tests/') && !/\.int\.test\.ts$/.test(file), timeoutMs: 10 * MINUTE, again: 0 },
  { name: 'int', owns: (file) => !file.startsWith('tests/') && /\.int\.test\.ts$/.test(file), timeoutMs: 20 * MINUTE, again: 4 },
  { name: 'calm', owns: isCalm, timeoutMs: 30 * MINUTE, again: 4 },
  { name: 'tests', owns: (file) => file.startsWith('tests/') && !isCalm(file), timeoutMs: 60 * MINUTE, again: 4 },
];

function testFiles() {
  return FOLDERS.filter((folder) => fs.existsSync(path.join(ROOT, folder)))
    .flatMap((folder) =>
      fs.readdirSync(path.join(ROOT, folder), { recursive: true }).map((file) => `${folder}/${file.split(path.sep).join('/')}`),
    )
    .filter((file) => /\.test\.(tsx?|mjs)$/.test(file) && !SKIP.test(file));
}

/**
 * -> { passed, failed, skipped, problems, failures, unsteady }: `problems` are failures that no single test stands for, each counted in `failed`;
 * `failures` says which tests failed; `unsteady` which did and passed when their files were run once more.
 */
export async function runSuite(suite, { node, output = 'show' }) {
  const expected = testFiles().filter(suite.owns);
  if (expected.length === 0) return { passed: 0, failed: 0, skipped: 0, problems: [], failures: [], unsteady: [], output: '', ms: 0 };
  const first = await vitest(suite, { node, output, files: [] });
  const once = judge(suite, expected, first.result, first.report);
  const files = filesToRunAgain(suite, first);
  if (files.length === 0) return { ...once, unsteady: [], output: first.result.output, ms: first.result.ms };
  console.log(`again    ${files.join(', ')}`);
  const second = await vitest(suite, { node, output, files });
  const twice = judge(suite, expected, second.result, merged(first.report, second.report));
  return {
    ...twice,
    unsteady: once.failures.filter(({ name }) => !twice.failures.some((other) => other.name === name)),
    output: first.result.output + second.result.output,
    ms: first.result.ms + second.result.ms,
  };
}

async function vitest(suite, { node, output, files }) {
  fs.mkdirSync(OUT, { recursive: true });
  const reportFile = path.join(OUT, `${suite.name}.json`);
  fs.rmSync(reportFile, { force: true });
  const args = [VITEST, 'run', '--project', suite.name, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const result = await run(node, [...args, ...files], {
    output,
    timeoutMs: suite.timeoutMs,
    env: { ...process.env, NODE_ENV: 'test', CI: '1', ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) },
  });
  return { result, report: readReport(reportFile) };
}

/** A few failed files, of a run that came to its end: none where so many failed that it is no accident. Exported for its own test. */
export function filesToRunAgain(suite, { result, report }) {
  if (result.timedOut || !report) return [];
  const failed = report.testResults.filter(({ status }) => status === 'failed').map(({ name }) => relative(name));
  return failed.length <= suite.again ? failed : [];
}

/** The first report with the files of the second in their places; none where the second run left none. Exported for its own test. */
export function merged(first, second) {
  if (!second) return undefined;
  const later = new Map(second.testResults.map((file) => [file.name, file]));
  return { ...first, testResults: first.testResults.map((file) => later.get(file.name) ?? file) };
}

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    // No report or half a report: judged as a crash.
    return undefined;
  }
}

/** The counts of a vitest JSON report, distrusted: exported for its own test. */
export function judge(suite, expected, { code, timedOut }, report) {
  if (timedOut) return crash(`${suite.name}: not done after ${suite.timeoutMs / MINUTE} minutes, ended`);
  if (!report) return crash(`${suite.name}: vitest ended with code ${code} and left no report`);
  const count = { passed: 0, failed: 0, skipped: 0 };
  const problems = [];
  const failures = [];
  const seen = new Set();
  for (const file of report.testResults) {
    const name = relative(file.name);
    seen.add(name);
    const tests = { passed: 0, failed: 0, skipped: 0 };
    for (const { status } of file.assertionResults) tests[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
    for (const key of Object.keys(count)) count[key] += tests[key];
    for (const test of file.assertionResults) {
      if (test.status === 'failed') failures.push({ name: `${name} > ${test.fullName}`, why: firstLine(test.failureMessages?.[0]) });
    }
    // A file that could not be loaded, or whose beforeAll failed, has no failed test to its name.
    if (file.status === 'failed' && tests.failed === 0) problems.push(`${name}: ${firstLine(file.message) || 'could not be run'}`);
    if (file.assertionResults.length === 0 && file.status !== 'failed') problems.push(`${name}: holds no test`);
  }
  for (const file of expected) if (!seen.has(file)) problems.push(`${file}: is on disk but was not run`);
  count.failed += problems.length;
  if (code !== 0 && count.failed === 0) {
    problems.push(`${suite.name}: vitest ended with code ${code} though no test failed (an error outside the tests?)`);
    count.failed += 1;
  }
  return { ...count, problems, failures };
}

function crash(problem) {
  return { passed: 0, failed: 1, skipped: 0, problems: [problem], failures: [] };
}

function relative(file) {
  return path.relative(ROOT, file).split(path.sep).join('/');
}

function firstLine(message) {
  return (message ?? '').trim().split('\n')[0];
}
