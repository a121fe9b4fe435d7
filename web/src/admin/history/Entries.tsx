// Changes, newest first: who made each and when, what it changed from what to what, and a button that has an earlier state again.
import { Button } from '@mantine/core';
import type { HistoryKind } from '@tandem/contract/history.ts';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { historyQuery, restoreState, type HistoryEntry, type RestoreState } from '../../api/history.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { shortTime } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { useReadAgain } from '../form/use-list.ts';
import { useProblem } from '../settings/use-problem.ts';
import styles from './History.module.css';
import { RestoreAsks } from './RestoreAsks.tsx';
import { changeWords, inOrder, titleOf, type ChangeWords, type Words } from './words.ts';

const DryRun = lazy(async () => ({ default: (await import('../whatif/DryRun.tsx')).DryRun }));
/** Kinds whose states a day can be played with. */
const TRIED: readonly HistoryKind[] = ['queue', 'routing-rules'];
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
      <Compared entry={entry} words={words} />
      <Restore entry={entry} time={time} restored={restored} />
    </li>
  );
}

/** Side by side with today, and what a day would have been with it: what somebody wants to know before he has it again. */
function Compared({ entry, words }: { entry: HistoryEntry; words: Words }): ReactNode {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'today' | 'dry' | null>(null);
  const mayTry = mayDo(useUser(), 'what-if:run') && TRIED.includes(entry.kind) && entry.what !== 'removed';
  const toNow = entry.toNow?.length ? inOrder(entry.toNow).map((change) => changeWords(change, entry.names, words)) : null;
  const button = (which: 'today' | 'dry', label: string) => (
    <Button
      size="compact-xs"
      variant="default"
      aria-expanded={shown === which}
      onClick={() => setShown((before) => (before === which ? null : which))}
    >
      {label}
    </Button>
  );
  if (toNow === null && !mayTry) return null;
  return (
    <>
      <div>
        {toNow === null ? null : button('today', t('history.compare'))}
        {mayTry ? button('dry', t('what-if.dry.version')) : null}
      </div>
      {shown === 'today' && toNow ? (
        <div className={styles.compared}>
          <p className={styles.soft}>{t('history.then-now')}</p>
          <Changes changes={toNow} />
        </div>
      ) : null}
      {shown === 'dry' ? (
        <Suspense>
          <DryRun question={{ versions: [entry.id] }} queue={entry.object} />
        </Suspense>
      ) : null}
    </>
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
  const [asking, setAsking] = useState(false);
  const to = entry.newest ? 'before' : 'after';
  const asks = entry.asks?.[to] ?? [];
  const restore = useMutation({
    mutationFn: (given: RestoreState['given']) => restoreState(api, entry.id, { to, ...(given === undefined ? {} : { given }) }),
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
        {restore.isSuccess ? t(restore.data.secret === undefined ? 'history.restored' : 'history.new-key') : ''}
      </span>
      {restore.data?.secret === undefined ? null : <code className={styles.newKey}>{restore.data.secret}</code>}
      <Problem text={problem(restore.error)} />
      {asking && !restore.isSuccess ? (
        <RestoreAsks asks={asks} act={label} busy={restore.isPending} restore={restore.mutate} close={() => setAsking(false)} />
      ) : null}
      {possible && !asking && !restore.isSuccess ? (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('history.act-label', { act: label, time })}
          loading={restore.isPending}
          onClick={() => (asks.length > 0 ? setAsking(true) : restore.mutate(undefined))}
        >
          {label}
        </Button>
      ) : null}
    </div>
  );
}
