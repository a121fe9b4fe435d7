import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './root.mjs';
import { filesToRunAgain, judge, merged } from './suites.mjs';

const SUITE = { name: 'unit', timeoutMs: 60_000 };
const ok = { code: 0, timedOut: false };
const broken = { code: 1, timedOut: false };
const file = (name, statuses, rest = {}) => ({
  name: path.join(ROOT, name),
  status: statuses.includes('failed') ? 'failed' : 'passed',
  message: '',
  assertionResults: statuses.map((status) => ({ status })),
  ...rest,
});
const report = (...testResults) => ({ testResults });

describe('judging a vitest report', () => {
  test('adds up the tests of all files', () => {
    const seen = report(file('a.test.ts', ['passed', 'passed']), file('b.test.ts', ['passed', 'failed', 'skipped', 'pending', 'todo']));
    expect(judge(SUITE, ['a.test.ts', 'b.test.ts'], broken, seen)).toMatchObject({ passed: 3, failed: 1, skipped: 3, problems: [] });
  });

  test('counts a file that could not be loaded as a failure', () => {
    const seen = report(file('a.test.ts', [], { status: 'failed', message: 'Cannot find module x\n at y' }));
    expect(judge(SUITE, ['a.test.ts'], broken, seen)).toMatchObject({ failed: 1, problems: ['a.test.ts: Cannot find module x'] });
  });

  test('counts a failed beforeAll, which leaves its tests skipped, as a failure', () => {
    const seen = report(file('a.test.ts', ['skipped', 'skipped'], { status: 'failed', message: 'hook' }));
    expect(judge(SUITE, ['a.test.ts'], broken, seen)).toMatchObject({ failed: 1, skipped: 2 });
  });

  test.each([
    ['a test file that was not run', ok, report(file('a.test.ts', ['passed'])), 'b.test.ts: is on disk but was not run'],
    ['a file without a test', ok, report(file('a.test.ts', ['passed']), file('b.test.ts', [])), 'b.test.ts: holds no test'],
    [
      'an error outside the tests',
      broken,
      report(file('a.test.ts', ['passed']), file('b.test.ts', ['passed'])),
      'unit: vitest ended with code 1',
    ],
    ['a crash without a report', { code: 139, timedOut: false }, undefined, 'unit: vitest ended with code 139 and left no report'],
    ['a hang', { code: 143, timedOut: true }, report(file('a.test.ts', ['passed'])), 'unit: not done after 1 minutes'],
  ])('is not green after %s', (_what, result, seen, problem) => {
    expect(judge(SUITE, ['a.test.ts', 'b.test.ts'], result, seen)).toMatchObject({
      failed: 1,
      problems: [expect.stringContaining(problem)],
    });
  });
});

describe('a second try', () => {
  const suite = { ...SUITE, again: 2 };
  const failing = (name) => file(name, ['passed', 'failed']);

  test('is for a few failed files of a run that came to its end', () => {
    const seen = report(failing('a.test.ts'), file('b.test.ts', ['passed']));
    expect(filesToRunAgain(suite, { result: broken, report: seen })).toEqual(['a.test.ts']);
    expect(filesToRunAgain({ ...suite, again: 0 }, { result: broken, report: seen })).toEqual([]);
    expect(
      filesToRunAgain(suite, { result: broken, report: report(...['a', 'b', 'c'].map((name) => failing(`${name}.test.ts`))) }),
    ).toEqual([]);
    expect(filesToRunAgain(suite, { result: { code: 143, timedOut: true }, report: seen })).toEqual([]);
    expect(filesToRunAgain(suite, { result: broken, report: undefined })).toEqual([]);
  });

  test('counts instead of the first, and a failure that stays is a failure', () => {
    const first = report(failing('a.test.ts'), failing('b.test.ts'));
    const second = report(file('a.test.ts', ['passed', 'passed']), failing('b.test.ts'));
    const both = judge(suite, ['a.test.ts', 'b.test.ts'], broken, merged(first, second));
    expect(both).toMatchObject({ passed: 3, failed: 1, failures: [{ name: expect.stringMatching(/^b\.test\.ts > /) }] });
  });

  test('that crashes is a failure', () => {
    expect(judge(suite, ['a.test.ts'], broken, merged(report(failing('a.test.ts')), undefined))).toMatchObject({ failed: 1 });
  });
});
