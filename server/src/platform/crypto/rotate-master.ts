// A master key replaced by a new one while servers run: both are known until every tenant key is wrapped by the new one. Killed between any
// two steps nothing is lost, and the next call goes on where it stopped.
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { lockData } from '../db/data-lock.ts';
import type { Db, Tx } from '../db/types.ts';
import { AppError } from '../errors/types.ts';
import { KEY_BYTES } from './envelope.ts';
import { readKeyFile, writeKeyFile } from './master-file.ts';
import { loadMasterKeys, masterKey, masterKeyFile, type MasterKey, type MasterKeys, type MasterKeySource } from './master.ts';
import { MASTER_ROTATION, unwrapTenantKey, wrapTenantKey, type TenantKeyRow } from './tenant-key-row.ts';

type Tables = { tenant_key: TenantKeyRow };

/** Told when the step is done and safe. */
export type RotationStep = 'new-key-known' | 'slice-wrapped' | 'all-wrapped' | 'old-key-kept' | 'old-key-dropped';

export type RotationResult = {
  from: readonly string[];
  to: string;
  /** Tenant keys wrapped anew by this call. */
  wrapped: number;
  /** Where the replaced keys are kept for old backups; empty where they stand in the environment. */
  kept: readonly string[];
  /** A rotation that an earlier call had begun was finished. */
  resumed: boolean;
};

const SLICE = 100;

export type RotationOptions = MasterKeySource & { db: Db; told?: (step: RotationStep) => void };

/**
 * With a key file: makes the new key, puts it first in the file, wraps, drops the old one from the file. With TANDEM_MASTER_KEY the new key
 * is already there (and the old one in TANDEM_MASTER_KEY_PREVIOUS): wraps. Throws AppError `data.in-use` where a rotation runs already,
 * `master-key.no-next` where the environment names no other key and nothing is left to wrap, `master-key.mismatch` where a needed key is missing.
 */
export async function rotateMaster(options: RotationOptions): Promise<RotationResult> {
  const folder = path.join(options.dataDir, 'rotation');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockData(folder);
  try {
    return await (options.fromEnvironment ? fromEnvironment(options) : inFile(options));
  } finally {
    lock.release();
  }
}

async function fromEnvironment(options: RotationOptions): Promise<RotationResult> {
  const masters = await loadMasterKeys(options);
  const wrapped = await wrapAll(options, masters);
  if (wrapped === 0) throw new AppError('master-key.no-next', { given: masters.current().id });
  return { from: [], to: masters.current().id, wrapped, kept: [], resumed: false };
}

async function inFile(options: RotationOptions): Promise<RotationResult> {
  const { dataDir, told } = options;
  const file = masterKeyFile(dataDir);
  await loadMasterKeys(options);
  const before = (await readKeyFile(file)).map(masterKey);
  // More than one line: an earlier call was cut off after the new key came first. It may have wrapped already: never another new key over it.
  const resumed = before.length > 1;
  const keys = resumed ? before : [masterKey(randomBytes(KEY_BYTES)), ...before];
  if (!resumed) await writeKeyFile(file, bytesOf(keys));
  told?.('new-key-known');
  const masters = await loadMasterKeys(options);
  const wrapped = await wrapAll(options, masters);
  const [to, ...old] = keys;
  const kept = await keepOld(file, old);
  told?.('old-key-kept');
  await writeKeyFile(file, bytesOf([to!]));
  told?.('old-key-dropped');
  return { from: old.map((each) => each.id), to: to!.id, wrapped, kept, resumed };
}

const bytesOf = (keys: readonly MasterKey[]): Uint8Array[] => keys.map((each) => each.key);

/** Backups of before hold tenant keys that only the old master key opens. */
async function keepOld(file: string, old: readonly MasterKey[]): Promise<string[]> {
  const kept: string[] = [];
  for (const key of old) {
    const place = `${file}.old-${key.id}`;
    await writeKeyFile(place, [key.key], file);
    kept.push(place);
  }
  return kept;
}

/** Wraps by the current master key what another one wraps; returns how many. Servers go on: both keys open for them. */
async function wrapAll({ db, told }: RotationOptions, masters: MasterKeys): Promise<number> {
  let wrapped = 0;
  for (;;) {
    const slice = await db.system((tx) => wrapSlice(tx, masters));
    wrapped += slice;
    if (slice > 0) told?.('slice-wrapped');
    if (slice < SLICE) break;
  }
  // Once alone: whoever made a tenant key under the old one has committed it, and whoever comes next reads the file first.
  wrapped += await db.system(async (tx) => {
    await sql`select pg_advisory_xact_lock(${MASTER_ROTATION}::bigint)`.execute(tx.tables());
    return wrapSlice(tx, masters);
  });
  told?.('all-wrapped');
  return wrapped;
}

async function wrapSlice(tx: Tx, masters: MasterKeys): Promise<number> {
  const to = masters.current();
  const rows = await tx
    .tables<Tables>()
    .selectFrom('tenant_key')
    .selectAll()
    .where('wrapped', 'not like', `tenant-key:v1:${to.id}:%`)
    .orderBy('tenant')
    .orderBy('version')
    .limit(SLICE)
    .forUpdate()
    .execute();
  for (const row of rows) {
    const wrapped = wrapTenantKey(to, row.tenant, row.version, await unwrapTenantKey(masters, row));
    await tx
      .tables<Tables>()
      .updateTable('tenant_key')
      .set({ wrapped })
      .where('tenant', '=', row.tenant)
      .where('version', '=', row.version)
      .execute();
  }
  return rows.length;
}
