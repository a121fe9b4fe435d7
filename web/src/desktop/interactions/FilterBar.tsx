// The filters above the contacts list. Each is a native control: quick with keys, right on phones.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentNamesQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { mayDo, mayDoBeyondOwn, useUser } from '../../api/session.ts';
import { fullTime, tenantText } from '../../ui/format.ts';
import { CALLS, isFiltered, PERIODS, SEARCHED, STATES, type Filters } from './filters.ts';
import styles from './FilterBar.module.css';
import { LaterInput } from './LaterInput.tsx';

/** Asked for now and then: not part of the first load. */
const SearchBar = lazy(async () => ({ default: (await import('./SearchBar.tsx')).SearchBar }));

export function FilterBar({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const user = useUser();
  const { data: queues = [] } = useQuery({ ...queuesQuery(api), enabled: mayDo(user, 'queues:read') });
  const seesOthers = mayDoBeyondOwn(user, 'interactions:read') && mayDo(user, 'agents:read');
  const { data: agents = [] } = useQuery({ ...agentNamesQuery(api), enabled: seesOthers });

  const set = (change: Filters) => {
    const next = { ...filters, ...change };
    if (next.period !== 'days') Object.assign(next, { from: undefined, to: undefined });
    if (next.period !== 'span') Object.assign(next, { since: undefined, until: undefined });
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== '')));
  };
  const pick = (name: keyof Filters) => ({
    value: filters[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value || undefined }),
    size: 'xs' as const,
    className: styles.field,
  });

  const used = SEARCHED.filter((name) => name !== 'q' && filters[name] !== undefined).length;
  const [open, setOpen] = useState(false);
  const span = (at: number) => fullTime(at, i18n.language).replace(/:\d{2}$/, '');
  return (
    <div className={styles.bars} role="search" aria-label={t('contacts.filters')}>
      <div className={styles.bar}>
        <LaterInput value={filters.q ?? ''} onChange={(q) => set({ q: q || undefined })}>
          {(field) => (
            <TextInput
              size="xs"
              type="search"
              className={styles.field}
              aria-label={t('search.text')}
              placeholder={t('search.text')}
              maxLength={80}
              {...field}
            />
          )}
        </LaterInput>
        <NativeSelect
          aria-label={t('contacts.filter.state')}
          data={[
            { value: '', label: t('contacts.any.state') },
            ...STATES.map((state) => ({ value: state, label: t(`contacts.state.${state}`) })),
          ]}
          {...pick('state')}
        />
        <NativeSelect
          aria-label={t('desk.log.calls')}
          data={[
            { value: '', label: t('desk.log.any') },
            ...CALLS.filter((each) => each !== 'missed' || user.agent !== null).map((each) => ({
              value: each,
              label: t(`desk.log.${each}`),
            })),
          ]}
          {...pick('calls')}
        />
        <NativeSelect
          aria-label={t('contacts.filter.queue')}
          data={[
            { value: '', label: t('contacts.any.queue') },
            ...queues.map((queue) => ({ value: queue.id, label: tenantText(queue.name, i18n.language) })),
          ]}
          {...pick('queue')}
        />
        {seesOthers ? (
          <NativeSelect
            aria-label={t('contacts.filter.agent')}
            data={[{ value: '', label: t('contacts.any.agent') }, ...agents.map((agent) => ({ value: agent.id, label: agent.name }))]}
            {...pick('agent')}
          />
        ) : null}
        <NativeSelect
          aria-label={t('contacts.filter.period')}
          data={[
            { value: '', label: t('contacts.any.period') },
            ...PERIODS.map((period) => ({ value: period, label: t(`contacts.period.${period}`) })),
            ...(filters.period === 'span' && filters.since !== undefined && filters.until !== undefined
              ? [{ value: 'span', label: t('search.span', { from: span(filters.since), to: span(filters.until) }) }]
              : []),
          ]}
          {...pick('period')}
          className={filters.period === 'span' ? styles.wide : styles.field}
        />
        {filters.period === 'days' ? (
          <>
            <TextInput type="date" aria-label={t('contacts.filter.from')} max={filters.to} {...pick('from')} />
            <TextInput type="date" aria-label={t('contacts.filter.to')} min={filters.from} {...pick('to')} />
          </>
        ) : null}
        {used > 0 ? null : (
          <Button size="xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('search.less') : t('search.more')}
          </Button>
        )}
        {isFiltered(filters) ? (
          <Button size="xs" variant="subtle" onClick={() => onChange({})}>
            {t('contacts.clear')}
          </Button>
        ) : null}
      </div>
      {open || used > 0 ? (
        <Suspense>
          <SearchBar filters={filters} set={set} />
        </Suspense>
      ) : null}
    </div>
  );
}
