// Objects of one bucket: uploaded whole or in parts, read by range, listed, deleted; with time-outs, retries and clear errors.
import { open, type FileHandle } from 'node:fs/promises';
import type * as S3 from '@aws-sdk/client-s3';
import type { S3Place } from '../config/parse.ts';
import { s3Problem, type S3Where } from './s3-problems.ts';

export type S3Store = {
  readonly where: S3Where;
  /** Proves key, bucket, clock and rights by writing, reading and deleting a small object. Throws as s3Problem. */
  check(): Promise<void>;
  /** Whole when it resolves, and of the file's size. `signal` gives it up. */
  upload(key: string, file: string, signal?: AbortSignal): Promise<void>;
  /** Throws AppError `blob.not-found`. */
  size(key: string): Promise<number>;
  /** Bytes `from` (inclusive) to `to` (exclusive), fewer at the end, and the size of the whole object. */
  read(key: string, from: number, to: number): Promise<{ bytes: Buffer; size: number }>;
  /** Of an object that is gone already: nothing. */
  delete(key: string): Promise<void>;
  list(prefix: string): AsyncGenerator<{ key: string; bytes: number }>;
  close(): void;
};

export type S3Times = { connectMs: number; /** One try of one request, answer and all. */ requestMs: number; tries: number };
const TIMES: S3Times = { connectMs: 3_000, requestMs: 30_000, tries: 4 };

/** Above this an object is sent in parts. The store asks for at least 5 MiB a part and takes at most 10,000. */
const WHOLE_BYTES = 16 * 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;

/** Loads the SDK now: nothing of it is loaded where no bucket is configured. */
export async function openS3(place: S3Place, times: Partial<S3Times> = {}): Promise<S3Store> {
  const { connectMs, requestMs, tries } = { ...TIMES, ...times };
  const sdk: typeof S3 = await import('@aws-sdk/client-s3');
  const region = place.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const client = new sdk.S3Client({
    region,
    ...(place.endpoint === null ? {} : { endpoint: place.endpoint }),
    forcePathStyle: place.pathStyle,
    maxAttempts: tries,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: requestMs,
      throwOnRequestTimeout: true,
      socketTimeout: requestMs,
      httpAgent: { keepAlive: true, maxSockets: 16 },
      httpsAgent: { keepAlive: true, maxSockets: 16 },
    },
    // Its warnings go to the console and may name keys of objects: what matters comes as an error.
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  const Bucket = place.bucket;
  const where: S3Where = { bucket: Bucket, endpoint: place.endpoint ?? `s3.${region}.amazonaws.com` };

  async function told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw s3Problem(error, where);
    }
  }

  async function inParts(Key: string, file: FileHandle, size: number, options: { abortSignal?: AbortSignal }): Promise<void> {
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }), options);
    try {
      const Parts: S3.CompletedPart[] = [];
      for (let at = 0, PartNumber = 1; at < size; at += PART_BYTES, PartNumber++) {
        const Body = await slice(file, at, Math.min(PART_BYTES, size - at));
        const { ETag, ChecksumCRC32 } = await client.send(
          new sdk.UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ContentLength: Body.length }),
          options,
        );
        Parts.push({ PartNumber, ETag, ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }) });
      }
      await client.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }), options);
    } catch (error) {
      // Parts of an upload that is never completed are paid for; where this fails too, the bucket's life-cycle rule removes them.
      await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
      throw error;
    }
  }

  const store: S3Store = {
    where,
    async check() {
      const Key = `${place.prefix}tandem-start-check-${process.pid}`;
      const Body = Buffer.from('written, read and deleted at each start\n');
      await told(client.send(new sdk.PutObjectCommand({ Bucket, Key, Body, ContentLength: Body.length })));
      await store.read(Key, 0, Body.length);
      await store.delete(Key);
    },
    async upload(Key, file, signal) {
      const options = signal ? { abortSignal: signal } : {};
      const handle = await open(file, 'r');
      try {
        const { size } = await handle.stat();
        if (size > WHOLE_BYTES) await told(inParts(Key, handle, size, options));
        else
          await told(
            client.send(new sdk.PutObjectCommand({ Bucket, Key, Body: await slice(handle, 0, size), ContentLength: size }), options),
          );
        const kept = await store.size(Key);
        if (kept !== size) throw s3Problem(new Error(`it holds ${kept} bytes of ${size} of ${Key}`), where);
      } finally {
        await handle.close();
      }
    },
    async size(Key) {
      const { ContentLength } = await told(client.send(new sdk.HeadObjectCommand({ Bucket, Key })));
      return ContentLength ?? 0;
    },
    async read(Key, from, to) {
      const answer = await told(client.send(new sdk.GetObjectCommand({ Bucket, Key, Range: `bytes=${from}-${to - 1}` })));
      const bytes = Buffer.from(await told(answer.Body!.transformToByteArray()));
      const size = Number(/\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1] ?? bytes.length);
      return { bytes, size };
    },
    async delete(Key) {
      await told(client.send(new sdk.DeleteObjectCommand({ Bucket, Key })));
    },
    async *list(prefix) {
      for (let token: string | undefined; ;) {
        const page: S3.ListObjectsV2CommandOutput = await told(
          client.send(
            new sdk.ListObjectsV2Command({ Bucket, Prefix: prefix, ...(token === undefined ? {} : { ContinuationToken: token }) }),
          ),
        );
        for (const { Key = '', Size = 0 } of page.Contents ?? []) yield { key: Key, bytes: Size };
        token = page.NextContinuationToken;
        if (page.IsTruncated !== true || token === undefined) return;
      }
    },
    close: () => client.destroy(),
  };
  return store;
}

async function slice(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) throw new Error('the file became shorter while it was sent');
    done += bytesRead;
  }
  return bytes;
}
