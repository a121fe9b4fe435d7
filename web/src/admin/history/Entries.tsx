// Changes, newest first: who made each and when, what it changed from what to what, and a button that has an earlier state again.
import { Button } from '@mantine/core';
import type { HistoryKind } from '@tandem/contract/history.ts';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { historyQuery, restoreState, type HistoryEntry } from '../../api/history.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { shortTime } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { useReadAgain } from '../form/use-list.ts';
import { useProblem } from '../settings/use-problem.ts';
import styles from './History.module.css';
import { changeWords, inOrder, titleOf, type ChangeWords, type Words } from './words.ts';

/** More fields than this are behind a click: a new object has all of its own. */
const MOST_FIELDS = 5;

type EntriesProps = { kind?: HistoryKind | undefined; id?: string; restored?: (() => unknown) | undefined };

export function Entries({ kind, id, restored }: EntriesProps): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const problem = useProblem();
  const history = useInfiniteQuery(historyQuery(api, kind, id));
  const entries = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Problem text={problem(history.error)} />
      {history.isPending ? <Skeletons label={t('common.loading')} rows={3} /> : null}
      {history.isSuccess && entries.length === 0 ? <p className={styles.soft}>{t('history.none')}</p> : null}
      {entries.length > 0 ? (
        <ol className={styles.list}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} titled={id === undefined} restored={restored} />
          ))}
        </ol>
      ) : null}
      {history.hasNextPage ? (
        <div>
          <Button size="xs" variant="default" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {t('audit.more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

type EntryProps = { entry: HistoryEntry; titled: boolean; restored: EntriesProps['restored'] };

function Entry({ entry, titled, restored }: EntryProps): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useServerNow();
  const words: Words = { t: (key, options) => t(key, options ?? {}), language: i18n.language };
  const time = shortTime(entry.at, now, i18n.language);
  const { user, key } = entry;
  const who = user === null ? t('history.system') : key === null ? user.name : t('audit.by-key', { key, name: user.name });
  const changes = inOrder(entry.changes).map((change) => changeWords(change, entry.names, words));
  return (
    <li className={styles.entry}>
      <div className={styles.head}>
        <span className={styles.what} data-what={entry.what}>
          {t(`history.what.${entry.what}`)}
        </span>
        {titled ? <strong className={styles.title}>{titleOf(entry, words)}</strong> : null}
        <span className={styles.who}>
          {who}
          {', '}
          <time dateTime={new Date(entry.at).toISOString()}>{time}</time>
        </span>
      </div>
      {changes.length === 0 ? <p className={styles.soft}>{t(entry.what === 'changed' ? 'history.secret' : 'history.no-fields')}</p> : null}
      <Changes changes={changes} />
      <Restore entry={entry} time={time} restored={restored} />
    </li>
  );
}

function Changes({ changes }: { changes: readonly ChangeWords[] }): ReactNode {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, MOST_FIELDS);
  return (
    <>
      {shown.length > 0 ? (
        <dl className={styles.changes}>
          {shown.map((change) => (
            <div key={change.field} className={styles.change}>
              <dt>{change.field}</dt>
              <dd>
                <Difference change={change} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {changes.length > shown.length ? (
        <div>
          <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
            {t('history.all-fields', { count: changes.length })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Difference({ change: { before, after, removed, added } }: { change: ChangeWords }): ReactNode {
  const { t } = useTranslation();
  if (before !== undefined)
    return (
      <>
        <del className={styles.before}>{before}</del>
        <span className={styles.arrow} aria-hidden="true">
          →
        </span>
        <ins className={styles.after}>{after}</ins>
      </>
    );
  return (
    <>
      {removed === undefined ? null : (
        <del className={styles.before}>
          <span className="hidden-text">{t('history.taken')} </span>
          {removed}
        </del>
      )}
      {added === undefined ? null : (
        <ins className={styles.after}>
          <span aria-hidden="true">+ </span>
          {added}
        </ins>
      )}
    </>
  );
}

/** Of the newest change: as it was before; of an older one: as it left the thing. */
function Restore({ entry, time, restored }: Pick<EntryProps, 'entry' | 'restored'> & { time: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const problem = useProblem();
  const readAgain = useReadAgain();
  const to = entry.newest ? 'before' : 'after';
  const restore = useMutation({
    mutationFn: () => restoreState(api, entry.id, { to }),
    onSuccess: () => Promise.all([readAgain(), restored?.()]),
  });
  // Where a secret alone was changed there is no state before it to go back to: it was never kept.
  const secret = entry.newest && entry.what === 'changed' && entry.changes.length === 0;
  const possible = entry.restorable[to] && !secret && entry.what !== (entry.newest ? 'created' : 'removed');
  if (!possible && restore.isIdle) return null;
  const label = t(!entry.newest ? 'history.restore' : entry.what === 'removed' ? 'history.bring-back' : 'history.undo');
  return (
    <div className={styles.restore}>
      <span role="status" className={styles.done}>
        {restore.isSuccess ? t('history.restored') : ''}
      </span>
      <Problem text={problem(restore.error)} />
      {possible && !restore.isSuccess ? (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('history.act-label', { act: label, time })}
          loading={restore.isPending}
          onClick={() => restore.mutate()}
        >
          {label}
        </Button>
      ) : null}
    </div>
  );
}
