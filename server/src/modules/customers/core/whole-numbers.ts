// What a typed text may mean as a whole telephone number: the addresses under which its owner would be kept.

/** Fewer digits are a part of a number, or an extension. */
const LEAST_DIGITS = 7;
/** Calling codes tried before a number typed without one (ITU-T E.164 list of assigned codes): where our tenants' customers mostly live. */
const CALLING_CODES = ['86', '852', '853', '886', '1', '44', '49', '33', '81', '82', '65', '61', '91'];

/** Canonical addresses; none where the text is no number. */
export function wholeNumbers(text: string): string[] {
  if (!/^\+?[0-9][0-9 ().-]*$/.test(text.trim())) return [];
  const digits = text.replace(/[^0-9]/g, '');
  if (digits.length < LEAST_DIGITS || digits.length > 15) return [];
  if (text.trim().startsWith('+')) return [`+${digits}`];
  // A trunk prefix is not part of the number abroad.
  const national = digits.replace(/^0/, '');
  return [digits, `+${digits}`, ...CALLING_CODES.map((code) => `+${code}${national}`)];
}
