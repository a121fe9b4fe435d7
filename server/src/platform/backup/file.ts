// A backup as a file: parts sealed chunk by chunk under a key of its own, which the master key wraps. Never held in memory whole.
import { createHash, randomBytes } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { formatSealed, KEY_BYTES, openBytes, parseSealed, sealBytes } from '../crypto/envelope.ts';
import type { MasterKey, MasterKeys } from '../crypto/master.ts';
import { openSealed, readSealedHeader, SealedFileError, sealFileWriter } from '../crypto/sealed-file.ts';
import { codeOf, diskProblem } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import { decodeParts, encodePart, type Opening, type Part, type TableSum } from './parts.ts';
import { openingOf } from './load.ts';

const CONTENT = 'application/vnd.tandem.backup';
const CHUNK_BYTES = 256 * 1024;
const BINDING = ['backup-key'] as const;

export type BackupSummary = { opening: Opening; tables: readonly TableSum[]; bytes: number };

/** Under its name only when complete and synced. Throws `backup.exists` rather than write over a file. */
export async function writeBackup(file: string, parts: AsyncIterable<Part>, master: MasterKey): Promise<BackupSummary> {
  if (await access(file).then(() => true, () => false)) throw new AppError('backup.exists', { file }); // prettier-ignore
  const key = randomBytes(KEY_BYTES);
  const wrappedKey = formatSealed('backup-key', master.id, sealBytes(master.key, key, BINDING));
  const aside = `${file}.${randomBytes(4).toString('hex')}.part`;
  const header = { contentType: CONTENT, wrappedKey, sampleRate: 1, channels: 1, bytesPerSample: 1, chunkBytes: CHUNK_BYTES };
  let writer: ReturnType<typeof sealFileWriter> | null = null;
  try {
    writer = sealFileWriter(aside, header, key);
    let opening: Opening | null = null;
    let tables: readonly TableSum[] = [];
    for await (const part of parts) {
      for (const bytes of encodePart(part)) writer.append(bytes);
      if (part.kind === 'begin') opening = part.opening;
      if (part.kind === 'end') tables = part.tables;
    }
    const { bytes } = writer.close();
    writer = null;
    await rename(aside, file);
    await syncFolder(path.dirname(path.resolve(file)));
    return { opening: opening!, tables, bytes };
  } catch (error) {
    writer?.abandon();
    await rm(aside, { force: true });
    if (codeOf(error) === 'ENOENT') throw new AppError('backup.no-folder', { file }, { cause: error });
    throw diskProblem(error, path.dirname(path.resolve(file)));
  }
}

/** Throws `backup.not-a-backup`, `backup.wrong-key` or `backup.damaged` (cut off, or a byte of it changed). */
export async function* readBackup(file: string, masters: Pick<MasterKeys, 'current' | 'find'>): AsyncGenerator<Part> {
  try {
    const { contentType, wrappedKey } = await readSealedHeader(file);
    if (contentType !== CONTENT) throw new AppError('backup.not-a-backup', { file });
    const { key: id, sealed } = parseSealed('backup-key', wrappedKey);
    const master = await masters.find(id);
    if (!master) throw new AppError('backup.wrong-key', { file, needed: id, given: masters.current().id });
    const reader = await openSealed(file, openBytes(master.key, sealed, BINDING));
    try {
      if (!reader.whole) throw new AppError('backup.damaged', { file });
      yield* decodeParts(chunksOf(reader), file);
    } finally {
      await reader.close();
    }
  } catch (error) {
    throw problem(error, file);
  }
}

/** Reads it to the end and checks every sum, before anything is done with it. */
export async function checkBackup(file: string, masters: Pick<MasterKeys, 'current' | 'find'>): Promise<BackupSummary> {
  let opening: Opening | null = null;
  let hash = createHash('sha256');
  const sums: TableSum[] = [];
  let ended = false;
  let bytes = 0;
  for await (const part of readBackup(file, masters)) {
    if (opening === null) opening = openingOf(part, file);
    else if (part.kind === 'table') hash = createHash('sha256');
    else if (part.kind === 'rows') {
      hash.update(part.bytes);
      bytes += part.bytes.length;
    } else if (part.kind === 'sum') {
      if (hash.digest('hex') !== part.sum.sha256) throw new AppError('backup.damaged', { file, table: part.sum.table });
      sums.push(part.sum);
    } else if (part.kind === 'end') ended = JSON.stringify(part.tables) === JSON.stringify(sums);
  }
  if (opening === null || !ended) throw new AppError('backup.damaged', { file });
  return { opening, tables: sums, bytes };
}

async function* chunksOf(reader: Awaited<ReturnType<typeof openSealed>>): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < reader.plaintextBytes; at += CHUNK_BYTES) yield reader.read(at, at + CHUNK_BYTES);
}

function problem(error: unknown, file: string): unknown {
  if (codeOf(error) === 'ENOENT') return new AppError('backup.not-found', { file }, { cause: error });
  if (error instanceof SealedFileError && error.code === 'sealed.not-a-sealed-file')
    return new AppError('backup.not-a-backup', { file }, { cause: error });
  const damaged =
    error instanceof SealedFileError || error instanceof SyntaxError || (error instanceof AppError && error.code === 'crypto.open-failed');
  return damaged ? new AppError('backup.damaged', { file }, { cause: error }) : error;
}

/** A rename is durable once its folder is; Windows cannot sync a folder and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
