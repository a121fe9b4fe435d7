// What a queue has where its maker left something out.
import type { NewQueue, Queue, QueuePatch } from '@tandem/contract/api/queues.ts';
import { USUAL_CALLBACKS } from '@tandem/contract/api/queue-callbacks.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { AgentOrder } from '@tandem/contract/routing.ts';
import { MINUTE, SECOND } from '../../../kernel/time.ts';

export function queueOf(id: QueueId, wanted: NewQueue): Queue {
  return whole({
    id,
    key: wanted.key,
    name: wanted.name,
    wrapUpMs: wanted.wrapUpMs ?? 30 * SECOND,
    wrapUpMoreMs: wanted.wrapUpMoreMs ?? 0,
    offerTimeoutMs: wanted.offerTimeoutMs ?? 20 * SECOND,
    maxWaitMs: wanted.maxWaitMs === undefined ? 10 * MINUTE : wanted.maxWaitMs,
    priority: wanted.priority ?? 0,
    serviceLevel: wanted.serviceLevel ?? { thresholdMs: 20 * SECOND, target: 0.8 },
    members: wanted.members ?? [],
    skills: wanted.skills ?? [],
    overflow: wanted.overflow ?? [],
    ...askingOf(wanted),
    maxWaiting: wanted.maxWaiting ?? null,
    record: wanted.record ?? true,
    announceRecording: wanted.announceRecording ?? false,
    music: wanted.music ?? null,
    autoAnswer: wanted.autoAnswer ?? false,
    callbacks: wanted.callbacks ?? USUAL_CALLBACKS,
    full: wanted.full ?? [],
  });
}

/** Each member once, and weights of members alone: one of 1 says nothing. */
function whole(queue: Queue): Queue {
  const members = new Set(queue.members);
  const weights = new Map(
    queue.weights.filter(({ agent, weight }) => weight !== 1 && members.has(agent)).map((each) => [each.agent, each.weight]),
  );
  return { ...queue, members: [...members], weights: [...weights].map(([agent, weight]) => ({ agent, weight })) };
}

export type Asking = Pick<Queue, 'order' | 'weights' | 'requires' | 'prefers' | 'rings' | 'lastAgentMs' | 'restMs' | 'spill'>;

const USUAL_ORDER: AgentOrder = 'longest-idle';

export function askingOf(wanted: { [F in keyof Asking]?: Asking[F] | undefined }): Asking {
  const {
    order = USUAL_ORDER,
    weights = [],
    requires = null,
    prefers = [],
    rings = [],
    lastAgentMs = 0,
    restMs = 0,
    spill = null,
  } = wanted;
  return { order, weights, requires, prefers, rings, lastAgentMs, restMs, spill };
}

export function patchQueue(queue: Queue, patch: QueuePatch): Queue {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<Queue>;
  const next: Queue = { ...queue, ...given };
  return whole(next);
}
