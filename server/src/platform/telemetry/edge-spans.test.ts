// Spans of the edge's facts: legs that fail, recordings that outlive the call, legs that go over to another.
import { describe, expect, it } from 'vitest';
import type { EdgeFact } from '@tandem/contract/edge.ts';
import { edgeSpans } from './edge-spans.ts';
import { CALL, fact, kept, named, TRACE } from './testkit.ts';
import { spanId } from './tracing.ts';

describe('spans of the edge’s facts', () => {
  it('of a leg that fails, a recording that outlives the call, and nothing of a call that began before us', () => {
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

  it('of a leg that goes over goes on in the other call’s trace, and nothing of the one it left stays open', () => {
    const OTHER = 'cal_019307d4-3f5e-7c11-8a2b-5f0e9d1c2b3b';
    const { tracer, spans } = kept();
    const hear = edgeSpans(tracer);
    const of = (call: string, kind: EdgeFact['kind'], at: number, leg: string, more: object = {}): void =>
      hear(fact(kind, at, { call, leg, cause: 'normal', by: 'remote', sipStatus: null, source: { kind: 'device' }, ...more }));
    of(CALL, 'leg.arrived', 10, 'leg_1');
    of(CALL, 'leg.answered', 11, 'leg_1');
    of(OTHER, 'leg.arrived', 20, 'leg_2');
    of(OTHER, 'leg.dialled', 21, 'leg_3');
    of(OTHER, 'leg.answered', 22, 'leg_3');
    of(CALL, 'leg.moved', 30, 'leg_3', { done: true });
    of(OTHER, 'leg.ended', 31, 'leg_2');
    const media = () =>
      named(spans, 'media leg').map(({ trace, startAt, endAt, links }) => [trace === TRACE, startAt, endAt, links?.length]);
    expect(media()).toEqual([[false, 22, 30, undefined]]);
    // The call it left is forgotten: what is told of it now begins nothing.
    of(OTHER, 'leg.answered', 32, 'leg_2');
    of(OTHER, 'leg.ended', 33, 'leg_2');
    expect(media()).toHaveLength(1);
    // One that could not go over ends where it was.
    of(CALL, 'leg.dialled', 40, 'leg_4');
    of(CALL, 'leg.answered', 41, 'leg_4');
    of(OTHER, 'leg.moved', 42, 'leg_4', { done: false });
    of(OTHER, 'leg.ended', 43, 'leg_4');
    of(CALL, 'leg.ended', 50, 'leg_3');
    of(CALL, 'leg.ended', 51, 'leg_1');
    expect(media().slice(1)).toEqual([
      [true, 41, 43, undefined],
      [true, 30, 50, 1],
      [true, 11, 51, undefined],
    ]);
  });
});
