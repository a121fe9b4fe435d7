// The desk in a frame while there is no contact: whether one is reachable, and what to do first.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { useUser } from '../../api/session.ts';
import { usePhoneState } from '../../desktop/phone/PhoneProvider.tsx';
import { useTouched } from '../../live/LiveProvider.tsx';
import { agentLook } from '../../ui/contact-state.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './Embed.module.css';

export function EmbedHome(): ReactNode {
  const { t } = useTranslation();
  const { agent, name } = useUser();
  const queries = useQueryClient();
  const query = agentQuery(useApi(), agent ?? '');
  const { data } = useQuery({ ...query, enabled: agent !== null });
  useTouched((touched) => {
    if (touched === 'all' || (agent !== null && touched.agents.has(agent))) void queries.invalidateQueries({ queryKey: query.queryKey });
  });
  const { wanted } = usePhoneState();
  const look = data ? agentLook(data.state) : null;
  return (
    <div className={styles.home}>
      <h1 className={styles.title}>{name}</h1>
      {look ? <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} /> : null}
      <p className={styles.soft}>{t(wanted || data?.presence.reachable ? 'embed.quiet' : 'embed.no-phone')}</p>
    </div>
  );
}
