// How a trunk does at this moment, as the edge sees it.
import type { TrunkView } from '@tandem/contract/api/numbers.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../ui/StateBadge.tsx';

export function TrunkState({ trunk: { state, check } }: { trunk: TrunkView }): ReactNode {
  const { t } = useTranslation();
  if (state === null) return <StateBadge tone="quiet" icon="cloudOff" label={t('trunks.unknown')} />;
  if (!state.healthy) return <StateBadge tone="danger" icon="alert" label={t('trunks.down')} />;
  if (state.registered === false) return <StateBadge tone="danger" icon="alert" label={t('trunks.not-registered')} />;
  if (state.registered) return <StateBadge tone="live" icon="check" label={t('trunks.registered')} />;
  return check ? (
    <StateBadge tone="live" icon="check" label={t('trunks.up')} />
  ) : (
    <StateBadge tone="quiet" icon="circle" label={t('trunks.unchecked')} />
  );
}
