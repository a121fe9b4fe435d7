// One contact: who, where it stands, what happened, its recording, how it was wrapped up, and the customer beside it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useDeferredValue, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentNamesQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { EVENT_PAGES, interactionEventsQuery, interactionQuery } from '../../api/interactions.ts';
import { ApiError, errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useTouched } from '../../live/LiveProvider.tsx';
import { useTaken } from './use-taken.ts';
import { usePromptEnd } from './use-prompt-end.ts';
import { Icon } from '../../ui/icons.tsx';
import { Failed } from '../../ui/Failed.tsx';
import { Message } from '../../ui/Message.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { CallPanel } from '../call/CallPanel.tsx';
import { CustomerPanel } from '../customer/CustomerPanel.tsx';
import { ContactHeader } from './ContactHeader.tsx';
import { ContactLinks } from './ContactLinks.tsx';
import { HandOver } from './HandOver.tsx';
import styles from './InteractionPage.module.css';
import { LegTable } from './LegTable.tsx';
import { ListenPanel } from './ListenPanel.tsx';
import { MonitorPanel } from './MonitorPanel.tsx';
import { MattersPanel } from './MattersPanel.tsx';
import { Recordings } from './Recordings.tsx';
import { SegmentStrip } from './SegmentStrip.tsx';
import { Timeline } from './Timeline.tsx';
import { SipTracePanel } from '../sip-trace/SipTracePanel.tsx';
import { rowInLists } from '../interactions/use-live-list.ts';
import { OfferBanner } from '../pop/OfferBanner.tsx';
import { WrapUpPanel } from '../wrap-up/WrapUpPanel.tsx';

/** Most contacts are calls. */
const ChatPanel = lazy(async () => ({ default: (await import('../chat/ChatPanel.tsx')).ChatPanel }));

const route = getRouteApi('/shell/interactions/$id');

export function InteractionPage(): ReactNode {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const back = (
    <Link to="/interactions" className={styles.back} aria-label={t('contact.back')} title={t('contact.back')}>
      <Icon name="back" />
    </Link>
  );
  return (
    <Page title={t('contact.title')} before={back}>
      <Contact key={id} id={id} />
    </Page>
  );
}

function Contact({ id }: { id: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const contact = useQuery(interactionQuery(api, id));
  const [pages, setPages] = useState(EVENT_PAGES);
  const events = useQuery(interactionEventsQuery(api, id, pages));
  const { data: agents = [] } = useQuery({ ...agentNamesQuery(api), enabled: mayDo(user, 'agents:read') });

  const taken = useTaken(id);

  useTouched((touched) => {
    if (touched !== 'all' && !touched.interactions.has(id)) return;
    void queries.invalidateQueries({ queryKey: ['interaction', id] });
    void queries.invalidateQueries({ queryKey: ['interaction-events', id] });
  });

  usePromptEnd(id, contact.data);
  // Who it is stands there in the first frame, and a dozen panels in the next: to draw them takes longer than a hand waits for.
  const whole = useDeferredValue(true, false);

  const toContacts = { label: t('common.to-contacts'), run: () => void navigate({ to: '/interactions' }) };
  if (taken !== null) {
    const by = agents.find((each) => each.id === taken)?.name ?? t('party.agent');
    const told = t('events.work.offer-ended.taken', { agent: user.name, by });
    return <Message icon="bell" title={t('contact.title')} text={told} action={toContacts} />;
  }
  if (contact.isPending) {
    const row = rowInLists(queries, id);
    return (
      <div className={styles.columns}>
        <div className={styles.main}>
          {row ? <ContactHeader detail={row} /> : null}
          <Skeletons label={t('common.loading')} rows={10} />
        </div>
      </div>
    );
  }
  if (!contact.data) {
    const missing = contact.error instanceof ApiError && contact.error.status === 404;
    return missing ? (
      <Message icon="search" title={t('contact.missing')} text={t('contact.missing-text')} action={toContacts} />
    ) : (
      <Failed title={t('contact.failed')} words={errorWords(contact.error)} retry={() => void contact.refetch()} />
    );
  }
  const detail = contact.data;
  const call = detail.channel === 'voice';
  if (!whole) {
    return (
      <div className={styles.columns}>
        <div className={styles.main}>
          <OfferBanner detail={detail} />
          <ContactHeader detail={detail} />
        </div>
      </div>
    );
  }
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <OfferBanner detail={detail} />
        <ContactHeader detail={detail} />
        <HandOver events={events.data?.items ?? []} segments={detail.segments} />
        {call ? (
          <CallPanel detail={detail} />
        ) : (
          <Suspense fallback={<Skeletons label={t('common.loading')} rows={6} />}>
            <ChatPanel detail={detail} />
          </Suspense>
        )}
        {call ? <MonitorPanel detail={detail} /> : null}
        <ContactLinks detail={detail} />
        <SegmentStrip detail={detail} />
        {call ? <ListenPanel detail={detail} /> : null}
        {call ? <Recordings detail={detail} /> : null}
        {events.data ? (
          <Timeline
            detail={detail}
            events={events.data.items}
            agents={agents}
            more={events.data.complete ? null : { reading: events.isPlaceholderData, read: () => setPages(pages + EVENT_PAGES) }}
          />
        ) : (
          <Panel title={t('contact.timeline')} flush>
            {events.isError ? (
              <p className={styles.failed}>{t(errorWords(events.error).key)}</p>
            ) : (
              <Skeletons label={t('common.loading')} rows={6} />
            )}
          </Panel>
        )}
        {call ? <LegTable detail={detail} /> : null}
        <SipTracePanel detail={detail} events={events.data?.items ?? []} agents={agents} />
      </div>
      <div className={styles.side}>
        <div className={styles.wrapUp}>
          <WrapUpPanel detail={detail} />
        </div>
        <CustomerPanel key={detail.customer.id} contact={detail} />
        <MattersPanel detail={detail} />
      </div>
    </div>
  );
}
