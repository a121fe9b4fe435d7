// The rail: where one can go, how one is seen by the routing, and who one is.
import { Tooltip } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { companyQuery } from '../../api/first-steps.ts';
import { mayDo, mayDoBeyondOwn, useUser } from '../../api/session.ts';
import { alertCountQuery, ALERTS_KEY } from '../../api/room.ts';
import { VOICEMAILS_KEY, voicemailCountsQuery } from '../../api/voicemails.ts';
import { DIAL_LETTER, useDial } from '../../desktop/call/Dial.tsx';
import { useTouched } from '../../live/LiveProvider.tsx';
import { Icon, Mark, type IconName } from '../../ui/icons.tsx';
import { PhoneMenu } from '../../desktop/phone/PhoneMenu.tsx';
import { PresenceMenu } from './PresenceMenu.tsx';
import styles from './Rail.module.css';
import { UserMenu } from './UserMenu.tsx';

type Place = {
  to: '/start' | '/interactions' | '/callbacks' | '/voicemails' | '/overview' | '/alerts' | '/matching' | '/reports' | '/settings';
  icon: IconName;
  label: string;
  count?: number;
};

export function Rail(): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const places: Place[] = [{ to: '/interactions', icon: 'contacts', label: t('shell.contacts') }];
  if (useIsToBeSetUp(mayDo(user, 'users:write'))) places.unshift({ to: '/start', icon: 'check', label: t('shell.start') });
  const waiting = useWaitingMessages(mayDo(user, 'voicemails:read'));
  if (waiting !== null) {
    const label = waiting === 0 ? t('voicemail.title') : t('voicemail.title-waiting', { count: waiting });
    places.push({ to: '/voicemails', icon: 'inbox', label, count: waiting });
  }
  if (mayDo(user, 'callbacks:read') || mayDo(user, 'callbacks:write'))
    places.push({ to: '/callbacks', icon: 'callback', label: t('callbacks.title') });
  if (mayDoBeyondOwn(user, 'kpis:read')) places.push({ to: '/overview', icon: 'overview', label: t('shell.overview') });
  const open = useOpenAlerts(mayDo(user, 'alerts:read'));
  if (open !== null)
    places.push({
      to: '/alerts',
      icon: 'bell',
      label: open === 0 ? t('shell.alerts') : t('shell.alerts-open', { count: open }),
      count: open,
    });
  if (mayDoBeyondOwn(user, 'kpis:read')) places.push({ to: '/reports', icon: 'report', label: t('reports.title') });
  if (mayDo(user, 'matching:read')) places.push({ to: '/matching', icon: 'people', label: t('shell.matching') });
  places.push({ to: '/settings', icon: 'gear', label: t('shell.settings') });
  return (
    <nav className={styles.rail} aria-label={t('shell.main-menu')}>
      <span className={styles.mark}>
        <Mark size={28} />
      </span>
      <ul className={styles.places}>
        {places.map(({ to, icon, label, count = 0 }) => (
          <li key={to}>
            <Tooltip label={label} position="right">
              <Link to={to} className={styles.place} activeProps={{ 'data-active': true }} aria-label={label}>
                <Icon name={icon} />
                {count > 0 ? (
                  <span className={styles.count} aria-hidden="true">
                    {count > 99 ? '99+' : count}
                  </span>
                ) : null}
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className={styles.own}>
        <DialButton />
        {user.agent ? <PhoneMenu className={styles.button} /> : null}
        {user.agent ? <PresenceMenu agent={user.agent} /> : null}
        <UserMenu />
      </div>
    </nav>
  );
}

/** Until an administrator says that the first steps are done. */
function useIsToBeSetUp(may: boolean): boolean {
  const { data } = useQuery({ ...companyQuery(useApi()), enabled: may, staleTime: Infinity });
  return may && data?.setUpAt === null;
}

function DialButton(): ReactNode {
  const { t } = useTranslation();
  const dial = useDial();
  if (dial === null) return null;
  const label = t('calls.dial.rail', { key: t('calls.key', { letter: DIAL_LETTER }) });
  return (
    <Tooltip label={label} position="right">
      <button type="button" className={styles.button} aria-label={label} aria-keyshortcuts={`Alt+${DIAL_LETTER}`} onClick={() => dial({})}>
        <Icon name="phone" />
      </button>
    </Tooltip>
  );
}

/** How many nobody has yet; null for who sees none. What is told here keeps the list of messages true as well. */
function useWaitingMessages(may: boolean): number | null {
  const queries = useQueryClient();
  const { data } = useQuery({ ...voicemailCountsQuery(useApi()), enabled: may });
  useTouched((touched) => {
    if (may && (touched === 'all' || touched.voicemails)) void queries.invalidateQueries({ queryKey: VOICEMAILS_KEY });
  });
  return may ? (data?.new ?? 0) : null;
}

/** What lasts and nobody has taken; null for who sees none. What is told here keeps the feed true as well. */
function useOpenAlerts(may: boolean): number | null {
  const queries = useQueryClient();
  const { data } = useQuery({ ...alertCountQuery(useApi()), enabled: may });
  useTouched((touched) => {
    if (may && (touched === 'all' || touched.alarms)) void queries.invalidateQueries({ queryKey: ALERTS_KEY });
  });
  return may ? (data?.open ?? 0) : null;
}
