// Figures of matching in words: a difference with its interval, a share, a spread.
import type { MatchingMeasured, MatchingState } from '../../api/matching.ts';
import type { IconName } from '../../ui/icons.tsx';
import type { Tone } from '../../ui/StateBadge.tsx';

export const BADGES: Readonly<Record<MatchingState, { tone: Tone; icon: IconName }>> = {
  off: { tone: 'quiet', icon: 'circle' },
  learning: { tone: 'hold', icon: 'hourglass' },
  matching: { tone: 'live', icon: 'check' },
  'fallen-back': { tone: 'danger', icon: 'alert' },
};

/** 0.2345 -> `23.5 %` as the language writes it. */
export function share(value: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/** Negative ends are written with a sign, so that an interval across zero is seen as one. */
export function interval({ value, halfWidth }: MatchingMeasured, language: string): { low: string; high: string } {
  const signed = new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  return { low: signed.format(value - halfWidth), high: signed.format(value + halfWidth) };
}
