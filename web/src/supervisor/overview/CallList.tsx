// Contacts that are up now, the longest first: who, where he is, with whom, for how long; and the supervisor's way into a call.
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import { Link } from '@tanstack/react-router';
import { memo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '../../api/calls.ts';
import { useUser } from '../../api/session.ts';
import { contactLook } from '../../ui/contact-state.ts';
import { addressText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { PoorSound } from '../../ui/PoorSound.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './CallList.module.css';
import page from './OverviewPage.module.css';
import { Running } from './Running.tsx';
import { StepInCall } from './StepInCall.tsx';

type CallListProps = {
  calls: readonly InteractionSummary[];
  /** Those the user may step into, by contact; null where he may none. */
  live: ReadonlyMap<string, LiveCall> | null;
  /** There are contacts beyond these. */
  more: boolean;
};

export function CallList({ calls, live, more }: CallListProps): ReactNode {
  const { t } = useTranslation();
  if (calls.length === 0) return <p className={page.none}>{t('overview.no-calls')}</p>;
  return (
    <>
      <ul>
        {calls
          .toSorted((a, b) => a.startedAt - b.startedAt)
          .map((call) => (
            <CallRow key={call.id} call={call} live={live?.get(call.id) ?? null} />
          ))}
      </ul>
      {more ? (
        <p className={styles.more}>
          <Link to="/">{t('overview.more-calls')}</Link>
        </p>
      ) : null}
    </>
  );
}

const CallRow = memo(function CallRow({ call, live }: { call: InteractionSummary; live: LiveCall | null }): ReactNode {
  const { t } = useTranslation();
  const { agent } = useUser();
  const [open, setOpen] = useState(false);
  const look = contactLook(call);
  const name = call.customer.known ? call.customer.name : addressText(call.remote);
  const talks = live !== null && live.answered && (live.stage === 'agent' || live.stage === 'other') && live.agent !== agent;
  const own = live?.monitor?.agent === agent && agent !== null;
  // Where he is with a call, what he can do there stays in sight.
  const shown = talks && (open || own);
  return (
    <li className={styles.item}>
      <div className={styles.call}>
        <span className={styles.who}>
          <Link to="/interactions/$id" params={{ id: call.id }}>
            {name}
          </Link>
          {call.customer.level ? <LevelTag level={call.customer.level} /> : null}
        </span>
        <span className={styles.where}>{[call.queue?.name, call.agent?.name].filter(Boolean).join(' · ')}</span>
        <span className={styles.state}>
          <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
          <PoorSound of={live?.parties} />
        </span>
        <span className={styles.time}>
          <Running from={call.startedAt} />
        </span>
        {talks ? (
          <button
            type="button"
            className={page.tool}
            aria-expanded={shown}
            aria-label={t('monitor.of', { name })}
            title={t('monitor.title')}
            data-on={own}
            disabled={own}
            onClick={() => setOpen(!open)}
          >
            <Icon name="headset" size={18} />
          </button>
        ) : (
          <span />
        )}
      </div>
      {shown ? (
        <div className={styles.step}>
          <StepInCall call={live} name={name} />
        </div>
      ) : null}
    </li>
  );
});
