// The embedded PostgreSQL: started on first need, watched, restarted where it dies, stopped last.
import { createServer } from 'node:net';
import { mkdir, chmod } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { AppError } from '../errors/types.ts';
import { silentLog, type Log } from '../lifecycle/types.ts';
import { ensureCluster, SUPERUSER } from './cluster.ts';
import { connectionConfig, databaseUrl } from './connection.ts';
import { lockData } from './data-lock.ts';
import { refuseMoved } from './moved.ts';
import { stopOrphan } from './orphan.ts';
import { diskProblem } from './problems.ts';
import { postgresFiles } from './postgres-files.ts';
import { startPostmaster, type Postmaster } from './postmaster.ts';
import { runAs } from './postgres-user.ts';
import { pause } from './wait.ts';

export type EmbeddedDatabase = {
  /** Holds the password: for connections, never for a log. */
  readonly url: string;
  /** The same server's database `postgres`, in which databases can be made. */
  readonly adminUrl: string;
  readonly pid: number | null;
  /** Told when the server was lost (false) and is back (true). */
  onState(changed: (up: boolean) => void): void;
  /** Fast shutdown, immediate after 6 s; then gives the data folder free. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  dataDir: string;
  log?: Log;
  /** For the tool that brings moved data back: start in spite of the note. */
  mayHaveMoved?: boolean;
  /** Loopback port for the case that a socket's path would be too long; 0 picks a free one. */
  port?: number;
  /** For tests: trades durability for speed. */
  unsafe?: boolean;
};

/** sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const SOCKET_PATH_LIMIT = 103;
const SOCKET_PORT = 5432;
/** A test run has as many workers as the machine has cores, each with pools of its own. */
const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300', shared_buffers: '128MB' };
export const DATABASE = 'tandem';

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const log = options.log ?? silentLog;
  const dataDir = path.resolve(options.dataDir);
  const base = path.join(dataDir, 'postgres');
  await mkdir(base, { recursive: true }).catch((error: unknown) => {
    throw diskProblem(error, dataDir);
  });
  const lock = await lockData(base);
  try {
    if (!options.mayHaveMoved) await refuseMoved(dataDir);
    const files = await postgresFiles(path.join(base, 'lib'));
    const as = runAs();
    const password = await ensureCluster(base, files, as);
    const data = path.join(base, 'data');
    const orphan = await stopOrphan(data);
    if (orphan !== null) log.warn('stopped a PostgreSQL that an earlier run left behind', { pid: orphan });
    const place = await address(base, options.port ?? 0, as.uid);
    const settings = { ...place.settings, ...(options.unsafe ? UNSAFE : {}) };
    const login = { user: SUPERUSER, password, host: place.host, port: place.port };
    const adminUrl = databaseUrl({ ...login, database: 'postgres' });
    const watched = superviseServer({ start: () => startPostmaster({ files, as, data, settings, url: adminUrl, log }), log });
    await watched.first;
    await ensureDatabase(adminUrl).catch(async (error: unknown) => {
      await watched.stop();
      throw diskProblem(error, base);
    });
    return {
      url: databaseUrl({ ...login, database: DATABASE }),
      adminUrl,
      get pid() {
        return watched.pid();
      },
      onState: watched.onState,
      async stop() {
        await watched.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A socket in the data folder where its path fits, else loopback TCP; both ask for the password. */
async function address(
  base: string,
  wantedPort: number,
  uid: number | undefined,
): Promise<{ host: string; port: number; settings: Record<string, string> }> {
  const folder = path.join(base, 'run');
  if (
    process.platform !== 'win32' &&
    uid === undefined &&
    Buffer.byteLength(`${folder}/.s.PGSQL.${SOCKET_PORT}.lock`) <= SOCKET_PATH_LIMIT
  ) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    return {
      host: folder,
      port: SOCKET_PORT,
      settings: { listen_addresses: '', unix_socket_directories: folder, port: String(SOCKET_PORT) },
    };
  }
  const port = await freePort(wantedPort);
  return { host: '127.0.0.1', port, settings: { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) } };
}

function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(new AppError('database.port-taken', { port: wanted }, { cause: error })));
    probe.listen(wanted, '127.0.0.1', () => {
      const bound = probe.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client(connectionConfig(adminUrl, 'tandem start'));
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rows.length === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Restarts the server with back-off for as long as it is wanted. The first start is the caller's to fail. */
function superviseServer(parts: { start(): Promise<Postmaster>; log: Log }) {
  const listeners: ((up: boolean) => void)[] = [];
  const run: { wanted: boolean; current: Postmaster | null } = { wanted: true, current: null };

  const tell = (up: boolean) => listeners.forEach((changed) => changed(up));

  async function keep(): Promise<void> {
    while (run.wanted && run.current) {
      const end = await run.current.ended;
      if (!run.wanted) return;
      parts.log.error('the database server ended by itself and is started again', { code: end.code, signal: end.signal });
      run.current = null;
      tell(false);
      for (let waitMs = 100; run.wanted && !run.current; waitMs = Math.min(waitMs * 2, 5_000)) {
        run.current = await parts.start().catch((error: unknown) => {
          parts.log.error('the database server does not start', {
            error: error instanceof AppError ? { code: error.code, ...error.detail } : String(error),
          });
          return null;
        });
        if (!run.current) await pause(waitMs);
      }
      if (run.wanted && run.current) tell(true);
    }
  }

  let keeping: Promise<void> = Promise.resolve();
  const first = parts.start().then((started) => {
    run.current = started;
    keeping = keep();
  });
  return {
    first,
    pid: () => run.current?.pid ?? null,
    onState: (changed: (up: boolean) => void) => void listeners.push(changed),
    async stop() {
      run.wanted = false;
      await run.current?.stop();
      await keeping;
      await run.current?.stop();
    },
  };
}
