// The inbox: messages of one's own box and of one's queues, new ones first to be taken; the open one can be heard and seen to.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { readVoicemails, voicemailCountsQuery, voicemailQuery, VOICEMAILS_KEY, type VoicemailState } from '../../api/voicemails.ts';
import { Failed } from '../../ui/Failed.tsx';
import { Message } from '../../ui/Message.tsx';
import { Page } from '../../ui/Page.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { useRowKeys } from '../interactions/use-row-keys.ts';
import { STATES } from './inbox.ts';
import { VoicemailRow } from './VoicemailRow.tsx';
import styles from './VoicemailsPage.module.css';

const route = getRouteApi('/shell/voicemails');

export function VoicemailsPage(): ReactNode {
  const { t } = useTranslation();
  const { state = 'new' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: counts } = useQuery(voicemailCountsQuery(useApi()));
  const words = (each: VoicemailState) =>
    each === 'new' && counts && counts.new > 0 ? `${t('voicemail.state.new')} ${counts.new}` : t(`voicemail.state.${each}`);
  return (
    <Page
      title={t('voicemail.title')}
      after={
        <Segments
          label={t('voicemail.which')}
          value={state}
          options={STATES.map((value) => ({ value, label: words(value) }))}
          onChange={(value) => void navigate({ search: { state: value } })}
        />
      }
    >
      <Messages key={state} state={state} />
    </Page>
  );
}

function Messages({ state }: { state: VoicemailState }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const { open } = route.useSearch();
  const list = useInfiniteQuery({
    queryKey: [...VOICEMAILS_KEY, state],
    queryFn: ({ pageParam, signal }) => readVoicemails(api, state, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const read = list.data?.pages.flatMap((page) => page.items) ?? [];
  const listed = read.some((each) => each.id === open);
  // What was just taken or done leaves this list, and stays in sight while it is open.
  const one = useQuery({ ...voicemailQuery(api, open ?? ''), enabled: open !== undefined && !list.isPending && !listed });
  const rows = one.data && !listed ? [one.data, ...read] : read;
  const keys = useRowKeys(rows);

  if (list.isPending) return <Skeletons label={t('common.loading')} rows={6} />;
  if (list.isError) {
    const words = errorWords(list.error);
    return <Failed title={t('voicemail.failed')} words={words} retry={() => void list.refetch()} />;
  }
  if (rows.length === 0) return <Message icon="inbox" title={t(`voicemail.empty.${state}`)} text={t(`voicemail.empty-text.${state}`)} />;
  return (
    <div ref={keys.table}>
      <ul className={styles.list} aria-label={t('voicemail.title')}>
        {rows.map((row) => (
          <VoicemailRow
            key={row.id}
            row={row}
            state={state}
            open={row.id === open}
            focusable={row.id === keys.current}
            onFocus={keys.setCurrent}
          />
        ))}
      </ul>
      <p className={styles.hint}>
        <kbd>j</kbd> <kbd>k</kbd> {t('contacts.hint.move')} <kbd>Enter</kbd> {t('contacts.hint.open')}
      </p>
      {list.hasNextPage ? (
        <button type="button" className={styles.more} disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? t('common.loading') : t('contacts.more')}
        </button>
      ) : null}
    </div>
  );
}
