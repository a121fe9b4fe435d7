// Text or number to a sign, a whole part and the digits behind the point, or nothing where it is no number that can be read aloud.

export type ReadNumber = { negative: boolean; whole: number; fraction: string };

/** The largest whole part that is read as a number. */
export const LARGEST = 1_000_000_000_000;
const MOST_FRACTION = 9;

/** Accepts `1234`, `-12.50`, `1,234,567.8`. An exponent, another separator or more than 10^12 cannot be read. */
export function readNumber(value: number | string): ReadNumber | null {
  const text = typeof value === 'number' ? String(value) : value.trim();
  const found = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(text);
  if (!found) return null;
  const digits = found[2]!.replaceAll(',', '').replace(/^0+(?=\d)/, '');
  if (digits.length > String(LARGEST).length) return null;
  const whole = Number(digits);
  const fraction = found[3] ?? '';
  if (whole > LARGEST || fraction.length > MOST_FRACTION) return null;
  if (whole === LARGEST && /[1-9]/.test(fraction)) return null;
  return { negative: found[1] === '-' && (whole !== 0 || /[1-9]/.test(fraction)), whole, fraction };
}

/** Below a hundred there is one prompt for each number. */
export function belowHundred(value: number): string {
  return value < 10 ? `digits/${value}` : `numbers/${value}`;
}
