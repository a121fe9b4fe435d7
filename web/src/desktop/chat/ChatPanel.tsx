// A chat in place of a call: the conversation, live; where one writes; its end.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import type { ContactDetail } from '../../api/interactions.ts';
import { endChat, markRead, messagesKey, messagesQuery } from '../../api/messages.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useFrames, useTouched } from '../../live/LiveProvider.tsx';
import { Failed } from '../../ui/Failed.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { useAltKeys } from '../call/use-alt-keys.ts';
import { CHAT_KEYS } from './chat-keys.ts';
import { useChatTexts } from './chat-texts.ts';
import styles from './ChatPanel.module.css';
import { Composer } from './Composer.tsx';
import { useOutbox } from './outbox.ts';
import { Story } from './Story.tsx';
import { unreadOf } from './story.ts';
import { useTyped } from './use-typed.ts';

export function ChatPanel({ detail }: { detail: ContactDetail }): ReactNode {
  const { say } = useChatTexts();
  const { t } = useTranslation();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const messages = useInfiniteQuery(messagesQuery(api, detail.id));
  const outbox = useOutbox(detail.id);
  const typed = useTyped(detail.id);
  const end = useMutation({
    mutationFn: () => endChat(api, detail.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['interaction', detail.id] }),
  });
  const again = (): void => void queries.invalidateQueries({ queryKey: messagesKey(detail.id) });
  useFrames(({ type, stream }) => {
    if (stream === detail.id && type.startsWith('message.') && type !== 'message.typing') again();
  });
  useTouched((touched) => {
    if (touched === 'all') again();
  });
  const mine = detail.state === 'open' && detail.stage === 'agent' && detail.agent?.id === user.agent && user.agent !== null;
  const may = mine && mayDo(user, 'interactions:control');
  useSeen(detail.id, may, unreadOf(messages.data ?? [], detail.id).at(-1)?.seq ?? 0);
  useAltKeys((code) => {
    if (code !== `Key${CHAT_KEYS.end}` || !may || end.isPending) return false;
    end.mutate();
    return true;
  });

  const words = end.error === null ? null : errorWords(end.error);
  return (
    <Panel
      title={say('title')}
      flush
      aside={
        may ? (
          <Button
            size="xs"
            variant="default"
            className={styles.end ?? ''}
            loading={end.isPending}
            title={say('key', { letter: CHAT_KEYS.end })}
            aria-keyshortcuts={`Alt+${CHAT_KEYS.end}`}
            onClick={() => end.mutate()}
          >
            {say('end')}
          </Button>
        ) : null
      }
    >
      {words === null ? null : (
        <div className={styles.problem}>
          <Problem text={words.detail ?? t(words.key)} />
        </div>
      )}
      {messages.data ? (
        <Story
          interaction={detail.id}
          customer={detail.customer.known ? detail.customer.name : null}
          messages={messages.data}
          unsent={outbox.unsent}
          again={outbox.again}
          drop={outbox.drop}
          older={messages.hasNextPage ? { read: () => void messages.fetchNextPage(), reading: messages.isFetchingNextPage } : null}
        />
      ) : messages.isError ? (
        <Failed title={say('failed')} words={errorWords(messages.error)} retry={() => void messages.refetch()} />
      ) : (
        <Skeletons label={t('common.loading')} rows={6} />
      )}
      {may && typed !== '' ? (
        <p className={styles.typed} aria-hidden="true">
          <span>{say('typing')}</span> {typed}
        </p>
      ) : null}
      {may ? (
        <Composer interaction={detail.id} write={outbox.write} />
      ) : detail.state === 'open' ? null : (
        <p className={styles.over}>{say('no-more')}</p>
      )}
    </Panel>
  );
}

/** What stands on the screen of who has the chat, while he looks at it, is read. */
function useSeen(interaction: string, mine: boolean, upTo: number): void {
  const api = useApi();
  const [looked, setLooked] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const changed = (): void => setLooked(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  useEffect(() => {
    // Not said now, it is said with the next message or the next look.
    if (mine && looked && upTo > 0) markRead(api, interaction, upTo).catch(() => undefined);
  }, [api, interaction, mine, looked, upTo]);
}
