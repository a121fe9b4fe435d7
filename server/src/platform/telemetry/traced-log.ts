// The event log, watched: what is committed becomes spans of its call, and the append itself is one.
import { randomBytes } from 'node:crypto';
import { afterCommit } from '../db/after-commit.ts';
import type { EventLog } from '../eventlog/types.ts';
import type { CallSpans } from './call-spans.ts';
import { rootOf, type Tracer } from './tracing.ts';

export function tracedLog(log: EventLog, tracer: Tracer, spans: CallSpans, now: () => number): EventLog {
  if (!tracer.on) return log;
  let appends = 0;
  return {
    ...log,
    async append(tx, events, fence) {
      const startAt = now();
      await log.append(tx, events, fence);
      // Nothing that a rollback takes away is traced.
      afterCommit(tx, `trace ${++appends}`, () => {
        const endAt = now();
        for (const event of events) spans.logged(event.stream, { ...event, at: event.at ?? startAt });
        for (const stream of new Set(events.map((event) => event.stream))) {
          const call = spans.callOf(stream);
          if (call === null) continue;
          const { trace, span: parent } = rootOf(call);
          const types = events.filter((event) => event.stream === stream).map((event) => event.type);
          const span = randomBytes(8).toString('hex');
          tracer.record({
            trace,
            span,
            parent,
            name: 'log append',
            kind: 'internal',
            startAt,
            endAt,
            attributes: { 'tandem.events': types.join(' ') },
          });
        }
      });
    },
  };
}
