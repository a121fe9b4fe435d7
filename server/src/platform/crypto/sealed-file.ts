// Files that are encrypted while they are written (format TREC1) and lose at most their last chunk in a crash: recordings.
// The format is described in modules/telephony/shell/media/README.md.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';

const MAGIC = Buffer.from('TREC1\u0001', 'latin1'); // the last byte is the version
const CHUNK_HEAD = 4 + 1 + 12;
const TAG = 16;
const FINAL = 1;
const MAX_CHUNK = 1 << 20;

/** Kept in clear at the start of the file and authenticated with every chunk. */
export type SealedHeader = {
  /** E.g. `audio/PCMU;rate=8000;channels=2`. */
  contentType: string;
  /** The data key as wrapped by its owner: opaque here. */
  wrappedKey: string;
  sampleRate: number;
  channels: number;
  bytesPerSample: number;
  /** Plaintext bytes of every chunk but the last. */
  chunkBytes: number;
};

export type SealedErrorCode = 'sealed.not-a-sealed-file' | 'sealed.not-authentic';

export class SealedFileError extends Error {
  override name = 'SealedFileError';
  readonly code: SealedErrorCode;

  constructor(code: SealedErrorCode, path: string, options?: ErrorOptions) {
    super(`${code}: ${path}`, options);
    this.code = code;
  }
}

export type SealedSummary = { durationMs: number; bytes: number; plaintextBytes: number; sha256: string };

export type SealedWriter = {
  /** Seals every full chunk and writes it at once; the rest waits for more. Synchronous: to be used off the event loop that matters. */
  append(bytes: Uint8Array): void;
  /** Seals the rest as the final chunk and syncs the file to disk. */
  close(): SealedSummary;
  /** Closes the file as it is, without a final chunk, as a crash would leave it. */
  abandon(): void;
};

/** Starts a new file; an existing one is never written to, so that a nonce is never used twice under its key. */
export function sealFileWriter(path: string, header: SealedHeader, dataKey: Uint8Array): SealedWriter {
  const noncePrefix = randomBytes(8);
  const head = encodeHeader(header, noncePrefix);
  const headHash = createHash('sha256').update(head).digest();
  const file = fs.openSync(path, 'wx', 0o600);
  const whole = createHash('sha256');
  const pending = Buffer.alloc(header.chunkBytes);
  let waiting = 0;
  let index = 0;
  let bytes = 0;
  let plaintextBytes = 0;

  const write = (data: Uint8Array): void => {
    // A short write (disk nearly full) must not shift the chunks that follow.
    for (let done = 0; done < data.length;) done += fs.writeSync(file, data, done);
    whole.update(data);
    bytes += data.length;
  };
  const seal = (plaintext: Uint8Array, flags: number): void => {
    const nonce = nonceOf(noncePrefix, index);
    const cipher = createCipheriv('aes-256-gcm', dataKey, nonce);
    cipher.setAAD(aadOf(headHash, index, flags));
    const head = Buffer.alloc(5);
    head.writeUInt32BE(plaintext.length, 0);
    head[4] = flags;
    const ciphertext = cipher.update(plaintext);
    cipher.final();
    write(Buffer.concat([head, nonce, ciphertext, cipher.getAuthTag()]));
    index++;
    plaintextBytes += plaintext.length;
  };

  write(head);
  return {
    append(data) {
      for (let done = 0; done < data.length;) {
        const taken = Math.min(data.length - done, pending.length - waiting);
        pending.set(data.subarray(done, done + taken), waiting);
        waiting += taken;
        done += taken;
        if (waiting < pending.length) continue;
        seal(pending, 0);
        waiting = 0;
      }
    },
    close() {
      seal(pending.subarray(0, waiting), FINAL);
      fs.fsyncSync(file);
      fs.closeSync(file);
      return { durationMs: durationOf(header, plaintextBytes), bytes, plaintextBytes, sha256: whole.digest('hex') };
    },
    abandon() {
      fs.closeSync(file);
    },
  };
}

