// What a customer is shown of his story: where it stands, who has it, and when a silent chat is over.
import type { ChatState } from '@tandem/contract/chat.ts';
import type { MessageKind } from '@tandem/contract/api/messages.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

export type Ender = 'customer' | 'agent' | 'system';

/** Of the work in the line, as routing knows it; null where it knows none. */
export type Standing = {
  /** Who has it now; null while it waits. */
  agent: string | null;
  position: number | null;
  promiseMs: DurationMs | null;
};

/** `open`: a contact of it is. `readUpTo`: the line up to which an agent read. */
export function stateOf(story: { open: boolean; lines: number; readUpTo: number }, standing: Standing | null): ChatState {
  const { open, lines, readUpTo } = story;
  if (!open) return { stage: lines === 0 ? 'none' : 'ended', agent: null, position: null, waitSeconds: null, readUpTo };
  const { agent = null, position = null, promiseMs = null } = standing ?? {};
  if (agent !== null) return { stage: 'agent', agent: calledBy(agent), position: null, waitSeconds: null, readUpTo };
  return { stage: 'waiting', agent: null, position, waitSeconds: promiseMs === null ? null : Math.ceil(promiseMs / 1_000), readUpTo };
}

/** What customers call an agent by: his first name. Names without a space (张伟) stay whole. */
export function calledBy(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}

/** The customer had the last word of an agent for so long without an answer: it is over. Who waits for us is never sent away. */
export function fellSilent(chat: { lastAt: EpochMs; lastKind: MessageKind | null; closeAfterMinutes: number }, now: EpochMs): boolean {
  return chat.lastKind !== 'in' && chat.lastKind !== null && now - chat.lastAt >= chat.closeAfterMinutes * 60_000;
}
