// The contacts list: every interaction the user may see, live, filtered by what the address says.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorWords } from '../../api/problem.ts';
import { mayDoBeyondOwn, useUser } from '../../api/session.ts';
import { OwnDay } from '../day/OwnDay.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Failed } from '../../ui/Failed.tsx';
import { Message } from '../../ui/Message.tsx';
import { Page } from '../../ui/Page.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { ContactTable } from './ContactTable.tsx';
import { FilterBar } from './FilterBar.tsx';
import { Found } from './Found.tsx';
import { isFiltered, type Filters } from './filters.ts';
import { holdBelow } from './held-rows.ts';
import styles from './InteractionsPage.module.css';
import { useLiveList } from './use-live-list.ts';

const route = getRouteApi('/shell/interactions');

export function InteractionsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filters = route.useSearch();
  const { agent } = useUser();
  const setFilters = (next: Filters) => void navigate({ to: '/interactions', search: next, replace: true });
  return (
    <Page title={t('contacts.title')} after={<FilterBar filters={filters} onChange={setFilters} />}>
      {agent === null ? null : <OwnDay agent={agent} />}
      {filters.outcome ? <Found key={JSON.stringify(filters)} filters={filters} /> : null}
      <List key={JSON.stringify(filters)} filters={filters} onClear={() => setFilters({})} />
    </Page>
  );
}

function List({ filters, onClear }: { filters: Filters; onClear: () => void }): ReactNode {
  const { t } = useTranslation();
  const list = useLiveList(filters);
  const user = useUser();
  const top = useRef<HTMLDivElement>(null);
  const [heldBy, setHeldBy] = useState<{ id: string; startedAt: number } | null>(null);
  const { shown, waiting } = holdBelow(list.rows, heldBy);
  const newest = list.rows[0] ?? null;

  // Held from the moment the head of the list is scrolled out of sight until it is back.
  useEffect(() => {
    const mark = top.current;
    if (!mark) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      setHeldBy((held) => (entry!.isIntersecting ? null : (held ?? newest)));
    });
    observer.observe(mark);
    return () => observer.disconnect();
  }, [newest]);

  if (list.isPending) return <Skeletons label={t('common.loading')} rows={12} />;
  if (list.isError && list.rows.length === 0) {
    return <Failed title={t('contacts.failed')} words={errorWords(list.error)} retry={() => void list.refetch()} />;
  }
  if (list.rows.length === 0) {
    return isFiltered(filters) ? (
      <Message
        icon="search"
        title={t('contacts.none-match')}
        text={t('contacts.none-match-text')}
        action={{ label: t('contacts.clear'), run: onClear }}
      />
    ) : (
      <Message icon="phone" title={t('contacts.empty')} text={t('contacts.empty-text')} />
    );
  }
  return (
    <>
      <div ref={top} className={styles.top} />
      <div role="status" className={styles.news}>
        {waiting > 0 ? (
          <button type="button" className={styles.newsButton} onClick={() => top.current?.scrollIntoView({ block: 'start' })}>
            {t('contacts.new', { count: waiting })}
          </button>
        ) : null}
      </div>
      <ContactTable rows={shown} closed={filters.calls === 'missed' && !mayDoBeyondOwn(user, 'interactions:read')} />
      <More reading={list.isFetchingNextPage} more={list.hasNextPage} read={() => void list.fetchNextPage()} />
    </>
  );
}

/** Reads on when the end of the list comes near; the button serves those who do not scroll, and shows that there is more. */
function More({ reading, more, read }: { reading: boolean; more: boolean; read: () => void }): ReactNode {
  const { t } = useTranslation();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = end.current;
    if (!mark || !more || reading) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry!.isIntersecting && read(), { rootMargin: '600px' });
    observer.observe(mark);
    return () => observer.disconnect();
  });
  return (
    <div ref={end} className={styles.more}>
      {more ? (
        <button type="button" className={styles.moreButton} disabled={reading} onClick={read}>
          <Icon name="chevron" size={16} />
          {reading ? t('common.loading') : t('contacts.more')}
        </button>
      ) : (
        <span>{t('contacts.end')}</span>
      )}
    </div>
  );
}
