// A verdict as colour, icon and word.
import type { Verdict } from '@tandem/contract/api/system.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../ui/StateBadge.tsx';

const LOOKS = {
  ok: { tone: 'live', icon: 'check' },
  warn: { tone: 'ringing', icon: 'alert' },
  bad: { tone: 'danger', icon: 'cross' },
  off: { tone: 'quiet', icon: 'circle' },
} as const;

export function VerdictBadge({ verdict }: { verdict: Verdict }): ReactNode {
  const { t } = useTranslation();
  return <StateBadge {...LOOKS[verdict]} label={t(`system.verdict.${verdict}`)} />;
}
