// The data folder of the embedded PostgreSQL: made once, whole or not at all.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chmod, chown, lchown, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors/types.ts';
import type { PostgresFiles } from './postgres-files.ts';
import type { RunAs } from './postgres-user.ts';
import { diskProblem } from './problems.ts';

/** Not `tandem`: the schema of that name would come first in its search path ("$user"). */
export const SUPERUSER = 'tandem_owner';

/** `base` is the folder that holds `data` (the cluster) and `password`. Returns the superuser's password. */
export async function ensureCluster(base: string, files: PostgresFiles, as: RunAs): Promise<string> {
  try {
    await mkdir(base, { recursive: true, mode: 0o700 });
    await chmod(base, as.uid === undefined ? 0o700 : 0o711);
    const password = await ensurePassword(base, as);
    const data = path.join(base, 'data');
    if (!(await exists(path.join(data, 'PG_VERSION')))) await initialise(base, files, as);
    else if (process.getuid?.() === 0) await giveTo(data, as.uid ?? 0, as.gid ?? as.uid ?? 0);
    return password;
  } catch (error) {
    throw diskProblem(error, base);
  }
}

/** As root the server runs in a namespace or as nobody, as the kernel allows; that may have changed since the last start. */
async function giveTo(folder: string, uid: number, gid: number): Promise<void> {
  if ((await lstat(folder)).uid === uid) return;
  for (const entry of await readdir(folder, { recursive: true })) await lchown(path.join(folder, entry), uid, gid);
  // Last, so that a change cut off half-way is taken up again.
  await lchown(folder, uid, gid);
}

async function ensurePassword(base: string, as: RunAs): Promise<string> {
  const file = path.join(base, 'password');
  if (!(await exists(file))) {
    const fresh = `${file}.new`;
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(randomBytes(24).toString('base64url'));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  }
  if (process.getuid?.() === 0) await chown(file, as.uid ?? 0, as.gid ?? as.uid ?? 0);
  const password = (await readFile(file, 'utf8')).trim();
  if (password === '') throw new AppError('database.start-failed', { reason: `${file} is empty` });
  return password;
}

/** Into a folder aside, renamed when complete: a crash or a full disk half-way leaves nothing that looks like a cluster. */
async function initialise(base: string, files: PostgresFiles, as: RunAs): Promise<void> {
  const fresh = path.join(base, 'data.new');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (as.uid !== undefined) await chown(fresh, as.uid, as.gid ?? as.uid);
  // C.UTF-8: with other locales pg_trgm gives no trigrams for Chinese text.
  const wanted = [
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    `--username=${SUPERUSER}`,
    '--auth=scram-sha-256',
    `--pwfile=${path.join(base, 'password')}`,
    '-D',
    fresh,
  ];
  const [command, args] = as.wrap(files.initdb, wanted);
  const output = await run(command, args, files, as);
  if (output.code !== 0) {
    // A full disk gets its space back, so that the operator can work.
    await rm(fresh, { recursive: true, force: true });
    throw new AppError('database.start-failed', { reason: 'initdb failed', output: output.text.slice(-2_000) });
  }
  await rename(fresh, path.join(base, 'data'));
}

function run(command: string, args: string[], files: PostgresFiles, as: RunAs): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...files.environment, LC_MESSAGES: 'C' },
      ...identity(as),
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

export function identity(as: RunAs): { uid?: number; gid?: number } {
  return as.uid === undefined ? {} : { uid: as.uid, gid: as.gid ?? as.uid };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
