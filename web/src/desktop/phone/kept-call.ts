// The call that is up, as a page that is loaded anew finds it: which dialog to take the place of. Kept for all tabs of the user.
import { readKept, writeKept } from './kept-words.ts';
import type { PhoneCall } from './phone-state.ts';
import type { DialogName } from './sip-line.ts';

export type KeptCall = { dialog: DialogName; call: PhoneCall; at: number };

/** The server waits so long for a phone that is gone in a call (its leg-probe's RETURN_MS). */
const WAITED_FOR_MS = 30_000;

/** Where it cannot be kept a reload ends the call. */
export const keepCall = (name: string, kept: KeptCall | null): void => writeKept(name, kept && JSON.stringify(kept));

/** Null where there is none, or it is too old to be waited for. */
export function keptCall(name: string, now: number): KeptCall | null {
  try {
    const kept = JSON.parse(readKept(name) ?? 'null') as KeptCall | null;
    return kept !== null && typeof kept.dialog?.callId === 'string' && now - kept.at < WAITED_FOR_MS ? kept : null;
  } catch {
    // Written by something else.
    return null;
  }
}