export type SealedReader = {
  header: SealedHeader;
  plaintextBytes: number;
  durationMs: number;
  /** False where the file ends without its final chunk: cut by a crash or by someone. */
  whole: boolean;
  /** Plaintext bytes `start` (inclusive) to `end` (exclusive). Throws `sealed.not-authentic` where a chunk in them was changed. */
  read(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** What sealed bytes are read from: a file handle, or an object elsewhere. `read` gives fewer bytes at the end only. */
export type SealedSource = {
  read(into: Buffer, at: number, length: number, position: number): Promise<{ bytesRead: number }>;
  stat(): Promise<{ size: number }>;
  close(): Promise<void>;
};

/** Opens a file for reading ranges. Throws `sealed.not-authentic` where the key is not the file's. */
export async function openSealed(path: string, dataKey: Uint8Array): Promise<SealedReader> {
  return openSealedSource(await fs.promises.open(path, 'r'), path, () => Promise.resolve(dataKey));
}

/** The same from any source, which is closed with the reader, or where opening fails. `name` is for errors. */
export async function openSealedSource(
  file: SealedSource,
  path: string,
  keyOf: (header: SealedHeader) => Promise<Uint8Array>,
): Promise<SealedReader> {
  try {
    const { header, noncePrefix, headHash, start } = await readHeader(file, path);
    const dataKey = await keyOf(header);
    const { size } = await file.stat();
    const stride = CHUNK_HEAD + header.chunkBytes + TAG;
    const full = Math.floor((size - start) / stride);

    const chunk = async (index: number, length: number): Promise<Uint8Array> => {
      const sealed = Buffer.alloc(length);
      const { bytesRead } = await file.read(sealed, 0, length, start + index * stride);
      const plaintext = bytesRead === length ? unseal(sealed, index, noncePrefix, headHash, dataKey) : null;
      if (plaintext === null) throw new SealedFileError('sealed.not-authentic', path);
      return plaintext;
    };

    const rest = size - start - full * stride;
    const tail = rest >= CHUNK_HEAD + TAG ? await chunk(full, rest).catch(() => null) : null;
    // The final chunk proves the key; without it the first one does.
    if (tail === null && full > 0) await chunk(0, stride);
    else if (tail === null && rest >= CHUNK_HEAD + TAG) throw new SealedFileError('sealed.not-authentic', path);
    const plaintextBytes = full * header.chunkBytes + (tail?.length ?? 0);

    return {
      header,
      plaintextBytes,
      durationMs: durationOf(header, plaintextBytes),
      whole: tail !== null,
      async read(from, to) {
        const end = Math.min(to, plaintextBytes);
        const out = new Uint8Array(Math.max(0, end - from));
        for (let at = from; at < end;) {
          const index = Math.floor(at / header.chunkBytes);
          const plaintext = index === full ? tail! : await chunk(index, stride);
          const part = plaintext.subarray(at - index * header.chunkBytes, end - index * header.chunkBytes);
          out.set(part, at - from);
          at += part.length;
        }
        return out;
      },
      close: () => file.close(),
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

/** What stands in clear at the start, the wrapped key among it. Throws `sealed.not-a-sealed-file`. */
export async function readSealedHeader(path: string): Promise<SealedHeader> {
  const file = await fs.promises.open(path, 'r');
  try {
    return (await readHeader(file, path)).header;
  } finally {
    await file.close();
  }
}

/** Reads a whole file. What stands before a chunk that is torn or changed is given, with `whole` false. */
export async function readSealedFile(
  path: string,
  dataKey: Uint8Array,
): Promise<{ header: SealedHeader; plaintext: Uint8Array; whole: boolean }> {
  const reader = await openSealed(path, dataKey);
  try {
    const parts: Uint8Array[] = [];
    let whole = reader.whole;
    for (let at = 0; at < reader.plaintextBytes; at += reader.header.chunkBytes) {
      const part = await reader.read(at, at + reader.header.chunkBytes).catch((error: unknown) => {
        if (error instanceof SealedFileError && at > 0) return null;
        throw error;
      });
      if (part === null) {
        whole = false;
        break;
      }
      parts.push(part);
    }
    return { header: reader.header, plaintext: Buffer.concat(parts), whole };
  } finally {
    await reader.close();
  }
}

/**
 * After a crash, and without the key: cuts a torn tail off, so that the file ends with its last complete chunk. A file that has its final
 * chunk is left as it is (`whole`). Throws `sealed.not-a-sealed-file` where not even the header is there.
 */
export async function recoverSealedFile(path: string): Promise<SealedSummary & { whole: boolean; header: SealedHeader }> {
  const file = await fs.promises.open(path, 'r+');
  try {
    const { header, noncePrefix, head, start } = await readHeader(file, path);
    const hash = createHash('sha256').update(head);
    const sealed = Buffer.alloc(CHUNK_HEAD + header.chunkBytes + TAG);
    let bytes = start;
    let plaintextBytes = 0;
    let whole = false;
    for (let index = 0; !whole; index++) {
      const { bytesRead } = await file.read(sealed, 0, sealed.length, bytes);
      const shape = bytesRead >= CHUNK_HEAD + TAG ? shapeOf(sealed, header.chunkBytes) : null;
      if (shape === null || bytesRead < shape.bytes) break;
      if (!nonceOf(noncePrefix, index).equals(sealed.subarray(5, CHUNK_HEAD))) break;
      hash.update(sealed.subarray(0, shape.bytes));
      bytes += shape.bytes;
      plaintextBytes += shape.length;
      whole = shape.final;
    }
    await file.truncate(bytes);
    await file.sync();
    return { header, durationMs: durationOf(header, plaintextBytes), bytes, plaintextBytes, sha256: hash.digest('hex'), whole };
  } finally {
    await file.close();
  }
}

function shapeOf(sealed: Buffer, chunkBytes: number): { bytes: number; length: number; final: boolean } | null {
  const length = sealed.readUInt32BE(0);
  const flags = sealed[4]!;
  // Every chunk is full but the final one, which never is.
  if (flags === 0 ? length !== chunkBytes : flags !== FINAL || length >= chunkBytes) return null;
  return { bytes: CHUNK_HEAD + length + TAG, length, final: flags === FINAL };
}

function unseal(sealed: Buffer, index: number, noncePrefix: Buffer, headHash: Buffer, dataKey: Uint8Array): Buffer | null {
  const nonce = nonceOf(noncePrefix, index);
  const length = sealed.readUInt32BE(0);
  const flags = sealed[4]!;
  if (length !== sealed.length - CHUNK_HEAD - TAG || !nonce.equals(sealed.subarray(5, CHUNK_HEAD))) return null;
  const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce);
  decipher.setAAD(aadOf(headHash, index, flags));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const plaintext = decipher.update(sealed.subarray(CHUNK_HEAD, sealed.length - TAG));
  try {
    decipher.final();
  } catch {
    return null; // the tag does not fit: wrong key, or changed; the caller says which
  }
  return plaintext;
}

/** Eight random bytes of the file and the chunk's number. */
function nonceOf(prefix: Buffer, index: number): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(index, 8);
  return nonce;
}

function aadOf(headHash: Buffer, index: number, flags: number): Buffer {
  const aad = Buffer.alloc(37);
  headHash.copy(aad);
  aad.writeUInt32BE(index, 32);
  aad[36] = flags;
  return aad;
}

function durationOf(header: SealedHeader, plaintextBytes: number): number {
  return Math.round((plaintextBytes * 1_000) / (header.sampleRate * header.channels * header.bytesPerSample));
}

function encodeHeader(header: SealedHeader, noncePrefix: Buffer): Buffer {
  const json = Buffer.from(JSON.stringify({ ...header, noncePrefix: noncePrefix.toString('base64') }));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(json.length);
  return Buffer.concat([MAGIC, length, json]);
}

async function readHeader(
  file: Pick<SealedSource, 'read'>,
  path: string,
): Promise<{ header: SealedHeader; noncePrefix: Buffer; head: Buffer; headHash: Buffer; start: number }> {
  const lead = Buffer.alloc(MAGIC.length + 2);
  const { bytesRead } = await file.read(lead, 0, lead.length, 0);
  const length = lead.readUInt16BE(MAGIC.length);
  const json = Buffer.alloc(length);
  const body = await file.read(json, 0, length, lead.length);
  if (bytesRead < lead.length || !lead.subarray(0, MAGIC.length).equals(MAGIC) || body.bytesRead < length) {
    throw new SealedFileError('sealed.not-a-sealed-file', path);
  }
  const head = Buffer.concat([lead, json]);
  try {
    const { noncePrefix, ...header } = JSON.parse(json.toString()) as SealedHeader & { noncePrefix: string };
    const prefix = Buffer.from(noncePrefix, 'base64');
    const sane = Number.isInteger(header.chunkBytes) && header.chunkBytes > 0 && header.chunkBytes <= MAX_CHUNK && prefix.length === 8;
    if (!sane || !(header.sampleRate * header.channels * header.bytesPerSample > 0)) throw new Error('values out of range');
    return { header, noncePrefix: prefix, head, headHash: createHash('sha256').update(head).digest(), start: head.length };
  } catch (cause) {
    throw new SealedFileError('sealed.not-a-sealed-file', path, { cause });
  }
}
