// The note that an embedded database leaves behind when its data has moved to an outside server: so that nobody starts on the old rows.
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors/types.ts';
import { codeOf } from './problems.ts';

type Moved = { host: string; database: string; at: string };

const noteOf = (dataDir: string): string => path.join(dataDir, 'postgres', 'moved.json');

/** Throws AppError `database.moved` where the data of this folder lives elsewhere now. */
export async function refuseMoved(dataDir: string): Promise<void> {
  const file = noteOf(dataDir);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return;
  const { host, database } = JSON.parse(text) as Moved;
  throw new AppError('database.moved', { host, database, file });
}

/** With the embedded server stopped: puts its data aside, kept under a name with the time, and notes where it went. Returns the kept folder. */
export async function markMoved(dataDir: string, to: { host: string; database: string }, now: Date): Promise<string> {
  const base = path.join(dataDir, 'postgres');
  const at = now.toISOString();
  await writeFile(noteOf(dataDir), `${JSON.stringify({ host: to.host, database: to.database, at } satisfies Moved)}\n`, { mode: 0o600 });
  const kept = path.join(base, `data.moved-${at.replaceAll(':', '-')}`);
  await rename(path.join(base, 'data'), kept);
  return kept;
}

/** The data is back, or is about to come. */
export async function clearMoved(dataDir: string): Promise<void> {
  await rm(noteOf(dataDir), { force: true });
}
