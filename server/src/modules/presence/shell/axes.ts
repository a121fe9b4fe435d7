// What an agent declared, as the API shows it.
import type { AgentPresence } from '@tandem/contract/api/agents.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Declared } from '../core/presence.ts';

/** `showsWhy`: to himself and to those who may do the same. */
export function axes({ agent: _, forced, ...declared }: Declared, since: EpochMs | null, showsWhy: boolean): AgentPresence {
  return { ...declared, since, forced: showsWhy ? (forced ?? null) : null };
}
