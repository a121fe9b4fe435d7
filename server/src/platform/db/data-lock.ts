// One owner per data folder: a lock that the kernel drops when the process dies, however it dies.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../errors/types.ts';

export type DataLock = { release(): void };

/**
 * Node offers no file locks; SQLite, which is part of it, holds one (fcntl) for as long as a transaction is open. No stale lock is left by
 * `kill -9`, no pid is guessed, and it also works between containers that share the folder. Throws AppError `data.in-use`.
 */
export async function lockData(folder: string): Promise<DataLock> {
  const file = path.join(folder, 'in-use.lock');
  const owner = path.join(folder, 'in-use.pid');
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    // Nothing is written inside the transaction; the journal in memory leaves no second file behind.
    lock.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    lock.close();
    // 5: SQLITE_BUSY.
    if (!(error instanceof Error && 'errcode' in error && error.errcode === 5)) throw error;
    const pid = await readFile(owner, 'utf8').catch(() => 'unknown');
    throw new AppError('data.in-use', { path: folder, pid: pid.trim() }, { cause: error });
  }
  // For the message only.
  await writeFile(owner, `${process.pid}\n`);
  return { release: () => lock.close() };
}
