// One's own chats under every page: with whom, what is unread, since when he waits; Alt and its number goes there. A row of its own, which covers nothing.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import type { ContactRow } from '../../api/interactions.ts';
import { messagesKey, messagesQuery, ownChats } from '../../api/messages.ts';
import { useFrames, useServerNow, useTouched } from '../../live/LiveProvider.tsx';
import { visitorMark } from '../../ui/contact-state.ts';
import { clockText } from '../../ui/format.ts';
import { notify } from '../../ui/notice.ts';
import { useAltKeys } from '../call/use-alt-keys.ts';
import styles from './ChatStrip.module.css';
import { MOST_CHATS } from './chat-keys.ts';
import { useChatTexts } from './chat-texts.ts';
import { unreadOf, waitsSince } from './story.ts';

const STRIP_KEY = ['own-chats'];
/** From here on a waiting customer's time is amber, then red. */
const WARM_MS = 60_000;
const LATE_MS = 180_000;

export function ChatStrip({ agent }: { agent: string }): ReactNode {
  const { say } = useChatTexts();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data = [] } = useQuery({ queryKey: [...STRIP_KEY, agent], queryFn: ({ signal }) => ownChats(api, agent, signal) });
  const chats = data.filter(({ state, stage }) => state === 'wrap-up' || stage === 'agent').slice(0, MOST_CHATS);
  const mine = useRef(false);
  useFrames(({ type, stream, data: told }) => {
    const own = chats.some(({ id }) => id === stream);
    if (own || told['agent'] === agent) mine.current = true;
    if (own && type.startsWith('message.')) void queries.invalidateQueries({ queryKey: messagesKey(stream) });
  });
  useTouched((touched) => {
    if (touched !== 'all' && !mine.current) return;
    mine.current = false;
    void queries.invalidateQueries({ queryKey: STRIP_KEY });
    if (touched === 'all') for (const { id } of chats) void queries.invalidateQueries({ queryKey: messagesKey(id) });
  });
  useAltKeys((code) => {
    const chat = chats.find((_, at) => code === `Digit${at + 1}`);
    if (chat === undefined) return false;
    void navigate({ to: '/interactions/$id', params: { id: chat.id } });
    return true;
  });
  if (chats.length === 0) return null;
  return (
    <nav className={styles.strip} aria-label={say('strip.title')}>
      {chats.map((chat, at) => (
        <OwnChat key={chat.id} chat={chat} digit={at + 1} />
      ))}
    </nav>
  );
}

function OwnChat({ chat, digit }: { chat: ContactRow; digit: number }): ReactNode {
  const { say } = useChatTexts();
  const { t } = useTranslation();
  const now = useServerNow();
  const here = useLocation({ select: ({ pathname }) => pathname }) === `/interactions/${chat.id}`;
  const { data: messages = [] } = useInfiniteQuery(messagesQuery(useApi(), chat.id));
  const open = chat.state === 'open';
  const unread = open ? unreadOf(messages, chat.id).length : 0;
  const since = open ? waitsSince(messages, chat.id) : null;
  const name = chat.customer.known ? chat.customer.name : `${t('contacts.visitor')} ${visitorMark(chat.remote)}`;
  useEffect(
    () => (unread > 0 ? notify({ title: say('strip.notice', { name }), body: '', tag: `tandem-${chat.id}`, stays: false }) : undefined),
    [unread, name, chat.id, say],
  );
  const waited = since === null ? 0 : now - since;
  return (
    <Link
      to="/interactions/$id"
      params={{ id: chat.id }}
      className={styles.chat}
      data-here={here ? '' : undefined}
      data-tone={!open ? 'wrap' : waited >= LATE_MS ? 'late' : waited >= WARM_MS ? 'warm' : undefined}
      aria-keyshortcuts={`Alt+${digit}`}
      aria-current={here ? 'page' : undefined}
    >
      <kbd className={styles.digit} title={say('key', { letter: digit })}>
        {digit}
      </kbd>
      <span className={styles.name}>{name}</span>
      {unread > 0 ? (
        <span className={styles.unread}>
          {unread}
          <span className="hidden-text"> {say('strip.unread', { count: unread })}</span>
        </span>
      ) : null}
      {!open ? <span className={styles.since}>{say('strip.wrap-up')}</span> : null}
      {since === null ? null : (
        <span className={`tabular ${styles.since}`}>
          <span aria-hidden="true">{clockText(waited)}</span>
          <span className="hidden-text">{say('strip.waits')}</span>
        </span>
      )}
    </Link>
  );
}
