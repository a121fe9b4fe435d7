// Finds the SQL migrations of the platform and of the modules, in the order in which they run.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './problems.ts';

export type MigrationFile = { module: string; name: string; sql: string; checksum: string };

/** `server/src`, of which this file is part. */
export const SOURCE_ROOT = path.resolve(import.meta.dirname, '../..');

/** Platform before modules, `platform/db` (roles, helpers) first of all; then by folder, then by file name. */
export async function migrationFiles(root: string = SOURCE_ROOT): Promise<MigrationFile[]> {
  const found: MigrationFile[] = [];
  for (const layer of ['platform', 'modules']) {
    const folders = (await list(path.join(root, layer))).sort((a, b) => Number(b === 'db') - Number(a === 'db') || (a < b ? -1 : 1));
    for (const folder of folders) {
      const from = path.join(root, layer, folder, 'migrations');
      const names = (await list(from)).filter((name) => name.endsWith('.sql')).sort();
      for (const name of names) {
        const sql = (await readFile(path.join(from, name), 'utf8')).replaceAll('\r\n', '\n');
        found.push({ module: `${layer}/${folder}`, name, sql, checksum: createHash('sha256').update(sql).digest('hex') });
      }
    }
  }
  return found;
}

/** One hash over all files: the same schema has the same hash. */
export function migrationsHash(files: readonly MigrationFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.module}/${file.name}:${file.checksum}\n`);
  return hash.digest('hex');
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
