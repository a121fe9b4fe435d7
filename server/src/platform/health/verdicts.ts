// When a part is well, when somebody should look, and when he must: pure rules over figures.
import type { HealthCheck, HealthCheckName, Verdict } from '@tandem/contract/api/system.ts';
import { DAY, MINUTE, SECOND } from '../../kernel/time.ts';
import type { StoragePlace } from '../storage/guard.ts';
import type { CertificateView } from '../http/certificate.ts';

type Rated = { verdict: Verdict; reason: string | null };

const OK: Rated = { verdict: 'ok', reason: null };
const warn = (reason: string): Rated => ({ verdict: 'warn', reason });
const bad = (reason: string): Rated => ({ verdict: 'bad', reason });
const off = (reason: string): Rated => ({ verdict: 'off', reason });

const ORDER: readonly Verdict[] = ['off', 'ok', 'warn', 'bad'];
/** The worst; `ok` where nothing applies. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  ORDER[Math.max(ORDER.indexOf('ok'), ...verdicts.map((each) => ORDER.indexOf(each)))]!;

const line = (check: HealthCheckName, subject: string | null, rated: Rated, values: HealthCheck['values']): HealthCheck => ({
  check,
  subject,
  ...rated,
  values,
});

/** Bytes and milliseconds. `loopP99Ms`: how late the event loop was in the last minutes. */
export type ProcessFigures = { pid: number; rssBytes: number; heapBytes: number; uptimeMs: number; loopP99Ms: number };
/** `turnedAway`: calls refused since its start, as the server was late; `overloaded`: they are now. */
export type EdgeFigures = ProcessFigures & { turnedAway: number; overloaded: boolean };
/** `starts`: 1 where it never ended by itself. */
export type ChildFigures = { state: string; starts: number };

/** A loop that is so late makes calls and screens wait. */
const LATE_MS = 200;
const VERY_LATE_MS = 1_000;

export function processLine(
  check: 'supervisor' | 'server' | 'edge',
  figures: ProcessFigures | EdgeFigures | null,
  child: ChildFigures | null,
  absent: Rated,
): HealthCheck {
  if (figures === null) return line(check, null, absent, {});
  const values = { ...figures, ...child };
  if ('overloaded' in figures && figures.overloaded) return line(check, null, bad('overloaded'), values);
  if (figures.loopP99Ms >= VERY_LATE_MS) return line(check, null, bad('loop-late'), values);
  if (figures.loopP99Ms >= LATE_MS) return line(check, null, warn('loop-late'), values);
  // It came back by itself, but somebody should know why it went.
  return line(check, null, child !== null && child.starts > 1 && figures.uptimeMs < DAY ? warn('restarted') : OK, values);
}

export const ABSENT = { supervisor: off('not-supervised'), edge: bad('away') } as const;

export type DatabaseFigures = {
  embedded: boolean;
  version: string;
  startedAt: number;
  bytes: number;
  connections: number;
  mostConnections: number;
  /** Of the embedded one's processes together; null where that is not known. */
  memoryBytes: number | null;
};

export function databaseLine(figures: DatabaseFigures | null): HealthCheck {
  if (figures === null) return line('database', null, bad('away'), {});
  return line('database', null, figures.connections > figures.mostConnections * 0.85 ? warn('connections') : OK, figures);
}

export function diskLine({ name, level, freeBytes, totalBytes }: StoragePlace): HealthCheck {
  const rated = level === 'ok' ? OK : level === 'low' ? warn('low') : bad('critical');
  return line('disk', name, rated, { freeBytes, totalBytes });
}

export type LogFigures = { months: number; head: number; waiting: number; oldestWaitingMs: number };

/** Events that were committed and have no number yet: nobody has heard of them. */
export function logLine(figures: LogFigures): HealthCheck {
  const rated = figures.oldestWaitingMs > MINUTE ? bad('not-numbered') : figures.oldestWaitingMs > 5 * SECOND ? warn('not-numbered') : OK;
  return line('log', null, rated, figures);
}

/** `sinceMs`: since it last moved on. */
export type ReaderFigures = { name: string; lagEvents: number; sinceMs: number; stopped: boolean };

export function readerLine({ name, ...figures }: ReaderFigures): HealthCheck {
  if (figures.stopped) return line('reader', name, bad('stopped'), figures);
  const behind = figures.lagEvents > 0;
  if (behind && figures.sinceMs > 5 * MINUTE) return line('reader', name, bad('behind'), figures);
  return line('reader', name, (behind && figures.sinceMs > 30 * SECOND) || figures.lagEvents > 10_000 ? warn('behind') : OK, figures);
}

/** In the last day, and what should have begun ten minutes ago. */
type JobFigures = { failed: number; overdue: number; names: string };

export function jobsLine(figures: JobFigures | null): HealthCheck {
  if (figures === null) return line('jobs', null, warn('away'), {});
  return line('jobs', null, figures.overdue > 0 ? bad('overdue') : figures.failed > 0 ? warn('failed') : OK, figures);
}

const CERTIFICATE_WARN = 14 * DAY;
const CERTIFICATE_BAD = 3 * DAY;

export function certificateLine(view: CertificateView | null, loopback: boolean, now: number): HealthCheck {
  if (view === null) return line('certificate', null, loopback ? off('plain') : warn('plain'), {});
  const left = view.validTo - now;
  const values = {
    names: view.names,
    validTo: view.validTo,
    daysLeft: Math.floor(left / DAY),
    selfSigned: view.selfSigned,
    problem: view.problem,
  };
  if (left <= 0) return line('certificate', null, bad('ended'), values);
  if (view.problem !== null) return line('certificate', null, bad('files'), values);
  if (left < CERTIFICATE_BAD) return line('certificate', null, bad('ends-soon'), values);
  return line('certificate', null, left < CERTIFICATE_WARN ? warn('ends-soon') : OK, values);
}

export type BackupNote = { at: number; bytes: number };

export function backupLine(last: BackupNote | null, now: number): HealthCheck {
  if (last === null) return line('backup', null, warn('none'), {});
  const age = now - last.at;
  const rated = age > 8 * DAY ? bad('old') : age > 2 * DAY ? warn('old') : OK;
  return line('backup', null, rated, { at: last.at, bytes: last.bytes });
}

/** Days in all, and those that are done. */
export type RenewalFigures = { done: number; days: number };

/** Null: reports show what this version counts, of every day. */
export function reportsLine(figures: RenewalFigures | null): HealthCheck {
  return figures === null ? line('reports', null, OK, {}) : line('reports', null, warn('recomputing'), figures);
}

/** Null: nothing was heard of it, as the edge is away. */
export type TrunkFigures = { healthy: boolean; registered: boolean | null; rttMs: number | null; detail: string | null };

export function trunkLine(name: string, state: TrunkFigures | null): HealthCheck {
  if (state === null) return line('trunk', name, warn('unknown'), {});
  const rated = !state.healthy ? bad('silent') : state.registered === false ? bad('not-registered') : OK;
  return line('trunk', name, rated, state);
}
