// A chat that is offered to oneself: who, what he wrote, how long he waits, how long there is to answer; taken or left by a click or a key.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { EVENT_PAGES, interactionEventsQuery, type ContactDetail } from '../../api/interactions.ts';
import { answerOffer, messagesQuery } from '../../api/messages.ts';
import { ApiError, errorWords } from '../../api/problem.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { clockText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { notify } from '../../ui/notice.ts';
import { useAltKeys } from '../call/use-alt-keys.ts';
import { ring } from '../phone/ring-tone.ts';
import pop from '../pop/ScreenPop.module.css';
import styles from './ChatOffer.module.css';
import { CHAT_KEYS } from './chat-keys.ts';
import { useChatTexts } from './chat-texts.ts';
import { offerOf } from './offer.ts';

export function ChatOffer({ detail, agent }: { detail: ContactDetail; agent: string }): ReactNode {
  const { say } = useChatTexts();
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const now = useServerNow();
  const { data: events } = useQuery(interactionEventsQuery(api, detail.id, EVENT_PAGES));
  const { data: messages = [] } = useInfiniteQuery(messagesQuery(api, detail.id));
  const offer = offerOf(events?.items ?? [], agent);
  const answer = useMutation({
    mutationFn: ({ id, how }: { id: string; how: 'accept' | 'decline' }) => answerOffer(api, id, how),
    onSettled: () => queries.invalidateQueries({ queryKey: ['interaction', detail.id] }),
  });
  const rings = offer !== null && offer.until > now && !answer.isPending && !answer.isSuccess;
  const who = detail.customer.known ? detail.customer.name : t('contacts.visitor');
  useEffect(() => (rings ? ring() : undefined), [rings]);
  useEffect(
    () => (rings ? notify({ title: say('offer.title'), body: who, tag: 'tandem-chat', stays: true }) : undefined),
    [rings, who, say],
  );
  const run = (how: 'accept' | 'decline'): void => {
    if (offer !== null && !answer.isPending && !answer.isSuccess) answer.mutate({ id: offer.id, how });
  };
  useAltKeys((code) => {
    const how = (['accept', 'decline'] as const).find((each) => code === `Key${CHAT_KEYS[each]}`);
    if (offer === null || how === undefined) return false;
    run(how);
    return true;
  });
  if (offer === null) return null;

  const queued = detail.segments.findLast((segment) => segment.kind === 'queue');
  const first = messages.findLast(({ kind, interaction }) => kind === 'in' && interaction === detail.id);
  const gone = answer.error instanceof ApiError && [404, 409].includes(answer.error.status);
  const words = answer.error ? errorWords(answer.error) : null;
  return (
    <section className={`${pop.ring} ${styles.offer}`} aria-label={say('offer.title')}>
      <div role="status" className={styles.words}>
        <Icon name="bell" size={18} />
        <strong>{say('offer.title')}</strong>
        <span>{who}</span>
        {detail.queue ? <span>{detail.queue.name}</span> : null}
      </div>
      {queued ? <span className="tabular">{say('offer.waited', { time: clockText(now - queued.startedAt) })}</span> : null}
      {offer.until > now ? (
        <span className={`tabular ${pop.left}`}>{say('offer.left', { time: clockText(offer.until - now + 999) })}</span>
      ) : null}
      {first ? <p className={styles.text}>{first.text}</p> : null}
      <div className={styles.buttons}>
        {(['accept', 'decline'] as const).map((how) => (
          <Button
            key={how}
            variant={how === 'accept' ? 'filled' : 'default'}
            disabled={answer.isPending || answer.isSuccess}
            title={say('key', { letter: CHAT_KEYS[how] })}
            aria-keyshortcuts={`Alt+${CHAT_KEYS[how]}`}
            onClick={() => run(how)}
          >
            {say(`offer.${how}`)}
          </Button>
        ))}
      </div>
      {words === null ? null : (
        <p role="alert" className={styles.problem}>
          {gone ? say('offer.gone') : (words.detail ?? t(words.key))}
        </p>
      )}
    </section>
  );
}
