// The OpenTelemetry SDK behind our Tracer: spans with ids of our own, sent in batches over OTLP/HTTP. Loaded only where TANDEM_TRACES is set.
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { sampled, type Span, type Tracer, type TracesConfig } from './tracing.ts';

const KINDS = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;
const EXPORT_MS = 5_000;
const EVERY_MS = 2_000;

export function openTelemetry({ url, ratio }: TracesConfig, process: string): Tracer {
  /** What the next span is to be called: startSpan asks for both in the same turn. */
  let next = { trace: '', span: '' };
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `tandem-${process}`, 'service.namespace': 'tandem' }),
    // Whether a trace is wanted was decided before: by its id, alike in every process.
    sampler: new AlwaysOnSampler(),
    idGenerator: { generateTraceId: () => next.trace, generateSpanId: () => next.span },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS }),
        scheduledDelayMillis: EVERY_MS,
        exportTimeoutMillis: EXPORT_MS,
        // A collector that is away costs spans, never memory.
        maxQueueSize: 4_096,
      }),
    ],
  });
  const tracer = provider.getTracer('tandem');
  return {
    on: true,
    wants: (id) => sampled(id, ratio),
    record(span: Span) {
      if (!sampled(span.trace, ratio)) return;
      next = span;
      const place = (spanId: string, traceId = span.trace) => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
      const context = span.parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, place(span.parent));
      const made = tracer.startSpan(
        span.name,
        {
          kind: KINDS[span.kind],
          startTime: new Date(span.startAt),
          attributes: span.attributes,
          links: (span.links ?? []).map((link) => ({ context: place(link.span, link.trace) })),
        },
        context,
      );
      if (span.failed !== undefined) made.setStatus({ code: SpanStatusCode.ERROR, message: span.failed });
      made.end(new Date(Math.max(span.startAt, span.endAt)));
    },
    stop: () => provider.shutdown(),
  };
}
