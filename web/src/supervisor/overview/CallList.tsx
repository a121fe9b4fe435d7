// Contacts that are up now, the longest first: who, where he is, with whom, for how long.
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contactLook } from '../../ui/contact-state.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { addressText } from '../../ui/format.ts';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './CallList.module.css';
import page from './OverviewPage.module.css';

/** `more`: there are contacts beyond these. */
export function CallList({ calls, more, now }: { calls: readonly InteractionSummary[]; more: boolean; now: number }): ReactNode {
  const { t } = useTranslation();
  if (calls.length === 0) return <p className={page.none}>{t('overview.no-calls')}</p>;
  return (
    <>
      <ul>
        {calls
          .toSorted((a, b) => a.startedAt - b.startedAt)
          .map((call) => {
            const look = contactLook(call);
            return (
              <li key={call.id} className={styles.call}>
                <span className={styles.who}>
                  <Link to="/interactions/$id" params={{ id: call.id }}>
                    {call.customer.known ? call.customer.name : addressText(call.remote)}
                  </Link>
                  {call.customer.level ? <LevelTag level={call.customer.level} /> : null}
                </span>
                <span className={styles.where}>{[call.queue?.name, call.agent?.name].filter(Boolean).join(' · ')}</span>
                <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
                <span className={styles.time}>
                  <Elapsed from={call.startedAt} to={null} now={now} />
                </span>
              </li>
            );
          })}
      </ul>
      {more ? (
        <p className={styles.more}>
          <Link to="/">{t('overview.more-calls')}</Link>
        </p>
      ) : null}
    </>
  );
}
