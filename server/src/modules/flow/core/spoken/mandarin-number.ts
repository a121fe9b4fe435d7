// Whole numbers in Mandarin, as prompt names: groups of four digits (万, 亿), 零 where a place is skipped, 两 where something is counted.
import { belowHundred } from './whole-number.ts';

const WAN = 10_000;
const YI = 100_000_000;

/** 0 to 10^12. */
export function mandarinNumber(value: number): string[] {
  return grouped(value, true);
}

/** Before a measure word: 两分钟, 两元; from three on as it is read alone. */
export function mandarinCount(value: number): string[] {
  return value === 2 ? ['numbers/liang'] : mandarinNumber(value);
}

function grouped(value: number, front: boolean): string[] {
  if (value >= YI) return [...counted(Math.floor(value / YI), front), 'numbers/yi', ...tail(value % YI, YI / 10)];
  if (value >= WAN) return [...counted(Math.floor(value / WAN), front), 'numbers/wan', ...tail(value % WAN, WAN / 10)];
  return group(value, front);
}

function counted(value: number, front: boolean): string[] {
  return value === 2 ? ['numbers/liang'] : grouped(value, front);
}

/** What follows 万 or 亿: 零 before it where its highest place is empty (一万零一百, 一亿零一). */
function tail(value: number, highest: number): string[] {
  if (value === 0) return [];
  return [...(value < highest ? ['digits/0'] : []), ...grouped(value, false)];
}

/** Below ten thousand. 十二 at the front of a number, 一十二 inside of one. */
function group(value: number, front: boolean): string[] {
  const thousands = Math.floor(value / 1_000);
  const hundreds = Math.floor(value / 100) % 10;
  const rest = value % 100;
  const names: string[] = [];
  if (thousands > 0) names.push(`numbers/${thousands * 1_000}`);
  if (thousands > 0 && hundreds === 0 && rest > 0) names.push('digits/0');
  if (hundreds > 0) names.push(`numbers/${hundreds * 100}`);
  if (hundreds > 0 && rest > 0 && rest < 10) names.push('digits/0');
  const inside = !front || thousands > 0 || hundreds > 0;
  if (rest >= 10 && rest < 20 && inside) names.push(`numbers/inside/${rest}`);
  else if (rest > 0 || value === 0) names.push(belowHundred(rest));
  return names;
}
