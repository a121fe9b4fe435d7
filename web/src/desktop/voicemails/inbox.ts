// What the address of the message page says: which messages, and the one that is open.
import type { VoicemailState } from '@tandem/contract/api/voicemails.ts';

export type Inbox = { state?: VoicemailState; open?: string };
export const STATES = ['new', 'taken', 'done'] as const satisfies readonly VoicemailState[];

/** Anything else in an address counts as not said. */
export function readInbox(search: Record<string, unknown>): Inbox {
  const state = STATES.find((each) => each === search.state);
  const open = typeof search.open === 'string' && /^vml_[0-9a-f-]{36}$/.test(search.open) ? search.open : undefined;
  return { ...(state === undefined ? {} : { state }), ...(open === undefined ? {} : { open }) };
}
