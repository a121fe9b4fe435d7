// Ids that every process agrees on, what is sampled, spans from facts, and that nothing is loaded or done where traces are off.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EdgeFact } from '@tandem/contract/edge.ts';
import { callSpans, type LoggedEvent } from './call-spans.ts';
import { edgeSpans } from './edge-spans.ts';
import { parseTraceparent, tracedRequests } from './traced-requests.ts';
import { startTracing } from './start-tracing.ts';
import { NO_TRACER, rootOf, sampled, spanId, traceOfCall, type Span, type Tracer } from './tracing.ts';

const CALL = 'cal_019307d4-3f5e-7c11-8a2b-5f0e9d1c2b3a';
const TRACE = '019307d43f5e7c118a2b5f0e9d1c2b3a';
const SRC = path.resolve(import.meta.dirname, '../..');

/** A tracer that keeps what it is told. */
function kept(wants = true): { tracer: Tracer; spans: Span[] } {
  const spans: Span[] = [];
  return { spans, tracer: { on: true, wants: () => wants, record: (span) => void spans.push(span), stop: () => Promise.resolve() } };
}
const fact = (kind: EdgeFact['kind'], at: number, more: object): EdgeFact =>
  ({ kind, at, tenant: 'tnt_1', call: CALL, ...more }) as unknown as EdgeFact;
const event = (type: LoggedEvent['type'], at: number, data: object): LoggedEvent =>
  ({ type, at, data: { interaction: 'int_1', ...data } }) as unknown as LoggedEvent;
const named = (spans: Span[], name: string) => spans.filter((span) => span.name === name);

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

describe('spans of facts', () => {
  it('of the edge: a leg that fails, a recording that outlives the call, and nothing of a call that began before us', () => {
    const { tracer, spans } = kept();
    const hear = edgeSpans(tracer);
    hear(fact('leg.answered', 5, { leg: 'leg_0' }));
    hear(
      fact('leg.arrived', 10, { leg: 'leg_1', source: { kind: 'trunk', trunk: 'trk_1' }, from: { kind: 'e164', e164: '+8613800138000' } }),
    );
    hear(fact('leg.answered', 20, { leg: 'leg_1' }));
    hear(fact('recording.started', 22, { recording: 'rec_1' }));
    hear(fact('leg.dialled', 25, { leg: 'leg_2' }));
    hear(fact('leg.ended', 60, { leg: 'leg_2', cause: 'unreachable', by: 'system', sipStatus: 408 }));
    hear(fact('leg.ended', 70, { leg: 'leg_1', cause: 'normal', by: 'remote', sipStatus: null }));
    hear(fact('recording.sealed', 90, { recording: 'rec_1', bytes: 100, whole: true, file: 'x' }));
    expect(spans.map(({ name, startAt, endAt, failed }) => [name, startAt, endAt, failed])).toEqual([
      ['sip INVITE', 10, 20, undefined],
      ['sip INVITE', 25, 60, 'unreachable'],
      ['media leg', 20, 70, undefined],
      ['recording', 22, 90, undefined],
    ]);
    expect(spans[1]?.parent).toBe(spanId(TRACE, 'ring', 'leg_2'));
    expect(JSON.stringify(spans)).not.toContain('138001380');
    hear(fact('leg.ended', 95, { leg: 'leg_1', cause: 'normal', by: 'remote', sipStatus: null }));
    expect(spans).toHaveLength(4);
  });

  it('of the log: told twice they are one, and what is open when the call ends is closed with it', () => {
    const { tracer, spans } = kept();
    const { logged, callOf } = callSpans(tracer);
    const tell = (...told: Parameters<typeof event>) => logged('int_1', event(...told));
    tell('work.queued', 1, { work: 'wrk_0', queue: 'que_1', priority: 5 });
    expect(callOf('int_1')).toBeNull();
    tell('interaction.started', 10, { call: CALL });
    expect(callOf('int_1')).toBe(CALL);
    for (let times = 0; times < 2; times++) tell('work.queued', 20, { work: 'wrk_1', queue: 'que_1', priority: 5 });
    tell('work.offered', 25, { work: 'wrk_1', offer: 'off_1', agent: 'agt_1', why: { rule: 'idle', eligible: 2 } });
    tell('work.offer-ended', 30, { work: 'wrk_1', offer: 'off_1', agent: 'agt_1', outcome: 'no-answer' });
    tell('interaction.ended', 50, { cause: 'normal', by: 'customer', stage: 'queue' });
    tell('work.abandoned', 51, { work: 'wrk_1', stage: 'queue', waitedMs: 31 });
    expect(spans.map(({ name, startAt, endAt }) => [name, startAt, endAt])).toEqual([
      ['offer', 25, 30],
      ['queue', 20, 50],
      ['call', 10, 50],
    ]);
    expect(named(spans, 'offer')[0]?.parent).toBe(named(spans, 'queue')[0]?.span);
  });

  it('go on in a process that takes the call up: what ended is not told again, what is open ends in the same span', () => {
    const before = kept();
    const after = kept();
    const told = [
      event('interaction.started', 10, { call: CALL }),
      event('flow.started', 11, { run: 'run_1', flow: 'flo_1', version: 1 }),
      event('flow.ended', 15, { run: 'run_1', outcome: 'assigned' }),
      event('work.queued', 20, { work: 'wrk_1', queue: 'que_1', priority: 5 }),
    ];
    const [first, second] = [callSpans(before.tracer), callSpans(after.tracer)];
    for (const each of told) first.logged('int_1', each);
    second.takeUp('int_1', told);
    expect([named(before.spans, 'flow').length, after.spans.length]).toEqual([1, 0]);
    second.logged('int_1', event('interaction.ended', 50, { cause: 'normal', by: 'customer', stage: 'queue' }));
    expect(after.spans.map(({ name, startAt, endAt }) => [name, startAt, endAt])).toEqual([
      ['queue', 20, 50],
      ['call', 10, 50],
    ]);
  });

  it('are not gathered of a call that is not wanted', () => {
    const { tracer, spans } = kept(false);
    const { logged } = callSpans(tracer);
    const hear = edgeSpans(tracer);
    logged('int_1', event('interaction.started', 10, { call: CALL }));
    logged('int_1', event('interaction.ended', 50, { cause: 'normal', by: 'customer', stage: 'queue' }));
    hear(fact('leg.arrived', 10, { leg: 'leg_1', source: { kind: 'trunk' } }));
    hear(fact('leg.ended', 20, { leg: 'leg_1', cause: 'normal', by: 'remote', sipStatus: null }));
    expect(spans).toEqual([]);
  });

  it('of requests: in their own trace, the call’s, or a new one', () => {
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
