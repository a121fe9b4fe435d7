// The plainest queue there is, for simulations that look at one thing: no wrap-up, no limit, no skills, everybody a member.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { QueueConfig } from '../types.ts';

export function oneQueue(id: QueueId, members: readonly AgentId[]): QueueConfig {
  return { id, name: { en: id }, wrapUpMs: 0, offerTimeoutMs: 20_000, maxWaitMs: null, priority: 0, skills: [], members };
}
