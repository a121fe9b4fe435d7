// Traces as the product sees them: finished spans handed over, or nothing at all where traces are off. No SDK here.
import { createHash } from 'node:crypto';
import type { CallId } from '@tandem/contract/ids.ts';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export type SpanPlace = { /** 32 hex digits. */ trace: string; /** 16 hex digits. */ span: string };

/** A stretch of time that is over. Attributes hold ids, names and causes, never an address, a name or a text of a person. */
export type Span = SpanPlace & {
  parent: string | null;
  name: string;
  kind: 'internal' | 'server' | 'client';
  /** Epoch ms. */
  startAt: number;
  endAt: number;
  attributes: Attributes;
  /** Why it did not end well. */
  failed?: string;
  links?: readonly SpanPlace[];
};

export type Tracer = {
  /** False: nothing is recorded, so that callers need not gather anything. */
  readonly on: boolean;
  /** Whether spans of this trace are wanted: the same answer in every process. */
  wants(trace: string): boolean;
  readonly record: (span: Span) => void;
  /** Sends what waits. */
  stop(): Promise<void>;
};

export const NO_TRACER: Tracer = { on: false, wants: () => false, record: () => undefined, stop: () => Promise.resolve() };

/** The call's own id without its prefix and dashes: whoever has the one has the other, in every process and without a header. */
export function traceOfCall(call: CallId): string {
  return call.slice('cal_'.length).replaceAll('-', '');
}

/** The same in every process for the same part of a call, so that a child can name its parent before anybody recorded it. */
export function spanId(trace: string, name: string, key = ''): string {
  return createHash('sha256').update(`${trace}/${name}/${key}`).digest('hex').slice(0, 16);
}

export const rootOf = (call: CallId): SpanPlace => ({ trace: traceOfCall(call), span: spanId(traceOfCall(call), 'call') });

/** By the random end of the id, as OpenTelemetry's own ratio sampler. */
export function sampled(trace: string, ratio: number): boolean {
  return parseInt(trace.slice(-8), 16) < ratio * 2 ** 32;
}

export type TracesConfig = { url: string; ratio: number };
