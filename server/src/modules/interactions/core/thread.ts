// When a contact goes on with its customer's conversation and when it begins a new one.
import type { ConversationId, InteractionId } from '@tandem/contract/ids.ts';
import { DAY, type EpochMs } from '../../../kernel/time.ts';

export const DEFAULT_DAYS = 30;

/** `lastAt`: beginning or end of the last contact. A contact told late may be older than it. */
export function goesOn(lastAt: EpochMs, at: EpochMs, days: number): boolean {
  return at - lastAt <= days * DAY;
}

/** Named after its first contact: whoever works the threads out again comes to the same names. */
export function conversationOf(first: InteractionId): ConversationId {
  return `cnv_${first.slice('int_'.length)}`;
}
