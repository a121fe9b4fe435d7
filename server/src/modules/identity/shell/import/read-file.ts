// Reads a file of users, CSV or XLSX, into rows of text: bounded, in the encodings that spreadsheets write.
import { parse } from 'csv-parse/sync';
import readSheets from 'read-excel-file/universal';
import { IMPORT_COLUMNS, MOST_IMPORT_BYTES, MOST_IMPORT_ROWS, type ImportColumn } from '@tandem/contract/api/imports.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { HEADINGS, readHeads } from '../../core/import/columns.ts';
import type { Cells } from '../../core/import/plan.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

/** Of an XLSX when it is unpacked; two thousand people are one of them. */
const MOST_UNPACKED = 16 * 1_048_576;
const LONGEST_LINE = 20_000;
const LONGEST_CELL = 400;

type Lines = { line: number; cells: string[] }[];

/** Throws `user-import.too-large`, `user-import.unreadable`, `user-import.columns`, `user-import.empty`. */
export async function readFile(content: string): Promise<{ rows: Cells[]; ignored: string[] }> {
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length > MOST_IMPORT_BYTES) throw tooLarge();
  const lines = bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')) ? await readXlsx(bytes) : readCsv(bytes);
  const [head, ...body] = lines;
  const { at, ignored, twice } = readHeads(head?.cells ?? []);
  const missing = (['email', 'name'] as const).filter((column) => at[column] === undefined);
  const wrong = [...missing, ...twice];
  if (wrong.length > 0)
    throw new AppError('user-import.columns', { columns: wrong.map((column) => `${HEADINGS[column].en} / ${HEADINGS[column]['zh-CN']}`) });
  const rows = body.filter(({ cells }) => cells.some((cell) => cell !== '')).map(({ line, cells }) => ({ line, ...columnsOf(cells, at) }));
  if (rows.length === 0) throw new AppError('user-import.empty');
  if (rows.length > MOST_IMPORT_ROWS) throw tooLarge();
  return { rows, ignored: [...ignored].slice(0, 50) };
}

const tooLarge = (): AppError =>
  new AppError('user-import.too-large', { rows: MOST_IMPORT_ROWS, megabytes: MOST_IMPORT_BYTES / 1_048_576 });

function columnsOf(cells: readonly string[], at: Readonly<Partial<Record<ImportColumn, number>>>): Partial<Record<ImportColumn, string>> {
  return Object.fromEntries(IMPORT_COLUMNS.flatMap((column) => (at[column] === undefined ? [] : [[column, cells[at[column]] ?? '']])));
}

/** What our own exports put before a formula (`'=1+1`) is no part of the text. NUL is in no text and cannot be kept. */
const cleaned = (text: string): string =>
  text
    .replace(/^'(?=[=+\-@\t\r])/, '')
    .replaceAll('\0', ' ')
    .trim()
    .slice(0, LONGEST_CELL)
    .toWellFormed();

function readCsv(bytes: Buffer): Lines {
  const text = decode(bytes);
  // Which of them divides is told by the headings, where none is part of a word.
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_LINE,
      to: MOST_IMPORT_ROWS + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record.map(cleaned) }));
  } catch (cause) {
    throw new AppError('user-import.unreadable', {}, { cause });
  }
}

/** UTF-8 with or without its mark; UTF-16 as spreadsheets save "Unicode text"; else GB 18030, which GBK is part of. */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const encodings = first === 0xff && second === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // An image or a program may happen to be text; the old binary XLS is among them.
      if (!text.includes('\0')) return text;
    } catch {
      // not that one
    }
  }
  throw new AppError('user-import.unreadable');
}

async function readXlsx(bytes: Buffer): Promise<Lines> {
  try {
    if (unpackedBytes(bytes, MOST_UNPACKED) > MOST_UNPACKED) throw tooLarge();
    const [sheet] = await readSheets(new Uint8Array(bytes).buffer);
    return (sheet?.data ?? []).slice(0, MOST_IMPORT_ROWS + 2).map((cells, i) => ({ line: i + 1, cells: cells.map(textOf) }));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('user-import.unreadable', {}, { cause });
  }
}

/** Of a date nothing is meant here. */
const textOf = (cell: unknown): string =>
  typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cleaned(String(cell)) : '';
