// A contact as a narrow frame shows it: who, the call in hand, the wrap-up, the customer. The rest of it is a click away, in a tab of its own.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { interactionQuery } from '../../api/interactions.ts';
import { errorWords } from '../../api/problem.ts';
import { CallPanel } from '../../desktop/call/CallPanel.tsx';
import { CustomerPanel } from '../../desktop/customer/CustomerPanel.tsx';
import { OfferBanner } from '../../desktop/pop/OfferBanner.tsx';
import { WrapUpPanel } from '../../desktop/wrap-up/WrapUpPanel.tsx';
import { useTouched } from '../../live/LiveProvider.tsx';
import { contactLook } from '../../ui/contact-state.ts';
import { addressText } from '../../ui/format.ts';
import { Failed } from '../../ui/Failed.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './Embed.module.css';

const ChatPanel = lazy(async () => ({ default: (await import('../../desktop/chat/ChatPanel.tsx')).ChatPanel }));

export function EmbedContact({ id }: { id: string }): ReactNode {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const contact = useQuery(interactionQuery(useApi(), id));
  useTouched((touched) => {
    if (touched === 'all' || touched.interactions.has(id)) void queries.invalidateQueries({ queryKey: ['interaction', id] });
  });
  if (contact.isPending) return <Skeletons label={t('common.loading')} rows={6} />;
  if (!contact.data) return <Failed title={t('contact.failed')} words={errorWords(contact.error)} retry={() => void contact.refetch()} />;
  const detail = contact.data;
  const look = contactLook(detail);
  const known = detail.customer.known ? detail.customer.name : t('contacts.unknown');
  return (
    <div className={styles.contact}>
      <OfferBanner detail={detail} />
      <header className={styles.who}>
        <h1 className={styles.title}>{known}</h1>
        {detail.customer.level ? <LevelTag level={detail.customer.level} /> : null}
        <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
        <span className={`tabular ${styles.soft}`}>{addressText(detail.remote)}</span>
        {detail.queue ? <span className={styles.soft}>{detail.queue.name}</span> : null}
        <a className={styles.whole} href={`/interactions/${id}`} target="_blank" rel="noopener">
          {t('embed.whole')}
        </a>
      </header>
      {detail.channel === 'voice' ? (
        <CallPanel detail={detail} />
      ) : (
        <Suspense>
          <ChatPanel key={id} detail={detail} />
        </Suspense>
      )}
      <WrapUpPanel detail={detail} />
      <CustomerPanel contact={detail} />
    </div>
  );
}
