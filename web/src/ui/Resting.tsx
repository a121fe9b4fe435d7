// An agent who is given a moment to breathe: how many seconds are left of it; once they are over he is ready, without anything being told.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentLook } from './contact-state.ts';
import { StateBadge } from './StateBadge.tsx';

const SECOND = 1_000;

export function Resting({ until, now }: { until: number; now: number }): ReactNode {
  const { t } = useTranslation();
  const seconds = Math.ceil((until - now) / SECOND);
  const look = agentLook(seconds > 0 ? 'resting' : 'idle');
  return <StateBadge tone={look.tone} icon={look.icon} label={seconds > 0 ? t('agent-state.resting-left', { seconds }) : t(look.key)} />;
}
