// What a queue has where its maker left something out.
import type { NewQueue, Queue, QueuePatch } from '@tandem/contract/api/queues.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { AgentOrder } from '@tandem/contract/routing.ts';
import { MINUTE, SECOND } from '../../../kernel/time.ts';

export function queueOf(id: QueueId, wanted: NewQueue): Queue {
  return {
    id,
    key: wanted.key,
    name: wanted.name,
    wrapUpMs: wanted.wrapUpMs ?? 30 * SECOND,
    wrapUpMoreMs: wanted.wrapUpMoreMs ?? 0,
    offerTimeoutMs: wanted.offerTimeoutMs ?? 20 * SECOND,
    maxWaitMs: wanted.maxWaitMs === undefined ? 10 * MINUTE : wanted.maxWaitMs,
    priority: wanted.priority ?? 0,
    serviceLevel: wanted.serviceLevel ?? { thresholdMs: 20 * SECOND, target: 0.8 },
    members: [...new Set(wanted.members ?? [])],
    skills: wanted.skills ?? [],
    overflow: wanted.overflow ?? [],
    ...askingOf(wanted),
    maxWaiting: wanted.maxWaiting ?? null,
    record: wanted.record ?? true,
    announceRecording: wanted.announceRecording ?? false,
    music: wanted.music ?? null,
    autoAnswer: wanted.autoAnswer ?? false,
  };
}

export type Asking = Pick<Queue, 'order' | 'requires' | 'prefers' | 'rings' | 'lastAgentMs' | 'restMs'>;

const USUAL_ORDER: AgentOrder = 'longest-idle';

export function askingOf(wanted: { [F in keyof Asking]?: Asking[F] | undefined }): Asking {
  const { order = USUAL_ORDER, requires = null, prefers = [], rings = [], lastAgentMs = 0, restMs = 0 } = wanted;
  return { order, requires, prefers, rings, lastAgentMs, restMs };
}

export function patchQueue(queue: Queue, patch: QueuePatch): Queue {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<Queue>;
  const next: Queue = { ...queue, ...given };
  return { ...next, members: [...new Set(next.members)] };
}
