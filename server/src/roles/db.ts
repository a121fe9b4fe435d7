// `npm run db`: backup, check and restore of the database, and its way between the embedded and an outside PostgreSQL.
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadMasterKeys, masterKeyFile, onlyKey, type MasterKeys } from '../platform/crypto/master.ts';
import { dump, masterKeyIds } from '../platform/backup/dump.ts';
import { noteBackup } from '../platform/backup/note.ts';
import { checkBackup, readBackup, writeBackup } from '../platform/backup/file.ts';
import { load } from '../platform/backup/load.ts';
import type { Opening, TableSum } from '../platform/backup/parts.ts';
import { ConfigError, type Config } from '../platform/config/config.ts';
import { describeUrl } from '../platform/db/connection.ts';
import { lockData, type DataLock } from '../platform/db/data-lock.ts';
import { clearMoved, markMoved } from '../platform/db/moved.ts';
import { reachEmbedded, type Reached } from '../platform/db/reach.ts';
import { toProblem } from '../platform/errors/problem.ts';
import { AppError } from '../platform/errors/types.ts';
import { masterKeySource, settings } from './process.ts';

const USAGE = `npm run db -- backup FILE          writes everything the database holds into FILE, sealed; the server may run
npm run db -- check FILE           reads FILE to its end and says what is in it
npm run db -- restore FILE         puts FILE into the empty database that the settings name; the server must not run
npm run db -- move --to URL        from the database that the settings name into the empty one at URL
npm run db -- move --from URL      from the one at URL into the empty database that the settings name
URL is postgres://USER@HOST:PORT/DATABASE; a password may stand in PGPASSWORD instead of in the URL.`;

type Say = (line: string) => void;

export async function runDb(args: readonly string[], { config, say }: { config: Config; say: Say }): Promise<void> {
  const [command, first, second, ...rest] = args;
  const file = first === undefined ? '' : path.resolve(process.env['INIT_CWD'] ?? process.cwd(), first);
  if (rest.length > 0 || first === undefined) throw new ConfigError(USAGE.split('\n'), 'What shall be done?');
  if (command === 'backup' && second === undefined) return backup(config, file, say);
  if (command === 'check' && second === undefined) return check(config, file, say);
  if (command === 'restore' && second === undefined) return restore(config, file, say);
  if (command === 'move' && second !== undefined && (first === '--to' || first === '--from')) return move(config, first, second, say);
  throw new ConfigError(USAGE.split('\n'), 'What shall be done?');
}

async function backup(config: Config, file: string, say: Say): Promise<void> {
  const masters = await mastersOf(config, 'make');
  const database = await configured(config);
  try {
    const summary = await writeBackup(file, dump({ url: database.url, now: Date.now() }), masters.current());
    await noteBackup(config.paths.data, { at: Date.now(), bytes: summary.bytes });
    say(`Backup written: ${file}, ${summary.bytes} bytes, ${counted(summary.tables)}, master key ${masters.current().id}.`);
    say('Not in it: the master key, recordings and files (TANDEM_BLOBS), and $TANDEM_DATA/edge. Copy them too.');
  } finally {
    await database.close();
  }
}

async function check(config: Config, file: string, say: Say): Promise<void> {
  const { opening, tables } = await checkBackup(file, await mastersOf(config, 'keep'));
  say(`The backup is whole: ${aboutBackup(opening, tables)}.`);
}

async function restore(config: Config, file: string, say: Say): Promise<void> {
  const masters = await mastersOf(config, 'keep');
  // Read to the end before a row is written: half a file must not begin a database.
  await checkBackup(file, masters);
  const lock = await ownFolder(config);
  try {
    const database = await configured(config);
    try {
      const { opening, tables } = await load({ url: database.url, parts: readBackup(file, masters), from: file });
      say(`Restored: ${aboutBackup(opening, tables)}.`);
    } finally {
      await database.close();
    }
  } finally {
    lock.release();
  }
}

