// When a contact is offered to the agent its page opens by itself, within the first ring. Who is just writing is not torn away: he is told.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { EVENT_PAGES, interactionEventsQuery, interactionQuery, readInteractions } from '../../api/interactions.ts';
import { ApiError } from '../../api/problem.ts';
import { useUser } from '../../api/session.ts';
import { useFrames, useTouched } from '../../live/LiveProvider.tsx';
import { addressText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useAltKeys } from '../call/use-alt-keys.ts';
import styles from './ScreenPop.module.css';
import { whenIdle } from './when-idle.ts';
import { isWriting } from './writing.ts';

/** The rows that reading goes by may be a moment behind the event. */
const TRIES = 20;
const AGAIN_MS = 60;

export function ScreenPop(): ReactNode {
  const { agent } = useUser();
  return agent === null ? null : <Pop agent={agent} />;
}

function Pop({ agent }: { agent: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const here = useLocation({ select: ({ pathname }) => pathname });
  const [held, setHeld] = useState<{ id: string; who: string; chat?: boolean } | null>(null);

  // The page itself is there before the first call is, and comes when there is nothing else to do: who takes none from queues has it with his first.
  const { data: expecting = false } = useQuery({ ...agentQuery(api, agent), select: ({ presence }) => presence.onQueue });
  useEffect(() => {
    return expecting ? whenIdle(() => void import('../interaction/InteractionPage.tsx').catch(() => undefined)) : undefined;
  }, [expecting]);

  const read = (id: string) =>
    queries.fetchQuery({
      ...interactionQuery(api, id),
      retry: (tried, error) => tried < TRIES && error instanceof ApiError && error.status === 404,
      retryDelay: AGAIN_MS,
    });
  const open = (id: string): void => {
    setHeld(null);
    void navigate({ to: '/interactions/$id', params: { id } });
  };

  const pop = (stream: string): void => {
    void queries.prefetchQuery(interactionEventsQuery(api, stream, EVENT_PAGES));
    const reading = read(stream);
    if (!isWriting(document.activeElement)) {
      open(stream);
      // The page reads the same and says what went wrong.
      reading.catch(() => undefined);
      return;
    }
    reading.then(
      (found) =>
        setHeld({
          id: stream,
          who: found.customer.known ? found.customer.name : addressText(found.remote),
          chat: found.channel === 'chat',
        }),
      () => setHeld({ id: stream, who: '' }),
    );
  };
  /** What rang before the page was there, or while its line was away. */
  const catchUp = async (): Promise<void> => {
    if ((await queries.fetchQuery(agentQuery(api, agent))).state !== 'offered') return;
    const { items } = await readInteractions(api, { state: 'open', agent }, null);
    const ringing = items.find(({ stage }) => stage === 'ring');
    if (ringing) pop(ringing.id);
  };

  useFrames(({ type, stream, data }) => {
    if (data['agent'] !== agent) return;
    if (type === 'work.offer-ended' || type === 'work.completed') return setHeld((now) => (now?.id === stream ? null : now));
    if (type === 'work.offered') pop(stream);
  });
  useTouched((touched) => {
    if (touched === 'all') catchUp().catch(() => undefined);
  });
  const first = useRef(catchUp);
  useEffect(() => void first.current().catch(() => undefined), []);
  useAltKeys((code) => {
    if (code !== 'KeyO' || held === null) return false;
    open(held.id);
    return true;
  });

  if (held === null || here === `/interactions/${held.id}`) return <div role="status" />;
  return (
    <div role="status" className={styles.pop}>
      <Icon name="bell" size={18} />
      <span className={styles.words}>
        {t(held.chat ? 'desk.pop.held-chat' : 'desk.pop.held', { who: held.who === '' ? t('contacts.unknown') : held.who })}
      </span>
      <Button size="xs" title={t('calls.key', { letter: 'O' })} onClick={() => open(held.id)}>
        {t('desk.pop.go')}
      </Button>
    </div>
  );
}
