// Ids that every process agrees on, what is sampled, requests, and that nothing is loaded or done where traces are off.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTracing } from './start-tracing.ts';
import { CALL, kept, TRACE } from './testkit.ts';
import { parseTraceparent, tracedRequests } from './traced-requests.ts';
import { NO_TRACER, rootOf, sampled, spanId, traceOfCall } from './tracing.ts';

const SRC = path.resolve(import.meta.dirname, '../..');

describe('ids', () => {
  it('are those of the call, alike everywhere, and sampled by the random end', () => {
    expect(traceOfCall(CALL)).toBe(TRACE);
    expect(rootOf(CALL)).toEqual({ trace: TRACE, span: spanId(TRACE, 'call') });
    expect(spanId(TRACE, 'ring', 'leg_1')).not.toBe(spanId(TRACE, 'ring', 'leg_2'));
    expect([sampled(TRACE, 1), sampled(TRACE, 0)]).toEqual([true, false]);
    expect([sampled(`${'0'.repeat(24)}7fffffff`, 0.5), sampled(`${'0'.repeat(24)}80000000`, 0.5)]).toEqual([true, false]);
  });

  it.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true],
    ['01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more', true],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more', false],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', false],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', false],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', false],
    ['', false],
  ])('traceparent %s: %s', (header, good) => {
    expect(parseTraceparent(header) !== null).toBe(good);
  });
});

describe('spans of requests', () => {
  it('stand in their own trace, the call’s, or a new one', () => {
    const { tracer, spans } = kept();
    const answered = tracedRequests(tracer, () => null);
    const request = { method: 'GET', route: '/api/v1/x/:id', status: 500, startAt: 1, endAt: 2 };
    answered({ ...request, object: CALL, traceparent: undefined });
    answered({ ...request, object: null, traceparent: 'nonsense' });
    expect(spans[0]).toMatchObject({ trace: TRACE, parent: rootOf(CALL).span, failed: '500' });
    expect(spans[1]).toMatchObject({ parent: null });
    expect(spans[1]?.trace).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('traces that are off', () => {
  it('cost nothing: no tracer, and no file but one names the SDK, which nobody imports but when it is needed', async () => {
    expect(await startTracing(null, 'test')).toBe(NO_TRACER);
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    const text = (file: string) => readFileSync(path.join(SRC, file), 'utf8');
    expect(files.filter((file) => /from '@opentelemetry\//.test(text(file)))).toEqual(['platform/telemetry/open-telemetry.ts']);
    expect(files.filter((file) => /^import .*open-telemetry\.ts'/m.test(text(file)))).toEqual([]);
    // The same of the object store's SDK: types only, until a bucket is opened.
    expect(files.filter((file) => /^import (?!type ).*'@aws-sdk\//m.test(text(file)))).toEqual([]);
  });
});
