// A PostgreSQL left running by a server that was killed: found by its postmaster.pid and stopped.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pause } from './wait.ts';
import { codeOf } from './problems.ts';

/**
 * Stopped, not adopted: a process that is not our child cannot be watched, and it runs with the settings of the program that started it.
 * The caller holds the data lock, so nobody else can be its owner. Costs about 0.2 s, only after a crash. Returns the pid it stopped.
 */
export async function stopOrphan(data: string): Promise<number | null> {
  const pid = await postmasterOf(data);
  if (pid === null) return null;
  // Fast shutdown, then immediate (crash recovery follows at the next start), as pg_ctl does it.
  for (const [signal, ms] of [
    ['SIGINT', 8_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 2_000],
  ] as const) {
    process.kill(pid, signal);
    if (await gone(pid, ms)) return pid;
  }
  return pid;
}

async function postmasterOf(data: string): Promise<number | null> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  const [first = '', folder = ''] = text.split('\n');
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 1 || !alive(pid)) return null;
  // After a reboot the number may belong to anything. PostgreSQL's own command line names its folder.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch((error: unknown) => {
    if (process.platform !== 'linux') return `postgres\0-D\0${folder}`;
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return '';
    throw error;
  });
  if (command === '') await untilFree(pid, 5_000);
  const words = command.split('\0');
  return path.basename(words[0] ?? '').startsWith('postgres') && words.includes(data) ? pid : null;
}

/** Killed a moment ago: it has lost its command line, but PostgreSQL would still take its number for a running postmaster. */
async function untilFree(pid: number, ms: number): Promise<void> {
  for (const until = Date.now() + ms; alive(pid) && Date.now() < until;) await pause(20);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** A zombie (its parent is alive and has not collected it) has ended too. */
async function gone(pid: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (Date.now() < until) {
    if (!alive(pid)) return true;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'Z') return true;
    await pause(20);
  }
  return !alive(pid);
}
