// Whole numbers in English, as prompt names: groups of three digits, hundreds without "and" (one hundred twenty-three).
import { belowHundred } from './whole-number.ts';

const GROUPS = [
  { size: 1_000_000_000_000, name: 'numbers/trillion' },
  { size: 1_000_000_000, name: 'numbers/billion' },
  { size: 1_000_000, name: 'numbers/million' },
  { size: 1_000, name: 'numbers/thousand' },
] as const;

/** 0 to 10^12. */
export function englishNumber(value: number): string[] {
  if (value === 0) return ['digits/0'];
  const names: string[] = [];
  let left = value;
  for (const { size, name } of GROUPS) {
    const count = Math.floor(left / size);
    if (count > 0) names.push(...belowThousand(count), name);
    left %= size;
  }
  return [...names, ...belowThousand(left)];
}

function belowThousand(value: number): string[] {
  const hundreds = Math.floor(value / 100);
  const rest = value % 100;
  return [...(hundreds > 0 ? [`numbers/${hundreds * 100}`] : []), ...(rest > 0 ? [belowHundred(rest)] : [])];
}
