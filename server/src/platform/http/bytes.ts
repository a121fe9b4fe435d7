// Answers of bytes (recordings) with single-range support (RFC 9110, section 14), so that a player can seek.
import { Readable } from 'node:stream';
import type { Bytes, Live } from './types.ts';

export type BytesAnswer = { status: 200 | 206 | 416; headers: Record<string, string>; body: Uint8Array };

export function isBytes(answer: unknown): answer is Bytes {
  return (
    typeof answer === 'object' && answer !== null && 'bytes' in answer && answer.bytes instanceof Uint8Array && 'contentType' in answer
  );
}

export function isLive(answer: unknown): answer is Live {
  return typeof answer === 'object' && answer !== null && 'live' in answer && answer.live instanceof Readable && 'contentType' in answer;
}

/** First and last byte of one `bytes=` range; null: serve all (no, several or unreadable ranges); 'none': cannot be satisfied. */
export function readRange(header: string | undefined, size: number): { first: number; last: number } | 'none' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), size);
    return length === 0 ? 'none' : { first: size - length, last: size - 1 };
  }
  const first = Number(match[1]);
  const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== '' && Number(match[2]) < first) return null;
  return first >= size ? 'none' : { first, last };
}

export function bytesAnswer({ bytes, contentType, filename, part }: Bytes, rangeHeader: string | undefined): BytesAnswer {
  const ascii = filename.replace(/[^\w.-]/g, '_');
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'content-disposition': `inline; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(filename)}`,
    'content-type': contentType,
    'cache-control': 'private, no-store',
  };
  if (part !== undefined) {
    headers['content-range'] = `bytes ${part.first}-${part.first + bytes.byteLength - 1}/${part.size}`;
    return { status: 206, headers, body: bytes };
  }
  const range = readRange(rangeHeader, bytes.byteLength);
  if (range === null) return { status: 200, headers, body: bytes };
  if (range === 'none')
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes.byteLength}` }, body: new Uint8Array() };
  headers['content-range'] = `bytes ${range.first}-${range.last}/${bytes.byteLength}`;
  return { status: 206, headers, body: bytes.subarray(range.first, range.last + 1) };
}
