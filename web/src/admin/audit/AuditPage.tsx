// Settings, audit trail: who did what to what, when, and how it ended; found by each of these.
import { Button } from '@mantine/core';
import type { AuditEntry } from '@tandem/contract/api/audit.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ADMIN_KEY, readAudit } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { shortTime } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import register from '../form/Register.module.css';
import table from '../form/Table.module.css';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { AuditFilters } from './AuditFilters.tsx';
import styles from './AuditPage.module.css';
import { NO_FILTER, queryOf, type AuditFilter } from './audit-filter.ts';
import { useAuditWords } from './audit-words.ts';

const OUTCOMES = {
  done: { tone: 'live', icon: 'check' },
  denied: { tone: 'ringing', icon: 'cross' },
  failed: { tone: 'danger', icon: 'alert' },
} as const;

export function AuditPage(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const problem = useProblem();
  const [filter, setFilter] = useState<AuditFilter>(NO_FILTER);
  const query = queryOf(filter);
  const audit = useInfiniteQuery({
    queryKey: [...ADMIN_KEY, 'audit', query],
    queryFn: ({ pageParam, signal }) => readAudit(api, query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (last) => last,
  });
  const entries = audit.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <SettingsPage wide>
      <section className={register.register} aria-label={t('audit.title')}>
        <p className={register.lead}>{t('audit.lead')}</p>
        <AuditFilters filter={filter} onChange={setFilter} />
        <Problem text={problem(audit.error)} />
        {audit.isPending ? <Skeletons label={t('common.loading')} rows={8} /> : null}
        {audit.isSuccess && entries.length === 0 ? (
          <div className={register.sheet}>
            <Message
              icon="search"
              title={t('audit.none')}
              text={t('audit.none-text')}
              action={{ label: t('audit.clear'), run: () => setFilter(NO_FILTER) }}
            />
          </div>
        ) : null}
        {entries.length > 0 ? (
          <div className={register.sheet}>
            <table className={table.table} aria-label={t('audit.title')}>
              <thead>
                <tr>
                  <th scope="col">{t('audit.what')}</th>
                  <th scope="col">{t('audit.who')}</th>
                  <th scope="col">{t('audit.when')}</th>
                  <th scope="col" data-wide>
                    {t('audit.outcome')}
                  </th>
                  <th scope="col" data-wide>
                    {t('audit.address')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} />
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        {audit.hasNextPage ? (
          <div>
            <Button variant="default" loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
              {t('audit.more')}
            </Button>
          </div>
        ) : null}
      </section>
    </SettingsPage>
  );
}

function Entry({ entry }: { entry: AuditEntry }): ReactNode {
  const { t, i18n } = useTranslation();
  const words = useAuditWords();
  const now = useServerNow();
  const [open, setOpen] = useState(false);
  const who = entry.key
    ? t('audit.by-key', { key: entry.key.name, name: entry.user?.name ?? '' })
    : (entry.user?.name ?? t('audit.nobody'));
  return (
    <>
      <tr data-open={open}>
        <td>
          <button type="button" className={table.open} aria-expanded={open} onClick={() => setOpen(!open)}>
            {words.action(entry.action)}
          </button>
        </td>
        <td>{who}</td>
        <td>
          <time dateTime={new Date(entry.at).toISOString()}>{shortTime(entry.at, now, i18n.language)}</time>
        </td>
        <td data-wide>
          <StateBadge {...OUTCOMES[entry.outcome]} label={t(`audit.outcomes.${entry.outcome}`)} />
        </td>
        <td data-wide>
          <code className={styles.soft}>{entry.ip}</code>
        </td>
      </tr>
      {open ? (
        <tr className={styles.more}>
          <td colSpan={5}>
            <dl className={styles.facts}>
              <Fact name={t('audit.action')} value={entry.action} />
              <Fact name={t('audit.object')} value={entry.object ?? t('form.dash')} />
              <Fact name={t('audit.outcome')} value={t(`audit.outcomes.${entry.outcome}`)} />
              <Fact name={t('audit.address')} value={entry.ip} />
              {Object.entries(entry.details).map(([name, value]) => (
                <Fact key={name} name={name} value={typeof value === 'string' ? value : JSON.stringify(value)} />
              ))}
            </dl>
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }): ReactNode {
  return (
    <Fragment>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </Fragment>
  );
}
