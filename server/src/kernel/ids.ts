// Builds typed ids (`int_...`) from a given time and given random bytes: UUIDv7 (RFC 9562, section 5.7) behind a prefix.
import type { EpochMs } from './time.ts';

/** Formats a UUIDv7. `random` gives at least 10 bytes. */
export function uuidv7(at: EpochMs, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = at;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** `makeId('int', now, bytes)` -> `int_0193...`. The prefixes are listed in `@tandem/contract/ids.ts`. */
export function makeId<P extends string>(prefix: P, at: EpochMs, random: Uint8Array): `${P}_${string}` {
  return `${prefix}_${uuidv7(at, random)}`;
}
