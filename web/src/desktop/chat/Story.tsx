// The conversation: the customer's words at the left, ours at the right, notes across and unlike both; earlier contacts of the thread before this one.
import { Button } from '@mantine/core';
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import type { Message } from '../../api/messages.ts';
import { errorWords } from '../../api/problem.ts';
import { useUser } from '../../api/session.ts';
import { useTranslation } from 'react-i18next';
import { timeOfDay } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useChatTexts } from './chat-texts.ts';
import type { Unsent } from './outbox.ts';
import { rowsOf } from './story.ts';
import styles from './Story.module.css';

type Props = {
  interaction: string;
  customer: string | null;
  messages: readonly Message[];
  unsent: readonly Unsent[];
  again: (clientId: string) => void;
  drop: (clientId: string) => void;
  older: { read: () => void; reading: boolean } | null;
};

const dayOf = (at: number): string => new Date(at).toDateString();

export function Story({ interaction, customer, messages, unsent, again, drop, older }: Props): ReactNode {
  const { say, language } = useChatTexts();
  const rows = useMemo(() => rowsOf(messages, interaction, dayOf), [messages, interaction]);
  const told = useMemo(() => new Set(messages.map(({ clientId }) => clientId)), [messages]);
  const waiting = unsent.filter(({ clientId }) => !told.has(clientId));
  const log = useAtEnd(messages.at(0)?.id, messages.length + waiting.length);
  const day = (at: number): string => new Date(at).toLocaleDateString(language, { year: 'numeric', month: 'long', day: 'numeric' });
  return (
    <div ref={log} role="log" aria-label={say('log')} tabIndex={0} className={styles.log}>
      {older === null ? null : (
        <Button variant="subtle" size="xs" loading={older.reading} onClick={older.read} className={styles.older ?? ''}>
          {say('earlier')}
        </Button>
      )}
      {rows.length === 0 && waiting.length === 0 ? <p className={styles.empty}>{say('empty')}</p> : null}
      <ol className={styles.rows}>
        {rows.map((row) => (
          <Fragment key={row.key}>
            {row.kind === 'day' ? (
              <li className={styles.day}>{day(row.at)}</li>
            ) : row.kind === 'contact' ? (
              <li className={styles.contact}>
                <span>{row.current ? say('this-contact') : say('earlier-contact', { date: day(row.at) })}</span>
              </li>
            ) : (
              <Said message={row.message} first={row.first} customer={customer} />
            )}
          </Fragment>
        ))}
        {waiting.map((item) => (
          <Waiting key={item.clientId} item={item} again={again} drop={drop} />
        ))}
      </ol>
    </div>
  );
}

function Said({ message, first, customer }: { message: Message; first: boolean; customer: string | null }): ReactNode {
  const { say, language } = useChatTexts();
  const { agent } = useUser();
  const { kind, author, text, at, state } = message;
  const who =
    author.kind === 'customer'
      ? (customer ?? say('customer'))
      : author.kind === 'system'
        ? say('system')
        : author.agent === agent
          ? say('you')
          : (author.name ?? say('colleague'));
  return (
    <li className={styles.said} data-kind={author.kind === 'system' ? 'system' : kind} data-message={message.seq}>
      {kind === 'note' ? (
        <p className={styles.label}>
          <Icon name="pen" size={14} /> {say('note')} · {who} · <time dateTime={new Date(at).toISOString()}>{timeOfDay(at, language)}</time>
        </p>
      ) : (
        <p className={first ? styles.who : 'hidden-text'}>
          {who} · <time dateTime={new Date(at).toISOString()}>{timeOfDay(at, language)}</time>
        </p>
      )}
      <p className={styles.text}>{text === '' ? <em>{say('erased')}</em> : text}</p>
      {kind === 'out' && author.kind !== 'system' ? (
        <p className={styles.state} data-state={state}>
          <span aria-hidden="true">{state === 'sent' ? '✓' : '✓✓'}</span> {say(`state.${state}`)}
        </p>
      ) : null}
    </li>
  );
}

function Waiting({ item, again, drop }: { item: Unsent; again: Props['again']; drop: Props['drop'] }): ReactNode {
  const { say } = useChatTexts();
  const { t } = useTranslation();
  const words = item.error === null ? null : errorWords(item.error);
  return (
    <li className={styles.said} data-kind={item.kind} data-waiting="">
      {item.kind === 'note' ? (
        <p className={styles.label}>
          <Icon name="pen" size={14} /> {say('note')} · {say('you')}
        </p>
      ) : null}
      <p className={styles.text}>{item.text}</p>
      {words === null ? (
        <p className={styles.state}>{say('state.sending')}</p>
      ) : (
        <p className={styles.failed} role="alert">
          {say('state.failed')}: {words.detail ?? t(words.key)}{' '}
          <button type="button" onClick={() => again(item.clientId)}>
            {say('again')}
          </button>{' '}
          <button type="button" onClick={() => drop(item.clientId)}>
            {say('drop')}
          </button>
        </p>
      )}
    </li>
  );
}

const NEAR_PX = 80;

/** The newest is in sight unless somebody reads further up; what is put in above does not move what he reads. */
function useAtEnd(oldest: string | undefined, count: number): React.RefObject<HTMLDivElement | null> {
  const log = useRef<HTMLDivElement>(null);
  const was = useRef({ atEnd: true, height: 0, oldest });
  useEffect(() => {
    const box = log.current;
    const heard = (): void => {
      if (box) was.current.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    };
    box?.addEventListener('scroll', heard, { passive: true });
    return () => box?.removeEventListener('scroll', heard);
  }, []);
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    if (was.current.atEnd) box.scrollTop = box.scrollHeight;
    else if (was.current.oldest !== oldest) box.scrollTop += box.scrollHeight - was.current.height;
    was.current = { ...was.current, height: box.scrollHeight, oldest };
  }, [oldest, count]);
  return log;
}
