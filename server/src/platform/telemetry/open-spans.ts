// Spans of one call that have begun and not ended, closed by name and key, or all together when the call is over.
import { spanId, type Attributes, type Span, type SpanPlace } from './tracing.ts';

export type Begun = {
  name: string;
  /** What it is about; parts stand between commas. */
  key?: string;
  parent: string;
  at: number;
  kind?: Span['kind'];
  attributes: Attributes;
  links?: readonly SpanPlace[];
};

export type OpenSpans = {
  begin(span: Begun): void;
  /** Nothing where it is not open. `more` joins its attributes. */
  end(name: string, key: string, at: number, more?: Attributes, failed?: string): void;
  /** Every open one of that name in whose key `part` stands. */
  endAbout(name: string, part: string, at: number, more?: Attributes): void;
  /** Every open one of that name, or every one. */
  endAll(at: number, name?: string, more?: Attributes): void;
  has(name: string, key: string): boolean;
  /** Of the one that began last of this name and is open. */
  last(name: string): string | null;
};

export function openSpans(trace: string, record: (span: Span) => void): OpenSpans {
  const open = new Map<string, Span & { key: string }>();
  const spans: OpenSpans = {
    begin({ name, key = '', at, kind = 'internal', ...rest }) {
      const span = spanId(trace, name, key);
      // Told twice (a journal that is told again): it began the first time.
      if (!open.has(span)) open.set(span, { trace, span, name, key, kind, startAt: at, endAt: at, ...rest });
    },
    end(name, key, at, more = {}, failed) {
      const id = spanId(trace, name, key);
      const found = open.get(id);
      if (!found) return;
      open.delete(id);
      const { key: _, ...span } = found;
      record({ ...span, endAt: at, attributes: { ...span.attributes, ...more }, ...(failed === undefined ? {} : { failed }) });
    },
    endAbout(name, part, at, more) {
      for (const span of open.values()) if (span.name === name && span.key.split(',').includes(part)) spans.end(name, span.key, at, more);
    },
    endAll(at, name, more) {
      for (const span of open.values()) if (name === undefined || span.name === name) spans.end(span.name, span.key, at, more);
    },
    has: (name, key) => open.has(spanId(trace, name, key)),
    last: (name) => [...open.values()].findLast((span) => span.name === name)?.span ?? null,
  };
  return spans;
}
