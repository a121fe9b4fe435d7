// Recovery codes: 16 characters of Crockford's base 32 in four groups, typed from paper with or without dashes, with o for 0 and l for 1.

export const RECOVERY_CODES = 10;
/** 80 bits: beyond guessing, so that a plain hash keeps them. */
export const RECOVERY_BYTES = 10;
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** `abcd-efgh-jkmn-pqrs` of ten random bytes. */
export function recoveryCode(bytes: Uint8Array): string {
  let bits = 0;
  let left = 0;
  let text = '';
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    for (left += 8; left >= 5; left -= 5) text += LETTERS[(bits >>> (left - 5)) & 31];
    bits &= (1 << left) - 1;
  }
  return (text.match(/.{1,4}/g) ?? []).join('-');
}

/** What was typed, in one form; null where it is no recovery code. */
export function readRecoveryCode(typed: string): string | null {
  const text = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return /^[0-9a-hjkmnp-tv-z]{16}$/.test(text) ? text : null;
}

/** Six digits, as authenticators show them with or without a gap; null where it is no such code. */
export function readTimeCode(typed: string): string | null {
  const text = typed.replace(/\s/g, '');
  return /^\d{6}$/.test(text) ? text : null;
}
