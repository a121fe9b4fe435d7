// While a call is recorded: mark this moment, by a button of the call or its key. The time is that of the press, not of the words after it.
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../api/interactions.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useClock } from '../../live/LiveProvider.tsx';
import { CallButton } from '../call/CallButton.tsx';
import { useAltKeys } from '../call/use-alt-keys.ts';
import { MarkForm } from './MarkForm.tsx';
import { MARK_LETTER } from './mark-key.ts';
import styles from './Marks.module.css';
import { useMarking, useMarks } from './use-marks.ts';

export function MarkMoment({ detail }: { detail: ContactDetail }): ReactNode {
  const may = mayDo(useUser(), 'recordings:mark');
  const running = detail.recordings.findLast(({ state }) => state === 'recording');
  return may && running ? <Moment key={running.id} recording={running.id} startedAt={running.startedAt} /> : null;
}

function Moment({ recording, startedAt }: { recording: string; startedAt: number }): ReactNode {
  const { t } = useTranslation();
  const clock = useClock();
  const marks = useMarks(recording);
  const marking = useMarking(recording);
  const [atMs, setAtMs] = useState<number | null>(null);
  const begin = (): void => {
    marking.reset();
    setAtMs(Math.max(0, Math.round(clock.now() - startedAt)));
  };
  useAltKeys((code) => {
    if (code !== `Key${MARK_LETTER}`) return false;
    begin();
    return true;
  });
  return (
    <div className={styles.moment}>
      <CallButton icon="flag" label={t('marks.moment')} letter={MARK_LETTER} pressed={atMs !== null} onClick={begin} />
      <span role="status" className={styles.soft}>
        {marks.length > 0 ? t('marks.count', { count: marks.length }) : null}
      </span>
      {atMs === null ? null : (
        <MarkForm
          key={atMs}
          atMs={atMs}
          busy={marking.busy}
          problem={marking.problem}
          save={(text) => marking.ask({ do: 'add', atMs, text }, { onSuccess: () => setAtMs(null) })}
          close={() => setAtMs(null)}
        />
      )}
    </div>
  );
}
