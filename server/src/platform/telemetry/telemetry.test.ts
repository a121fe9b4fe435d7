// One call for every kind of metric, and the text that Prometheus reads.
import { expect, it } from 'vitest';
import { METRICS, type MetricEntry } from './metrics.ts';
import { createTelemetry } from './telemetry.ts';

it('counts, measures and reads gauges when asked', async () => {
  const telemetry = createTelemetry({ processMetrics: false });
  telemetry.observe('http_requests_total', 2, { method: 'GET', route: '/x', status: '200' });
  telemetry.observe('http_request_ms', 7, { method: 'GET', route: '/x' });
  telemetry.observe('no_such_thing', 1);
  let clients = 1;
  telemetry.gauge('stream_clients', () => clients);
  clients = 3;
  const { body, contentType } = await telemetry.text();
  expect(contentType).toContain('text/plain');
  expect(body).toContain('tandem_http_requests_total{method="GET",route="/x",status="200"} 2');
  expect(body).toContain('tandem_http_request_ms_bucket{le="10",method="GET",route="/x"} 1');
  expect(body).toContain('tandem_http_request_ms_bucket{le="5",method="GET",route="/x"} 0');
  expect(body).toContain('tandem_stream_clients 3');
  expect(body).toContain('tandem_undeclared_metrics_total{metric="no_such_thing"} 1');
});

it("tells the process's own figures", async () => {
  expect((await createTelemetry().text()).body).toMatch(/tandem_nodejs_eventloop_lag_seconds /);
});

it.each(Object.entries<MetricEntry>(METRICS))('%s says its unit', (name, { kind }) => {
  expect(name).toMatch({ counter: /_total$/, histogram: /_(ms|bytes|mos|percent)$/, gauge: /^[a-z_]+$/ }[kind]);
});
