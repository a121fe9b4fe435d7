// Re-INVITEs that meet (glare), as a pure rule (RFC 3261, sections 14.1 and 14.2).
import type { Dialog } from './types.ts';

/**
 * What to answer to a re-INVITE: 491 while our own INVITE is open, 500 with Retry-After 0-10 s while theirs is unanswered,
 * null where it may be handled. `chance` in [0, 1).
 */
export function reinviteRefusal(
  open: { ours: boolean; theirs: boolean },
  chance: number,
): { status: 491 | 500; retryAfter: number | null } | null {
  if (open.theirs) return { status: 500, retryAfter: Math.floor(chance * 11) };
  return open.ours ? { status: 491, retryAfter: null } : null;
}

/** How long to wait before an INVITE that got 491 is tried again: the owner of the Call-ID (the first caller) waits longer. `chance` in [0, 1). */
export function glareDelay(dialog: Dialog, chance: number): number {
  return dialog.role === 'uac' ? 2_100 + Math.floor(chance * 191) * 10 : Math.floor(chance * 201) * 10;
}
