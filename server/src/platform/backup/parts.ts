// What a backup is made of, in order, and how it stands in a file: begin, then each table with its rows and their sum, then the end.
import { AppError } from '../errors/types.ts';

/** The first part: what the rows need before they can be put anywhere. */
export type Opening = {
  /** Of this layout. A reader refuses one it does not know. */
  format: 1;
  /** UTC epoch ms. */
  madeAt: number;
  /** `server_version_num` of the database it was taken from. */
  server: number;
  /** The schema: every migration that had been applied, with its checksum. */
  migrations: readonly { module: string; name: string; checksum: string }[];
  /** First moments (UTC epoch ms) of the log's months. */
  months: readonly number[];
  sequences: readonly { name: string; last: number; called: boolean }[];
};
/** `sha256`: hex, over the rows in COPY's text format. */
export type TableSum = { table: string; rows: number; sha256: string };

export type Part =
  | { kind: 'begin'; opening: Opening }
  | { kind: 'table'; table: string; columns: readonly string[] }
  | { kind: 'rows'; bytes: Uint8Array }
  | { kind: 'sum'; sum: TableSum }
  | { kind: 'end'; tables: readonly TableSum[] };

const KINDS = ['begin', 'table', 'rows', 'sum', 'end'] as const;
const HEAD = 5;
/** A part is at most a gathered piece of COPY, or a row: PostgreSQL's own bound on a field is 1 GB. */
const MAX_PART = 1 << 30;

/** One byte for the kind, four for the length, then the rows as they are or JSON. */
export function encodePart(part: Part): Buffer[] {
  const body = part.kind === 'rows' ? Buffer.from(part.bytes) : Buffer.from(JSON.stringify(part));
  const head = Buffer.alloc(HEAD);
  head[0] = KINDS.indexOf(part.kind);
  head.writeUInt32BE(body.length, 1);
  return [head, body];
}

/** Throws AppError `backup.damaged` where the bytes are no parts. */
export async function* decodeParts(source: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Part> {
  const damaged = () => new AppError('backup.damaged', { file });
  let held: Buffer[] = [];
  let bytes = 0;
  let wanted = HEAD;
  for await (const chunk of source) {
    held.push(Buffer.from(chunk));
    bytes += chunk.length;
    while (bytes >= wanted) {
      const all = held.length === 1 ? held[0]! : Buffer.concat(held);
      held = [all];
      const kind = KINDS[all[0]!];
      const length = all.readUInt32BE(1);
      if (kind === undefined || length > MAX_PART) throw damaged();
      wanted = HEAD + length;
      if (bytes < wanted) break;
      const body = all.subarray(HEAD, wanted);
      held = [all.subarray(wanted)];
      bytes -= wanted;
      wanted = HEAD;
      yield kind === 'rows' ? { kind, bytes: body } : (JSON.parse(body.toString()) as Part);
    }
  }
  if (bytes > 0) throw damaged();
}
