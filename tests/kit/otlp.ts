// A receiver of traces for tests: OTLP over HTTP on a real socket, in the JSON that the exporter sends (opentelemetry-proto, trace/v1).
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SeenSpan = {
  service: string;
  trace: string;
  span: string;
  parent: string | null;
  name: string;
  /** 1 internal, 2 server, 3 client. */
  kind: number;
  /** Epoch ms. */
  startAt: number;
  endAt: number;
  attributes: Record<string, unknown>;
  links: { trace: string; span: string }[];
  failed: boolean;
};

export type OtlpReceiver = {
  readonly url: string;
  readonly spans: SeenSpan[];
  /** All that came, as text, to look for what must not be there. */ raw(): string;
  stop(): Promise<void>;
};

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: SeenSpan[] = [];
  const raw: string[] = [];
  const server = createServer((request, response) => {
    void body(request).then((bytes) => {
      if (request.method !== 'POST' || request.url !== '/v1/traces') return void response.writeHead(404).end();
      if (request.headers['content-type'] !== 'application/json') return void response.writeHead(415).end();
      raw.push(bytes.toString());
      spans.push(...read(JSON.parse(bytes.toString()) as Export));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    spans,
    raw: () => raw.join('\n'),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

type Value = { stringValue?: string; intValue?: string | number; doubleValue?: number; boolValue?: boolean };
type KeyValue = { key: string; value: Value };
type WireSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: KeyValue[];
  links?: { traceId: string; spanId: string }[];
  status?: { code?: number };
};
type Export = { resourceSpans: { resource: { attributes: KeyValue[] }; scopeSpans: { spans: WireSpan[] }[] }[] };

const values = (list: KeyValue[] = []): Record<string, unknown> =>
  Object.fromEntries(
    list.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? Number(value.intValue ?? value.doubleValue)]),
  );
const ms = (nanos: string): number => Number(BigInt(nanos) / 1_000_000n);

function read({ resourceSpans }: Export): SeenSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map((span) => ({
        service: String(values(resource.attributes)['service.name']),
        trace: span.traceId,
        span: span.spanId,
        parent: span.parentSpanId ? span.parentSpanId : null,
        name: span.name,
        kind: span.kind,
        startAt: ms(span.startTimeUnixNano),
        endAt: ms(span.endTimeUnixNano),
        attributes: values(span.attributes),
        links: (span.links ?? []).map(({ traceId, spanId }) => ({ trace: traceId, span: spanId })),
        failed: span.status?.code === 2,
      })),
    ),
  );
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
