// When the last backup was made: a small file in the data folder, so that a screen can warn of an old one.
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BackupNote } from '../health/verdicts.ts';

const fileIn = (dataDir: string): string => path.join(dataDir, 'last-backup.json');

export async function noteBackup(dataDir: string, note: BackupNote): Promise<void> {
  const fresh = `${fileIn(dataDir)}.new`;
  await writeFile(fresh, JSON.stringify(note), { mode: 0o600 });
  await rename(fresh, fileIn(dataDir));
}

/** Null where none was made, or the note cannot be read. */
export async function lastBackup(dataDir: string): Promise<BackupNote | null> {
  try {
    const { at, bytes } = JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as Partial<BackupNote>;
    return typeof at === 'number' && typeof bytes === 'number' ? { at, bytes } : null;
  } catch {
    // Never made here, or torn by hand: then nobody knows of a backup.
    return null;
  }
}
