// The connections of the call, one a party: when each rang, was answered and ended, and why.
import type { ContactDetail } from '../../api/interactions.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOfDay } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { LegQuality } from './LegQuality.tsx';
import styles from './LegTable.module.css';

export function LegTable({ detail }: { detail: ContactDetail }): ReactNode {
  const { t, i18n } = useTranslation();
  const time = (at: number | null) => (at === null ? '–' : timeOfDay(at, i18n.language));
  if (detail.legs.length === 0) return null;
  return (
    <Panel title={t('contact.legs')} flush>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('contact.legs')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('legs.party')}</th>
              <th scope="col">{t('legs.started')}</th>
              <th scope="col">{t('legs.answered')}</th>
              <th scope="col">{t('legs.ended')}</th>
              <th scope="col">{t('legs.cause')}</th>
              <th scope="col">{t('legs.quality')}</th>
            </tr>
          </thead>
          <tbody>
            {detail.legs.map((leg) => (
              <tr key={leg.id}>
                <th scope="row">{t(`legs.of.${leg.party}`)}</th>
                <td>{time(leg.startedAt)}</td>
                <td>{time(leg.answeredAt)}</td>
                <td>{time(leg.endedAt)}</td>
                <td title={leg.sipStatus === null ? undefined : t('legs.sip', { status: leg.sipStatus })}>
                  {leg.cause ? t(`cause.${leg.cause}`) : '–'}
                </td>
                <td>
                  <LegQuality quality={leg.quality} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
