// What is recorded of a call: who stands in which channel now.
import type { CallState, ControlEffect } from './state.ts';

/** The channels as they are to be now; the customer alone on the left. What is whispered was not said to him: it is in neither. */
export function recordAnew({ recording, agent, consult, customer, monitor }: CallState): ControlEffect[] {
  if (recording === null || agent === null) return [];
  const third = consult?.mode === 'conference' ? [consult.leg] : [];
  const fourth = monitor?.phase === 'up' && monitor.mode === 'barge' ? [monitor.leg] : [];
  return [{ do: 'start-recording', recording, left: [customer.leg], right: [agent.leg, ...third, ...fourth] }];
}
