// One run of the PostgreSQL server process, from spawn to exit.
import { spawn } from 'node:child_process';
import os from 'node:os';
import pg from 'pg';
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import { identity } from './cluster.ts';
import { connectionConfig } from './connection.ts';
import type { PostgresFiles } from './postgres-files.ts';
import type { RunAs } from './postgres-user.ts';
import { codeOf, diskProblem } from './problems.ts';
import { pause } from './wait.ts';

export type Postmaster = {
  readonly pid: number;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  stop(): Promise<void>;
};

const MIB = 2 ** 20;
/** What a container may use, where it is one. */
const memory = Math.min(os.totalmem(), process.constrainedMemory() || Infinity);
/**
 * A quarter of the machine, 128 MiB to 8 GiB, taken only as it is needed (https://www.postgresql.org/docs/current/runtime-config-resource.html).
 * The system's cache is no substitute: under a hypervisor that reclaims what was not touched for a minute, each list of last week waits for the disk.
 */
const sharedMib = Math.min(8_192, Math.max(128, Math.floor(memory / 4 / MIB)));

/** Small: this server shares its machine with calls. Its statements are short: compiling one costs more than running it. synchronous_commit stays on, since the log is the record. */
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: `${sharedMib}MB`,
  jit: 'off',
  max_connections: '60',
  synchronous_commit: 'on',
  wal_compression: 'on',
  max_wal_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: `${2 * sharedMib}MB`,
  random_page_cost: '1.1',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  autovacuum_naptime: '15s',
  idle_session_timeout: '0',
  log_min_messages: 'warning',
  log_destination: 'stderr',
  logging_collector: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
};
const START_MS = 60_000;
const FAST_STOP_MS = 6_000;

export async function startPostmaster(options: {
  files: PostgresFiles;
  as: RunAs;
  data: string;
  settings: Record<string, string>;
  url: string;
  log: Log;
}): Promise<Postmaster> {
  const { files, as, data, log } = options;
  const words = Object.entries({ ...SETTINGS, ...options.settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, args] = as.wrap(files.postgres, ['-D', data, ...words]);
  // detached: a process session of its own, so that Ctrl-C on the terminal's group reaches us and not the database, which stops last.
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...files.environment },
    ...identity(as),
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
    for (const line of chunk.toString().split('\n'))
      if (/ (FATAL|PANIC|ERROR|WARNING): /.test(line)) log.warn('postgres', { line: line.slice(0, 500) });
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', (error) => {
      said += error.message;
      resolve({ code: -1, signal: null });
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

  let over = false;
  void ended.then(() => (over = true));
  const until = Date.now() + START_MS;
  try {
    while (!(await answers(options.url))) {
      if (over) throw startProblem(said, data);
      if (Date.now() > until) throw new AppError('database.start-failed', { reason: 'not ready in time', output: said.slice(-1_000) });
      await pause(25);
    }
  } catch (error) {
    if (!over) child.kill('SIGQUIT');
    await ended;
    throw error;
  }

  return {
    pid: child.pid ?? 0,
    ended,
    async stop() {
      if (over) return;
      // Fast shutdown: open transactions are rolled back. Where that hangs: immediate, with crash recovery at the next start.
      child.kill('SIGINT');
      const hard = setTimeout(() => child.kill('SIGQUIT'), FAST_STOP_MS);
      await ended;
      clearTimeout(hard);
    },
  };
}

function startProblem(said: string, data: string): unknown {
  const reason = said.trim().split('\n').at(-1) ?? '';
  if (/could not bind .*Address already in use|could not create any TCP/i.test(said))
    return new AppError('database.port-taken', { reason });
  return diskProblem(new AppError('database.start-failed', { reason, output: said.slice(-1_000) }), data);
}

/** True once it takes connections; starting up (57P03) and not listening yet are no; a refusal of the login is an answer too. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ ...connectionConfig(url, 'tandem start'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === '28P01' || code === '28000')
      throw new AppError('database.auth', { reason: 'the password file does not fit the data folder' }, { cause: error });
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