async function move(config: Config, direction: '--to' | '--from', url: string, say: Say): Promise<void> {
  const other = describeUrl(url);
  if (!/^postgres(ql)?:\/\//.test(url)) throw new ConfigError([`${direction} needs a URL that begins with postgres://`]);
  const ours = config.databaseUrl?.reveal();
  const same = ours !== undefined && JSON.stringify({ ...describeUrl(ours), user: '' }) === JSON.stringify({ ...other, user: '' });
  if (same) throw new AppError('move.same-database', other);
  const masters = await mastersOf(config, 'keep');
  const lock = await ownFolder(config);
  try {
    const back = direction === '--from' && ours === undefined;
    // The note stands until the data is back: a move that fails leaves it as it was.
    const database = await configured(config, back);
    let moved: { opening: Opening; tables: TableSum[] };
    try {
      const [from, to] = direction === '--to' ? [database.url, url] : [url, database.url];
      await refuseOtherKeys(from, masters);
      moved = await load({ url: to, parts: dump({ url: from, now: Date.now(), idle: true }), from: describeUrl(from).host });
    } finally {
      await database.close();
    }
    say(`Moved: ${counted(moved.tables)}.`);
    if (back) await clearMoved(config.paths.data);
    if (direction === '--from') return say(ours === undefined ? 'Unset DATABASE_URL and start.' : 'Start.');
    if (ours === undefined) {
      const kept = await markMoved(config.paths.data, other, new Date());
      say(`The embedded database was put aside: ${kept}. Delete it when you no longer need it.`);
    }
    say('Set DATABASE_URL to the new database and start.');
  } finally {
    lock.release();
  }
}

/** Refused while a server runs on it. */
async function ownFolder(config: Config): Promise<DataLock> {
  await mkdir(config.paths.data, { recursive: true, mode: 0o700 });
  return lockData(config.paths.data);
}

/** Rows that this installation's master key does not open are of no use here: better told before they are moved. */
async function refuseOtherKeys(url: string, masters: MasterKeys): Promise<void> {
  for (const id of await masterKeyIds(url))
    if (!(await masters.find(id))) throw new AppError('master-key.mismatch', { needed: id, given: masters.current().id });
}

async function configured(config: Config, mayHaveMoved = false): Promise<Reached> {
  const url = config.databaseUrl?.reveal();
  return url === undefined ? reachEmbedded({ dataDir: config.paths.data, mayHaveMoved }) : { url, close: () => Promise.resolve() };
}

/** `keep`: where there is no key none is made, for a fresh one opens no backup and would only stand in the way of the right one. */
async function mastersOf(config: Config, missing: 'make' | 'keep'): Promise<MasterKeys> {
  if (missing === 'keep' && config.masterKey === null) {
    const there = await access(masterKeyFile(config.paths.data)).then(() => true, () => false); // prettier-ignore
    if (!there) return onlyKey({ key: new Uint8Array(), id: 'none' });
  }
  return loadMasterKeys(masterKeySource(config));
}

function counted(tables: readonly TableSum[]): string {
  return `${tables.length} tables, ${tables.reduce((sum, table) => sum + table.rows, 0)} rows`;
}

function aboutBackup(opening: Opening, tables: readonly TableSum[]): string {
  return `made ${new Date(opening.madeAt).toISOString()}, ${opening.migrations.length} migrations, ${counted(tables)}`;
}

/** In both languages: whoever restores at night should not have to translate. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof AppError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = (['zh-CN', 'en'] as const).map((language) => {
    const { title, detail } = toProblem(error, language).problem;
    return detail === undefined ? title : `${title}${language === 'en' ? '. ' : '。'}${detail}`;
  });
  return [...lines, `(${error.code})`].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { config } = settings();
    await runDb(process.argv.slice(2), { config, say: (line) => void process.stdout.write(`${line}\n`) });
  } catch (error) {
    process.stderr.write(`\n${explain(error)}\n`);
    process.exitCode = 1;
  }
}
