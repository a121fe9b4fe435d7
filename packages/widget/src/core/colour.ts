// The site's colour, dark enough for white text: WCAG 2.2, contrast of 4.5 to 1 (success criterion 1.4.3).

const ENOUGH = 4.5;
const STEP = 0.95;

const parts = (colour: string): [number, number, number] => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};

/** Relative luminance, 0 to 1. */
function luminance(colour: string): number {
  const [red, green, blue] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of white on it, 1 to 21. */
export const whiteContrast = (colour: string): number => 1.05 / (luminance(colour) + 0.05);

/** `#rrggbb` -> itself, or as much darker as white text on it needs; anything else -> null. */
export function underWhite(colour: string): string | null {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return null;
  let dark = colour;
  while (whiteContrast(dark) < ENOUGH) {
    dark = `#${parts(dark)
      .map((part) =>
        Math.floor(part * STEP)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  }
  return dark;
}
