// Whether there are traces at all: the one place that loads the SDK, and only where they are configured.
import { NO_TRACER, type Tracer, type TracesConfig } from './tracing.ts';

/** `process` names this one among ours, e.g. `edge`. */
export async function startTracing(config: TracesConfig | null, process: string): Promise<Tracer> {
  if (config === null) return NO_TRACER;
  const { openTelemetry } = await import('./open-telemetry.ts');
  return openTelemetry(config, process);
}
