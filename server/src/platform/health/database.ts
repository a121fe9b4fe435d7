// What the database says of itself, and how far the log and its readers are.
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../db/types.ts';
import type { DatabaseFigures, LogFigures, ReaderFigures } from './verdicts.ts';

type DatabaseView = { database: DatabaseFigures; log: LogFigures; readers: ReaderFigures[] };

/** `folder`: of the embedded one, null for an outside one. Throws where it does not answer. */
export async function lookAtDatabase(db: Db, folder: string | null, now: number): Promise<DatabaseView> {
  const view = await db.system(
    async (tx) => {
      const run = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> => (await query.execute(tx.tables())).rows;
      const [own] = await run(sql<{ version: string; started: string; bytes: string; connections: number; most: number }>`
        select current_setting('server_version') as version, extract(epoch from pg_postmaster_start_time()) * 1000 as started,
          pg_database_size(current_database()) as bytes, current_setting('max_connections')::int as most,
          (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`);
      const [log] = await run(sql<{ head: string; waiting: number; oldest: string | null; months: number }>`
        select (select seq from event_head) as head, (select count(*)::int from event_pending) as waiting,
          (select min(at) from event_pending) as oldest,
          (select count(*)::int from pg_inherits where inhparent = 'event_log'::regclass) as months`);
      const readers = await run(sql<{ name: string; seq: string; moved_at: string; stopped: boolean }>`
        select name, seq, moved_at, stopped_at is not null as stopped from event_reader order by name`);
      return { own: own!, log: log!, readers };
    },
    { read: true },
  );
  const { own, log } = view;
  const head = Number(log.head);
  return {
    database: {
      embedded: folder !== null,
      version: own.version,
      startedAt: Math.round(Number(own.started)),
      bytes: Number(own.bytes),
      connections: own.connections,
      mostConnections: own.most,
      memoryBytes: folder === null ? null : await memoryOf(folder),
    },
    log: {
      months: log.months,
      head,
      waiting: log.waiting,
      oldestWaitingMs: log.oldest === null ? 0 : Math.max(0, now - Number(log.oldest)),
    },
    readers: view.readers.map(({ name, seq, moved_at: movedAt, stopped }) => ({
      name,
      lagEvents: Math.max(0, head - Number(seq)),
      sinceMs: Math.max(0, now - Number(movedAt)),
      stopped,
    })),
  };
}

/** The postmaster and its children, shared pages counted once (Linux: proportional set size). Null where it cannot be read. */
async function memoryOf(folder: string): Promise<number | null> {
  try {
    const [pid = ''] = (await readFile(path.join(folder, 'postmaster.pid'), 'utf8')).split('\n');
    const all = [pid.trim(), ...(await readFile(`/proc/${pid.trim()}/task/${pid.trim()}/children`, 'utf8')).trim().split(' ')];
    const sizes = await Promise.all(all.filter((each) => each !== '').map(sizeOf));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    // Another system than Linux, or another user's process: not known, and nothing to mend.
    return null;
  }
}

async function sizeOf(pid: string): Promise<number> {
  // A connection may end while we look.
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1_024;
}

/** Where the embedded one lies; null where none runs here. */
export async function embeddedFolder(dataDir: string): Promise<string | null> {
  const folder = path.join(dataDir, 'postgres', 'data');
  return access(path.join(folder, 'postmaster.pid')).then(
    () => folder,
    () => null,
  );
}
