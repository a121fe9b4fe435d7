// The embedded database for a tool beside the server: the running one is asked, one that stands still is started for the time.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import { SUPERUSER } from './cluster.ts';
import { databaseUrl } from './connection.ts';
import { DATABASE, startEmbedded } from './embedded.ts';

export type Reached = { url: string; /** Stops it where we started it. */ close(): Promise<void> };

export async function reachEmbedded(options: { dataDir: string; log?: Log; mayHaveMoved?: boolean }): Promise<Reached> {
  try {
    const started = await startEmbedded(options);
    return { url: started.url, close: () => started.stop() };
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'data.in-use')) throw error;
    const url = await runningUrl(path.resolve(options.dataDir, 'postgres')).catch(() => null);
    if (url === null) throw error;
    return { url, close: () => Promise.resolve() };
  }
}

/** PostgreSQL writes into postmaster.pid where it listens: port, socket folder and address stand in lines 4 to 6. */
async function runningUrl(base: string): Promise<string> {
  const lines = (await readFile(path.join(base, 'data/postmaster.pid'), 'utf8')).split('\n');
  const password = (await readFile(path.join(base, 'password'), 'utf8')).trim();
  const host = lines[4]?.trim() || '127.0.0.1';
  return databaseUrl({ user: SUPERUSER, password, host, port: Number(lines[3]), database: DATABASE });
}
