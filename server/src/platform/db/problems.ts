// Turns what PostgreSQL and the socket say into errors an operator can act on, and tells which of them a retry may cure.
import { AppError } from '../errors/types.ts';
import { describeUrl } from './connection.ts';

/** The oldest server that the migrations are written for. */
export const OLDEST_MAJOR = 15;

/** `server_version_num`, e.g. 150004 for 15.4. Throws AppError `database.too-old`. */
export function refuseOldVersion(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major < OLDEST_MAJOR) throw new AppError('database.too-old', { found: major, needed: OLDEST_MAJOR });
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNRESET',
  'EPIPE',
]);

/** The server took longer than we wait: it may have done it, or will. */
export const noAnswer = (error: unknown): error is Error => error instanceof Error && error.message === 'Query read timeout';

/** The connection is gone or the server is (re)starting, full, standing still or shutting down: nothing is wrong with the work itself. */
export function isOutage(error: unknown): boolean {
  const code = codeOf(error);
  if (
    UNREACHABLE.has(code) ||
    code.startsWith('08') ||
    code.startsWith('57P') ||
    code.startsWith('53') ||
    code === '25P03' ||
    code === '25P04' ||
    // Its statement time-out: it stood still, or is too busy.
    code === '57014'
  )
    return true;
  if (error instanceof AppError) return error.code === 'database.unavailable';
  return isLost(error) || noAnswer(error) || (error instanceof Error && /timeout exceeded when trying to connect/.test(error.message));
}

/** The connection ended under the work: closed by the server (restart, a transaction that stood idle because this process was starved) or on the way. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === '25P03' ||
    code.startsWith('57P') ||
    (error instanceof Error && /Connection terminated|Client has encountered a connection error|not queryable/.test(error.message))
  );
}

/** What the database itself, or its connection, says where the same work may succeed a moment later. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  // A connection to somebody else breaks with the same words of the system: Node's codes begin with E.
  if (isLost(error) && !code.startsWith('E')) return true;
  return isConflict(error) || noAnswer(error) || /^(?:57P..|57014|53...|08...|25P0[34])$/.test(code);
}

/** Serialization failure or deadlock: the same work may succeed when run again. */
export function isConflict(error: unknown): boolean {
  return codeOf(error) === '40001' || codeOf(error) === '40P01';
}

/** For the first connection: names what is wrong with the address, never the password. */
export function connectProblem(url: string, error: unknown): AppError {
  const where = describeUrl(url);
  const code = codeOf(error);
  const options = { cause: error };
  if (code === '28P01' || code === '28000') return new AppError('database.auth', where, options);
  if (code === '3D000') return new AppError('database.missing', where, options);
  if (code === '53300') return new AppError('database.too-many-connections', where, options);
  if (code === '42501')
    return new AppError('database.not-allowed', { ...where, reason: error instanceof Error ? error.message : '' }, options);
  return new AppError(
    'database.unavailable',
    { ...where, reason: code || (error instanceof Error ? error.message : String(error)) },
    options,
  );
}

/** A full disk by its own name; any other error as it is. PostgreSQL's programs say it in words only. */
export function diskProblem(error: unknown, folder: string): unknown {
  const text = error instanceof Error ? `${error.message} ${error instanceof AppError ? JSON.stringify(error.detail) : ''}` : '';
  const full =
    codeOf(error) === 'ENOSPC' ||
    codeOf(error) === 'EDQUOT' ||
    text.includes('No space left on device') ||
    text.includes('Disk quota exceeded');
  return full ? new AppError('database.disk-full', { folder }, { cause: error }) : error;
}
