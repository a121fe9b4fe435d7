// Figures of a played day as people read them, and what may be said of a difference. Pure.
import type { TFunction } from 'i18next';
import type { WhatIfFigure } from '../../api/what-if.ts';
import { numberFormat } from '../../ui/format.ts';

type Name = WhatIfFigure['figure'];
type Estimate = WhatIfFigure['before'];

const SHARES: readonly Name[] = ['serviceLevel', 'abandonment', 'occupancy'];
/** More of it is better (1), worse (-1), or neither. */
const GOOD: Readonly<Record<Name, -1 | 0 | 1>> = { serviceLevel: 1, meanWaitS: -1, abandonment: -1, occupancy: 0, agentHours: 0, cost: -1 };
const DIGITS: Readonly<Record<Name, number>> = { serviceLevel: 1, meanWaitS: 1, abandonment: 1, occupancy: 1, agentHours: 1, cost: 2 };

function number(name: Name, value: number, language: string, signed = false): string {
  const digits = DIGITS[name];
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return numberFormat(language, signed ? { ...options, signDisplay: 'exceptZero' } : options).format(
    SHARES.includes(name) ? value * 100 : value,
  );
}

/** `81.2 %`, `12.5 s`: a difference of shares is told in percentage points. */
export function valueText(name: Name, value: number, t: TFunction, language: string): string {
  return t(`what-if.unit.${name}`, { value: number(name, value, language) });
}

export function rangeText(name: Name, { mean, plusMinus }: Estimate, t: TFunction, language: string): string {
  return valueText(name, mean, t, language) + (plusMinus === 0 ? '' : ` ± ${number(name, plusMinus, language)}`);
}

export type Verdict = 'better' | 'worse' | 'more' | 'less' | 'none';

/** None where the interval of the difference covers zero: it cannot be told from chance. */
export function verdictOf({ figure, difference: { mean, plusMinus } }: WhatIfFigure): Verdict {
  if (Math.abs(mean) <= plusMinus) return 'none';
  const good = GOOD[figure] * Math.sign(mean);
  return good > 0 ? 'better' : good < 0 ? 'worse' : mean > 0 ? 'more' : 'less';
}

export function differenceText({ figure, difference }: WhatIfFigure, t: TFunction, language: string): string {
  const { mean, plusMinus } = difference;
  const unit = SHARES.includes(figure) ? 'points' : figure;
  return `${t(`what-if.unit.${unit}`, { value: number(figure, mean, language, true) })} ± ${number(figure, plusMinus, language)}`;
}

/** So far played and recorded may lie apart: shares in points, the wait as a part of it and in seconds. */
const APART = { points: 0.05, part: 0.25, seconds: 5 };

/** The day as it was, played, is not like the day that was: differences tell more than the figures themselves. */
export function isUnlike(figures: readonly WhatIfFigure[]): boolean {
  return figures.some(({ figure, recorded, before: { mean, plusMinus } }) => {
    if (recorded === null) return false;
    const apart = Math.max(0, Math.abs(recorded - mean) - plusMinus);
    return figure === 'meanWaitS' ? apart > Math.max(APART.seconds, APART.part * recorded) : apart > APART.points;
  });
}
