// While a contact rings for oneself: that it does, since when the customer waits, how long there is to answer. Where it never moves: on top.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import type { ContactDetail } from '../../api/interactions.ts';
import { useUser } from '../../api/session.ts';
import { useServerNow, useTouched } from '../../live/LiveProvider.tsx';
import { clockText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './ScreenPop.module.css';

/** A call is answered at the phone, a chat here. */
const ChatOffer = lazy(async () => ({ default: (await import('../chat/ChatOffer.tsx')).ChatOffer }));

export function OfferBanner({ detail }: { detail: ContactDetail }): ReactNode {
  const { agent } = useUser();
  if (detail.stage !== 'ring' || agent === null) return null;
  if (detail.channel === 'voice') return <Ringing detail={detail} agent={agent} />;
  return (
    <Suspense>
      <ChatOffer detail={detail} agent={agent} />
    </Suspense>
  );
}

function Ringing({ detail, agent }: { detail: ContactDetail; agent: string }): ReactNode {
  const { t } = useTranslation();
  const now = useServerNow();
  const queries = useQueryClient();
  const { data: me } = useQuery(agentQuery(useApi(), agent));
  useTouched((touched) => {
    if (touched === 'all' || touched.interactions.has(detail.id)) void queries.invalidateQueries({ queryKey: ['agent', agent] });
  });
  if (me?.state !== 'offered') return null;
  const queued = detail.segments.findLast((segment) => segment.kind === 'queue');
  return (
    <div role="status" className={styles.ring}>
      <Icon name="bell" size={18} />
      <strong>{t('desk.ring.title')}</strong>
      <span>{t('desk.ring.text')}</span>
      {detail.queue ? <span>{detail.queue.name}</span> : null}
      {queued ? <span className="tabular">{t('desk.ring.waited', { time: clockText(now - queued.startedAt) })}</span> : null}
      {me.until !== null && me.until > now ? (
        <span className={`tabular ${styles.left}`}>{t('desk.ring.left', { time: clockText(me.until - now + 999) })}</span>
      ) : null}
    </div>
  );
}
