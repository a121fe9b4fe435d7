// Says to everybody at a desk that an emergency lane is open, for as long as it is: callers were told so, and the agent should know it before they speak.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { LANES_KEY, lanesQuery } from '../../api/lanes.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useFrames, useTouched } from '../../live/LiveProvider.tsx';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './LaneBanner.module.css';

export function LaneBanner(): ReactNode {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const lanes = useQuery({ ...lanesQuery(useApi()), enabled: mayDo(useUser(), 'lanes:read') });
  const again = () => void queries.invalidateQueries({ queryKey: LANES_KEY });
  useFrames(({ type }) => {
    if (type.startsWith('lane.')) again();
  });
  useTouched((touched) => {
    if (touched === 'all' || touched.config) again();
  });
  const open = (lanes.data ?? []).filter(({ state }) => state === 'open');
  const clock = new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit' });
  return (
    <div role="status">
      {open.map((lane) => (
        <p key={lane.id} className={styles.banner}>
          <Icon name="alert" size={18} />
          <strong>{tenantText(lane.name, i18n.language)}</strong>
          <span>{t('lane-banner.open', { since: lane.since === null ? '' : clock.format(lane.since), tag: lane.tag })}</span>
          {lane.reason ? <span className={styles.reason}>{lane.reason}</span> : null}
        </p>
      ))}
    </div>
  );
}
