// An object store for tests on a real socket: the part of the S3 REST API that we use, signatures and checksums verified, faults on demand.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import { refusalOf, type Credentials } from './sigv4.ts';

/** What the store does instead of answering: `away` cuts every connection, `cut` sends half an answer, `hang` none at all. */
export type Fault = 'slow-down' | 'hang' | 'cut' | 'away' | 'skew';

export type FakeS3 = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly credentials: Credentials;
  /** Key -> bytes. */
  readonly objects: Map<string, Buffer>;
  /** Multipart uploads that are neither completed nor aborted. */
  readonly uploads: Map<string, Map<number, Buffer>>;
  /** `GET key bytes=0-99`, ... of the requests that were let in. */
  readonly requests: string[];
  /** The next `times` requests that match meet the fault; for ever where left out, until `heal`. */
  fail(fault: Fault, options?: { times?: number; match?: RegExp }): void;
  heal(): void;
  /** `TANDEM_BLOBS`, and the variables that its client reads. */
  settings(more?: { prefix?: string; bucket?: string }): Record<string, string>;
  stop(): Promise<void>;
};

export async function startFakeS3(): Promise<FakeS3> {
  const bucket = 'tandem-test';
  const credentials: Credentials = {
    accessKeyId: `AK${randomBytes(6).toString('hex')}`,
    secretAccessKey: randomBytes(18).toString('base64'),
  };
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let faults: { fault: Fault; left: number; match: RegExp }[] = [];

  const server = createServer((request, response) => {
    void collect(request).then(
      (body) => {
        const line = `${request.method} ${request.url}`;
        const met = faults.find((each) => each.left > 0 && each.match.test(line));
        if (met) met.left -= 1;
        if (met?.fault === 'away') return void request.socket.destroy();
        if (met?.fault === 'hang') return;
        if (met?.fault === 'slow-down') return refuse(response, 503, 'SlowDown', 'please reduce your request rate');
        // Without a Date header the client cannot learn by how much its clock is wrong.
        if (met?.fault === 'skew') {
          response.sendDate = false;
          return refuse(response, 403, 'RequestTimeTooSkewed', 'the clocks differ too much');
        }
        const refusal = refusalOf(request, body, credentials, Date.now());
        if (refusal) return refuse(response, refusal.status, refusal.code, refusal.message);
        answer(request, response, body, met?.fault === 'cut');
      },
      () => request.socket.destroy(),
    );
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(request: IncomingMessage, response: ServerResponse, body: Buffer, cut: boolean): void {
    const url = new URL(request.url ?? '/', endpoint);
    const [, named = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    if (named !== bucket) return refuse(response, 404, 'NoSuchBucket', 'the bucket does not exist');
    requests.push([request.method, key || '/', request.headers.range ?? ''].join(' ').trim());
    const upload = url.searchParams.get('uploadId');
    const { method } = request;
    if (key === '') return method === 'GET' && url.searchParams.get('list-type') === '2' ? list(response, url) : unknown(response);
    if (method === 'POST') return multipart(response, key, url, body);
    if (method === 'PUT') {
      const told = request.headers['x-amz-checksum-crc32'];
      if (told !== undefined && told !== checksum(body)) return refuse(response, 400, 'BadDigest', 'the checksum does not fit');
      if (upload === null) objects.set(key, body);
      else {
        const parts = uploads.get(upload);
        if (!parts) return refuse(response, 404, 'NoSuchUpload', 'the upload does not exist');
        parts.set(Number(url.searchParams.get('partNumber')), body);
      }
      return void response.writeHead(200, { etag: tag(body), 'x-amz-checksum-crc32': checksum(body) }).end();
    }
    if (method === 'DELETE') {
      if (upload === null) objects.delete(key);
      else uploads.delete(upload);
      return void response.writeHead(204).end();
    }
    if (method !== 'GET' && method !== 'HEAD') return unknown(response);
    const found = objects.get(key);
    if (!found)
      return method === 'HEAD' ? void response.writeHead(404).end() : refuse(response, 404, 'NoSuchKey', 'the key does not exist');
    if (method === 'HEAD') return void response.writeHead(200, { 'content-length': found.length, etag: tag(found) }).end();
    const range = /^bytes=(\d+)-(\d+)?$/.exec(request.headers.range ?? '');
    const from = Number(range?.[1] ?? 0);
    if (range && from >= found.length) return refuse(response, 416, 'InvalidRange', 'the range is not in the object');
    const part = found.subarray(from, range ? Number(range[2] ?? found.length - 1) + 1 : undefined);
    response.writeHead(range ? 206 : 200, {
      'content-length': part.length,
      etag: tag(found),
      ...(range ? { 'content-range': `bytes ${from}-${from + part.length - 1}/${found.length}` } : {}),
    });
    if (!cut) return void response.end(part);
    response.write(part.subarray(0, part.length / 2));
    setTimeout(() => request.socket.destroy(), 20);
  }

  function multipart(response: ServerResponse, key: string, url: URL, body: Buffer): void {
    if (url.searchParams.has('uploads')) {
      const id = randomBytes(8).toString('hex');
      uploads.set(id, new Map());
      return xml(
        response,
        200,
        `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${text(key)}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    const id = url.searchParams.get('uploadId') ?? '';
    const parts = uploads.get(id);
    if (!parts) return refuse(response, 404, 'NoSuchUpload', 'the upload does not exist');
    const wanted = [...body.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
      n: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: /<ETag>(.*?)</.exec(part)?.[1]?.replaceAll('&quot;', '"') ?? '',
    }));
    const pieces = wanted.map(({ n }) => parts.get(n));
    if (pieces.some((piece, i) => !piece || tag(piece) !== wanted[i]!.etag))
      return refuse(response, 400, 'InvalidPart', 'a part is missing or another one');
    if (pieces.slice(0, -1).some((piece) => piece!.length < 5 * 1024 * 1024))
      return refuse(response, 400, 'EntityTooSmall', 'a part is too small');
    objects.set(key, Buffer.concat(pieces as Buffer[]));
    uploads.delete(id);
    xml(
      response,
      200,
      `<CompleteMultipartUploadResult><Key>${text(key)}</Key><ETag>"done-${pieces.length}"</ETag></CompleteMultipartUploadResult>`,
    );
  }

  /** In pages of 100, so that a reader of few objects pages too. */
  function list(response: ServerResponse, url: URL): void {
    const after = url.searchParams.get('continuation-token') ?? '';
    const keys = [...objects.keys()].filter((key) => key.startsWith(url.searchParams.get('prefix') ?? '') && key > after).toSorted();
    const page = keys.slice(0, 100);
    const more = keys.length > page.length ? `<NextContinuationToken>${text(page.at(-1)!)}</NextContinuationToken>` : '';
    const contents = page.map((key) => `<Contents><Key>${text(key)}</Key><Size>${objects.get(key)!.length}</Size></Contents>`).join('');
    xml(
      response,
      200,
      `<ListBucketResult><IsTruncated>${more !== ''}</IsTruncated>${more}<KeyCount>${page.length}</KeyCount>${contents}</ListBucketResult>`,
    );
  }

  return {
    endpoint,
    bucket,
    credentials,
    objects,
    uploads,
    requests,
    fail(fault, { times = Infinity, match = /./ } = {}) {
      faults.push({ fault, left: times, match });
      if (fault === 'away') for (const socket of sockets) socket.destroy();
    },
    heal() {
      faults = [];
    },
    settings: ({ prefix = '', bucket: other = bucket } = {}) => ({
      TANDEM_BLOBS: `s3://${other}/${prefix}?endpoint=${encodeURIComponent(endpoint)}&region=eu-central-1&pathStyle=1`,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    }),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  xml(
    response,
    status,
    `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${randomBytes(4).toString('hex')}</RequestId></Error>`,
  );
}

function unknown(response: ServerResponse): void {
  refuse(response, 501, 'NotImplemented', 'this store does not know that');
}

function xml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}

const text = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const tag = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`;

function checksum(body: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}
