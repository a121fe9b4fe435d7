// One message in the inbox: who, when, how long, whose box; opened, its player and what can be done with it.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dialOut } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { mayDo, mayDoBeyondOwn, useUser } from '../../api/session.ts';
import { actOnVoicemail, VOICEMAILS_KEY, type Voicemail, type VoicemailState } from '../../api/voicemails.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { addressText, clockText, fullTime, isoDuration, shortTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { Player } from '../interaction/Player.tsx';
import styles from './VoicemailsPage.module.css';

/** What can be dialled; not the made-up name of a caller without a number. */
const NUMBER = /^(\+|[A-Z]{2}:|ext:)\d+$/;

const LOOKS = {
  new: { tone: 'ringing', icon: 'inbox' },
  taken: { tone: 'live', icon: 'person' },
  done: { tone: 'quiet', icon: 'check' },
} as const;

type RowProps = { row: Voicemail; state: VoicemailState; open: boolean; focusable: boolean; onFocus: (id: string) => void };

export function VoicemailRow({ row, state, open, focusable, onFocus }: RowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useServerNow();
  const look = LOOKS[row.state];
  const who = row.customer.known ? row.customer.name : row.remote === '' ? t('contacts.erased') : t('contacts.unknown');
  return (
    <li className={styles.item} data-row={row.id} data-open={open}>
      <div className={styles.row}>
        <span className={styles.who}>
          <Link
            to="/voicemails"
            search={open ? { state } : { state, open: row.id }}
            className={styles.name}
            aria-expanded={open}
            tabIndex={focusable ? 0 : -1}
            onFocus={() => onFocus(row.id)}
          >
            {who}
          </Link>
          {row.customer.level ? <LevelTag level={row.customer.level} /> : null}
        </span>
        <span className={styles.soft}>{row.remote === '' ? '–' : addressText(row.remote)}</span>
        <time className={styles.soft} dateTime={new Date(row.leftAt).toISOString()} title={fullTime(row.leftAt, i18n.language)}>
          {shortTime(row.leftAt, now, i18n.language)}
        </time>
        <time className={styles.length} dateTime={isoDuration(row.durationMs)}>
          <span className="hidden-text">{t('voicemail.length')} </span>
          {clockText(row.durationMs)}
        </time>
        <span className={styles.box}>{row.queue?.name ?? row.agent?.name}</span>
        <span className={styles.state}>
          <StateBadge
            tone={look.tone}
            icon={look.icon}
            label={row.by ? t(`voicemail.by.${row.state}`, { name: row.by.name }) : t(`voicemail.state.${row.state}`)}
          />
        </span>
      </div>
      {open ? <Opened row={row} /> : null}
    </li>
  );
}

function Opened({ row }: { row: Voicemail }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const again = () => void queries.invalidateQueries({ queryKey: VOICEMAILS_KEY });
  const act = useMutation({ mutationFn: (what: 'take' | 'done' | 'reopen') => actOnVoicemail(api, row.id, what), onSettled: again });
  const call = useMutation({
    async mutationFn() {
      // Whoever calls back has it: no colleague calls the same customer meanwhile.
      if (row.state === 'new') await actOnVoicemail(api, row.id, 'take');
      await dialOut(api, addressText(row.remote).replaceAll(' ', ''), row.customer.id);
    },
    onSettled: again,
  });
  const others = row.state === 'taken' && row.by?.id !== user.id;
  const may = mayDo(user, 'voicemails:handle') && (!others || mayDoBeyondOwn(user, 'voicemails:handle'));
  const mayCall = may && row.state !== 'done' && user.agent !== null && NUMBER.test(row.remote) && mayDo(user, 'calls:dial');
  const failed = act.error ?? call.error;
  const words = failed ? errorWords(failed) : null;
  const busy = act.isPending || call.isPending;
  const heard = row.recordingState === 'sealed' || row.recordingState === 'recording';
  return (
    <div className={styles.opened}>
      {heard && mayDo(user, 'recordings:listen') ? (
        <Player id={row.recording} whole name={`${new Date(row.leftAt).toISOString().slice(0, 19).replaceAll(':', '-')}_${row.id}.wav`} />
      ) : (
        <p className={styles.gone}>{t(heard ? 'recording.not-allowed' : `recording.state.${row.recordingState}`)}</p>
      )}
      <Problem text={words ? (words.detail ?? t(words.key)) : null} />
      {call.isSuccess ? <p role="status">{t('voicemail.calling')}</p> : null}
      <div className={styles.acts}>
        {may && (row.state === 'new' || others) ? (
          <Button size="xs" disabled={busy} onClick={() => act.mutate('take')}>
            {t(others ? 'voicemail.take-over' : 'voicemail.take')}
          </Button>
        ) : null}
        {mayCall ? (
          <Button
            size="xs"
            variant={row.state === 'taken' && !others ? 'filled' : 'default'}
            disabled={busy}
            leftSection={<Icon name="phone" size={16} />}
            onClick={() => call.mutate()}
          >
            {t('voicemail.call-back')}
          </Button>
        ) : null}
        {may && row.state !== 'done' ? (
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            leftSection={<Icon name="check" size={16} />}
            onClick={() => act.mutate('done')}
          >
            {t('voicemail.done')}
          </Button>
        ) : null}
        {may && row.state !== 'new' ? (
          <Button size="xs" variant="default" disabled={busy} onClick={() => act.mutate('reopen')}>
            {t('voicemail.reopen')}
          </Button>
        ) : null}
        <Link to="/interactions/$id" params={{ id: row.interaction }} className={styles.contact}>
          {t('voicemail.contact')}
        </Link>
      </div>
    </div>
  );
}
