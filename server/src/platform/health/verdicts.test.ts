// When the health page says: well, look at it, act now.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../kernel/time.ts';
import * as rules from './verdicts.ts';

const figures = (loopP99Ms: number, uptimeMs = MINUTE) => ({ pid: 1, rssBytes: 1, heapBytes: 1, uptimeMs, loopP99Ms });
const short = ({ verdict, reason }: { verdict: string; reason: string | null }) => (reason === null ? verdict : `${verdict} ${reason}`);
const NOW = Date.UTC(2026, 10, 22);

describe('a process', () => {
  it.each([
    [figures(20), { state: 'ready', starts: 1 }, 'ok'],
    [figures(250), null, 'warn loop-late'],
    [figures(1_500), null, 'bad loop-late'],
    [figures(20), { state: 'ready', starts: 2 }, 'warn restarted'],
    [figures(20, 2 * DAY), { state: 'ready', starts: 2 }, 'ok'],
    [null, null, 'bad away'],
  ])('%j, %j is %s', (own, child, said) => expect(short(rules.processLine('edge', own, child, rules.ABSENT.edge))).toBe(said));
});

describe('a reader of the log', () => {
  it.each([
    [0, 10 * DAY, false, 'ok'],
    [3, SECOND, false, 'ok'],
    [3, MINUTE, false, 'warn behind'],
    [20_000, SECOND, false, 'warn behind'],
    [3, 10 * MINUTE, false, 'bad behind'],
    [0, 0, true, 'bad stopped'],
  ])('%i events behind for %i ms, stopped %s is %s', (lagEvents, sinceMs, stopped, said) => {
    expect(short(rules.readerLine({ name: 'r', lagEvents, sinceMs, stopped }))).toBe(said);
  });
});

describe('a certificate', () => {
  const view = (days: number, problem: string | null = null) => ({
    names: 'DNS:x',
    validFrom: 0,
    validTo: NOW + days * DAY,
    selfSigned: false,
    problem,
  });
  it.each([
    [view(90), 'ok'],
    [view(13), 'warn ends-soon'],
    [view(2), 'bad ends-soon'],
    [view(-1, 'x'), 'bad ended'],
    [view(90, 'the key is another certificate’s'), 'bad files'],
  ])('%j is %s', (each, said) => expect(short(rules.certificateLine(each, false, NOW))).toBe(said));
  it('is not needed on this machine, and missed elsewhere', () => {
    expect([true, false].map((loopback) => short(rules.certificateLine(null, loopback, NOW)))).toEqual(['off plain', 'warn plain']);
  });
});

describe('the others', () => {
  it('are rated by their own limits', () => {
    const database = { embedded: true, version: '18', startedAt: 0, bytes: 1, mostConnections: 100, memoryBytes: null };
    const log = { months: 1, head: 1, waiting: 1 };
    const trunk = { healthy: true, registered: null, rttMs: null, detail: null };
    const lines = [
      rules.databaseLine(null),
      rules.databaseLine({ ...database, connections: 50 }),
      rules.databaseLine({ ...database, connections: 90 }),
      rules.diskLine({ name: 'data', level: 'low', freeBytes: 1, totalBytes: 2 }),
      rules.diskLine({ name: 'blobs', level: 'critical', freeBytes: 1, totalBytes: 2 }),
      rules.logLine({ ...log, oldestWaitingMs: 1 }),
      rules.logLine({ ...log, oldestWaitingMs: 10_000 }),
      rules.logLine({ ...log, oldestWaitingMs: 100_000 }),
      rules.jobsLine(null),
      rules.jobsLine({ failed: 1, overdue: 0, names: 'x' }),
      rules.jobsLine({ failed: 1, overdue: 1, names: 'x' }),
      rules.reportsLine(null),
      rules.reportsLine({ done: 12, days: 90 }),
      rules.backupLine(null, NOW),
      rules.backupLine({ at: NOW - DAY, bytes: 1 }, NOW),
      rules.backupLine({ at: NOW - 3 * DAY, bytes: 1 }, NOW),
      rules.backupLine({ at: NOW - 9 * DAY, bytes: 1 }, NOW),
      rules.trunkLine('t', null),
      rules.trunkLine('t', trunk),
      rules.trunkLine('t', { ...trunk, registered: false }),
      rules.trunkLine('t', { ...trunk, healthy: false }),
    ];
    expect(lines.map((each) => `${each.check} ${short(each)}`)).toEqual([
      'database bad away',
      'database ok',
      'database warn connections',
      'disk warn low',
      'disk bad critical',
      'log ok',
      'log warn not-numbered',
      'log bad not-numbered',
      'jobs warn away',
      'jobs warn failed',
      'jobs bad overdue',
      'reports ok',
      'reports warn recomputing',
      'backup warn none',
      'backup ok',
      'backup warn old',
      'backup bad old',
      'trunk warn unknown',
      'trunk ok',
      'trunk bad not-registered',
      'trunk bad silent',
    ]);
  });

  it('together are as bad as the worst, and well where nothing applies', () => {
    const verdict = fc.constantFrom('ok', 'warn', 'bad', 'off');
    fc.assert(
      fc.property(fc.array(verdict), (each) => {
        const expected = each.includes('bad') ? 'bad' : each.includes('warn') ? 'warn' : 'ok';
        expect(rules.worstOf(each)).toBe(expected);
      }),
    );
  });
});
