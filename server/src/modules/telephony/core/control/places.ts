// The numbers at which customers are parked: 7001 to 7099, each tenant its own; dialled from a desk phone to fetch, never from outside.
import type { Address } from '@tandem/contract/address.ts';
import type { CallState } from './state.ts';

export const FIRST_PLACE = 7001;
export const LAST_PLACE = 7099;

export function isPlace(text: string): boolean {
  return /^70[0-9]{2}$/.test(text) && Number(text) >= FIRST_PLACE && Number(text) <= LAST_PLACE;
}

/** The place that an address names; null where it names none. */
export function placeOf(address: Address): string | null {
  const text = address.kind === 'extension' ? address.extension : address.kind === 'unknown' ? address.text : '';
  return isPlace(text) ? text : null;
}

/** The lowest free place among these calls of one tenant; null where all are taken. */
export function freePlace(calls: readonly CallState[]): string | null {
  const taken = new Set(calls.map((call) => call.parked?.place));
  for (let place = FIRST_PLACE; place <= LAST_PLACE; place++) if (!taken.has(String(place))) return String(place);
  return null;
}
