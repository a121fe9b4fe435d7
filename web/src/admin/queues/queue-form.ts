// A queue as its form holds it, and what is sent of it. Pure.
import { USUAL_CALLBACKS, type CallbackRules } from '@tandem/contract/api/queue-callbacks.ts';
import type { Queue } from '@tandem/contract/api/queues.ts';

/** Numbers may be empty while they are typed. */
export type QueueValues = Omit<
  Queue,
  'id' | 'wrapUpMs' | 'wrapUpMoreMs' | 'offerTimeoutMs' | 'priority' | 'serviceLevel' | 'lastAgentMs' | 'restMs' | 'callbacks'
> & {
  wrapUpMs: number | null;
  wrapUpMoreMs: number | null;
  offerTimeoutMs: number | null;
  priority: number | null;
  lastAgentMs: number | null;
  restMs: number | null;
  serviceLevel: { thresholdMs: number | null; target: number | null };
  callbacks: Omit<CallbackRules, 'attempts' | 'ringMs' | 'holdMs'> & {
    attempts: number | null;
    ringMs: number | null;
    holdMs: number | null;
  };
};

const SECOND = 1_000;

/** As the server would make it where nothing is told. */
export const NEW_QUEUE: QueueValues = {
  key: '',
  name: {},
  members: [],
  weights: [],
  skills: [],
  serviceLevel: { thresholdMs: 20 * SECOND, target: 0.8 },
  offerTimeoutMs: 20 * SECOND,
  wrapUpMs: 30 * SECOND,
  wrapUpMoreMs: 0,
  maxWaitMs: 600 * SECOND,
  maxWaiting: null,
  priority: 0,
  overflow: [],
  order: 'longest-idle',
  requires: null,
  prefers: [],
  rings: [],
  lastAgentMs: 0,
  restMs: 0,
  spill: null,
  record: true,
  announceRecording: false,
  music: null,
  autoAnswer: false,
  callbacks: USUAL_CALLBACKS,
  full: [],
};

export function valuesOf(queue: Queue): QueueValues {
  const { id: _, ...values } = queue;
  return values;
}
