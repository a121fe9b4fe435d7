// The metrics registry: one `observe` for every kind, plus the process's own figures, as Prometheus text.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../lifecycle/types.ts';
import { METRICS, type MetricEntry, type MetricName } from './metrics.ts';

export type Telemetry = Metrics & {
  /** Adds to a counter, sets a gauge, or records in a histogram, as the name is declared. An undeclared name is counted, never thrown. */
  observe(name: string, value: number, labels?: Readonly<Record<string, string>>): void;
  /** A gauge that is read when the metrics are. */
  gauge(name: MetricName, read: () => number): void;
  text(): Promise<{ contentType: string; body: string }>;
};

type Recorder = (value: number, labels: Readonly<Record<string, string>>) => void;

const PREFIX = 'tandem_';

function recorder(registry: Registry, name: string, entry: MetricEntry): Recorder {
  const common = { name: PREFIX + name, help: entry.help, labelNames: [...entry.labels], registers: [registry] };
  switch (entry.kind) {
    case 'counter': {
      const counter = new Counter(common);
      return (value, labels) => counter.inc(labels, value);
    }
    case 'gauge': {
      const gauge = new Gauge(common);
      return (value, labels) => gauge.set(labels, value);
    }
    case 'histogram': {
      const histogram = new Histogram({ ...common, ...(entry.buckets ? { buckets: [...entry.buckets] } : {}) });
      return (value, labels) => histogram.observe(labels, value);
    }
  }
}

/** `processMetrics` starts the collectors of CPU, memory and event-loop delay; tests leave them off. */
export function createTelemetry(options: { processMetrics?: boolean } = {}): Telemetry {
  const registry = new Registry();
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const undeclared = new Counter({
    name: `${PREFIX}undeclared_metrics_total`,
    help: 'Measurements under a name that is not declared',
    labelNames: ['metric'],
    registers: [registry],
  });
  const recorders = new Map<string, Recorder>();
  const read = new Map<MetricName, () => number>();
  for (const [name, entry] of Object.entries<MetricEntry>(METRICS)) recorders.set(name, recorder(registry, name, entry));
  return {
    observe(name, value, labels = {}) {
      const record = recorders.get(name);
      if (!record) return undeclared.inc({ metric: name });
      record(value, labels);
    },
    gauge(name, source) {
      read.set(name, source);
    },
    async text() {
      for (const [name, source] of read) recorders.get(name)?.(source(), {});
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}
