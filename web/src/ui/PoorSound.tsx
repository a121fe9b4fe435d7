// Says that a talk sounds badly, and has for a while; nothing where it does not.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from './StateBadge.tsx';

/** `of`: who is in the talk. */
export function PoorSound({ of = [] }: { of?: readonly { poor: boolean }[] | undefined }): ReactNode {
  const { t } = useTranslation();
  if (!of.some(({ poor }) => poor)) return null;
  return (
    <span role="status" title={t('phone-more.poor-text')}>
      <StateBadge tone="danger" icon="alert" label={t('phone-more.poor')} />
    </span>
  );
}
