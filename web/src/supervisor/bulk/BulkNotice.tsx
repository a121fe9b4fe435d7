// How an act on many ended, row by row where it was not done, and for a minute the way back.
import { useMutation } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { undoMany, type BulkAnswer, type BulkArea, type BulkRow } from '../../api/room.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { Icon } from '../../ui/icons.tsx';
import styles from './Bulk.module.css';

export type BulkDone = { area: BulkArea; answer: BulkAnswer; names: ReadonlyMap<string, string> };

export function BulkNotice({ done, again, close }: { done: BulkDone; again: () => void; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const now = useServerNow();
  const { area, answer, names } = done;
  const undo = useMutation({ mutationFn: () => undoMany(api, area, answer.id), onSettled: again });
  const back = undo.data?.results;
  const left = answer.undoUntil === null || back ? 0 : Math.ceil((answer.undoUntil - now) / 1_000);
  const words = undo.error ? errorWords(undo.error) : null;
  return (
    <div className={styles.notice}>
      <div role="status" className={styles.told}>
        {back ? (
          <Told rows={back} names={names} done="bulk.undone" not="bulk.not-undone" />
        ) : (
          <Told rows={answer.results} names={names} done="bulk.done" not="bulk.not-done" />
        )}
        {words === null ? null : <p className={styles.wrong}>{words.detail ?? t(words.key)}</p>}
      </div>
      {left > 0 && !undo.error ? (
        <button type="button" className={styles.act} disabled={undo.isPending} onClick={() => undo.mutate()}>
          {t('bulk.undo')} <span aria-hidden="true">{left}</span>
        </button>
      ) : null}
      <button type="button" className={styles.close} aria-label={t('bulk.close')} title={t('bulk.close')} onClick={close}>
        <Icon name="cross" size={16} />
      </button>
    </div>
  );
}

type ToldProps = {
  rows: readonly BulkRow[];
  names: BulkDone['names'];
  done: 'bulk.done' | 'bulk.undone';
  not: 'bulk.not-done' | 'bulk.not-undone';
};

function Told({ rows, names, done, not }: ToldProps): ReactNode {
  const { t } = useTranslation();
  const wrong = rows.flatMap(({ id, problem }) => (problem === null ? [] : [{ id, title: problem.title }]));
  const right = rows.length - wrong.length;
  return (
    <>
      {right > 0 ? <p>{t(done, { count: right })}</p> : null}
      {wrong.length > 0 ? (
        <>
          <p className={styles.wrong}>{t(not, { count: wrong.length })}</p>
          <ul>
            {wrong.map(({ id, title }) => (
              <li key={id}>
                {names.get(id) ?? ''} – {title}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
