// The marks of a recording beside its waveform: a click goes there; one's own can be changed and removed.
import { Button } from '@mantine/core';
import type { RecordingMark } from '@tandem/contract/api/recordings.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { clockText, fullTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { useAltKeys } from '../call/use-alt-keys.ts';
import { MarkForm } from './MarkForm.tsx';
import { MARK_LETTER } from './mark-key.ts';
import styles from './Marks.module.css';
import { useMarking } from './use-marks.ts';

type MarkListProps = {
  recording: string;
  marks: readonly RecordingMark[];
  /** Where the recording is now, ms. */
  atMs: number;
  /** Its key is heard while it plays: a page may have several recordings. */
  playing: boolean;
  jump: (ms: number) => void;
};

export function MarkList({ recording, marks, atMs, playing, jump }: MarkListProps): ReactNode {
  const { t } = useTranslation();
  const may = mayDo(useUser(), 'recordings:mark');
  const marking = useMarking(recording);
  /** A new one at a time of the recording, or one that is changed. */
  const [open, setOpen] = useState<{ atMs: number; mark: RecordingMark | null } | null>(null);
  const begin = (at: number, mark: RecordingMark | null): void => {
    marking.reset();
    setOpen({ atMs: Math.round(at), mark });
  };
  useAltKeys((code) => {
    if (!may || !playing || code !== `Key${MARK_LETTER}`) return false;
    begin(atMs, null);
    return true;
  });
  const save = (text: string): void => {
    if (open === null) return;
    marking.ask(open.mark ? { do: 'change', mark: open.mark, text } : { do: 'add', atMs: open.atMs, text }, {
      onSuccess: () => setOpen(null),
    });
  };
  if (!may && marks.length === 0) return null;
  return (
    <div className={styles.marks}>
      <div className={styles.head}>
        <h3 className={styles.title}>{t('marks.title')}</h3>
        {may ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Icon name="flag" size={14} />}
            title={t('calls.key', { letter: MARK_LETTER })}
            onClick={() => begin(atMs, null)}
          >
            {t('marks.here')}
          </Button>
        ) : null}
      </div>
      {open ? (
        <MarkForm
          key={`${open.mark?.id ?? 'new'} ${open.atMs}`}
          atMs={open.atMs}
          initial={open.mark?.text ?? ''}
          busy={marking.busy}
          problem={marking.problem}
          save={save}
          close={() => setOpen(null)}
        />
      ) : (
        <Problem text={marking.problem} />
      )}
      {marks.length === 0 ? (
        <p className={styles.soft}>{t('marks.none')}</p>
      ) : (
        <ol className={styles.list} aria-label={t('marks.title')}>
          {marks.map((mark, n) => (
            <Row
              key={mark.id}
              mark={mark}
              number={n + 1}
              may={may && mark.own}
              jump={jump}
              change={() => begin(mark.atMs, mark)}
              remove={() => marking.ask({ do: 'remove', mark })}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

type RowProps = {
  mark: RecordingMark;
  number: number;
  may: boolean;
  jump: (ms: number) => void;
  change: () => void;
  remove: () => void;
};

function Row({ mark, number, may, jump, change, remove }: RowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { atMs, text, by, madeAt, changedAt } = mark;
  const time = clockText(atMs);
  return (
    <li className={styles.mark}>
      <button type="button" className={styles.go} aria-label={t('marks.go', { time, text })} onClick={() => jump(atMs)}>
        <span className={styles.number}>{number}</span>
        <span className="tabular">{time}</span>
      </button>
      <span className={styles.text}>
        {text === '' ? t('marks.wordless') : text}{' '}
        <span className={styles.soft} title={fullTime(changedAt ?? madeAt, i18n.language)}>
          {t(changedAt === null ? 'marks.by' : 'marks.by-changed', { name: by.name })}
        </span>
      </span>
      {may ? (
        <span className={styles.own}>
          <button
            type="button"
            className={styles.icon}
            aria-label={t('marks.change', { time })}
            title={t('marks.change', { time })}
            onClick={change}
          >
            <Icon name="pen" size={16} />
          </button>
          <button
            type="button"
            className={styles.icon}
            aria-label={t('marks.remove', { time })}
            title={t('marks.remove', { time })}
            onClick={remove}
          >
            <Icon name="cross" size={16} />
          </button>
        </span>
      ) : null}
    </li>
  );
}
