// Whether a flow was published, and whether its draft has moved on since.
import type { FlowSummary } from '@tandem/contract/api/flows.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../ui/StateBadge.tsx';

export function FlowState({ flow }: { flow: Pick<FlowSummary, 'publishedVersion' | 'publishedAt' | 'draftUpdatedAt'> }): ReactNode {
  const { t } = useTranslation();
  if (flow.publishedVersion === null) return <StateBadge tone="quiet" icon="pen" label={t('flows.draft')} />;
  const version = t('flows.version', { count: flow.publishedVersion });
  if (flow.draftUpdatedAt > (flow.publishedAt ?? 0)) return <StateBadge tone="hold" icon="pen" label={t('flows.changed', { version })} />;
  return <StateBadge tone="live" icon="check" label={version} />;
}
