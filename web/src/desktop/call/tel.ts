// Reads a phone number out of a `tel:` address (RFC 3966), or out of what somebody typed as one. Pure.

/** Visual separators (RFC 3966, section 3), and what people write besides. */
const SEPARATORS = /[\s().\-\u00a0/]/g;
const MOST_DIGITS = 24;

/** As it is dialled, with a leading `+` where it is a whole one; null where it is no number. Parameters (`;ext=`, `;phone-context=`) are left out. */
export function readTel(text: string): string | null {
  // A plus sign that nobody escaped reads as a space in an address.
  const address = text.trim().replace(/^tel:(\/\/)?( (?=\d))?/i, (_, _slashes, plus) => (plus === undefined ? '' : '+'));
  const number = (decoded(address)?.split(';')[0] ?? '').replace(SEPARATORS, '');
  return /^\+?[0-9*#]+$/.test(number) && number.replace('+', '').length <= MOST_DIGITS ? number : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
