// What a report is about: of whom, over which days, by which interval, by which clock.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listQuery } from '../../api/admin.ts';
import { agentNamesQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { addressText, tenantText } from '../../ui/format.ts';
import { INTERVALS, KINDS, PERIODS, type ReportAddress } from './report-address.ts';
import styles from './ReportsPage.module.css';

const ZONES = Intl.supportedValuesOf('timeZone');

export function ReportBar({ address, onChange }: { address: ReportAddress; onChange: (address: ReportAddress) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const user = useUser();
  const { data: queues = [] } = useQuery({ ...queuesQuery(api), enabled: mayDo(user, 'queues:read') });
  const { data: agents = [] } = useQuery({ ...agentNamesQuery(api), enabled: mayDo(user, 'agents:read') });
  const { data: teams = [] } = useQuery({ ...listQuery(api, 'teams'), enabled: mayDo(user, 'agents:read') });
  const { kind = 'queues' } = address;

  const set = (change: ReportAddress) => {
    const next = { ...address, ...change };
    if (next.period !== 'days') Object.assign(next, { from: undefined, to: undefined });
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== '')));
  };
  const pick = (name: keyof ReportAddress) => ({
    value: address[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value || undefined }),
    size: 'xs' as const,
    className: styles.field,
  });
  // A browser may know a zone by another of its names.
  const zones = address.zone === undefined || ZONES.includes(address.zone) ? ZONES : [address.zone, ...ZONES];
  const whose = queues.map((queue) => ({ value: queue.id, label: tenantText(queue.name, i18n.language) }));
  return (
    <div className={styles.filters} role="search" aria-label={t('reports.filters')}>
      <div className={styles.kinds} role="group" aria-label={t('reports.kind')}>
        {KINDS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === kind}
            onClick={() => set({ kind: each, number: undefined, queue: undefined, agent: undefined, team: undefined })}
          >
            {t(`reports.by.${each}`)}
          </button>
        ))}
      </div>
      <NativeSelect
        aria-label={t('contacts.filter.period')}
        data={PERIODS.map((period) => ({ value: period, label: t(`reports.period.${period}`) }))}
        {...pick('period')}
        value={address.period ?? 'today'}
      />
      {address.period === 'days' ? (
        <>
          <TextInput type="date" aria-label={t('contacts.filter.from')} max={address.to} {...pick('from')} />
          <TextInput type="date" aria-label={t('contacts.filter.to')} min={address.from} {...pick('to')} />
        </>
      ) : null}
      <NativeSelect
        aria-label={t('reports.interval-label')}
        data={INTERVALS.map((interval) => ({ value: interval, label: t(`reports.interval.${interval}`) }))}
        {...pick('interval')}
        value={address.interval ?? '60'}
      />
      <NativeSelect
        aria-label={t('contacts.filter.queue')}
        data={[{ value: '', label: t('contacts.any.queue') }, ...whose]}
        {...pick('queue')}
      />
      <NativeSelect
        aria-label={t('contacts.filter.agent')}
        data={[{ value: '', label: t('contacts.any.agent') }, ...agents.map((agent) => ({ value: agent.id, label: agent.name }))]}
        {...pick('agent')}
      />
      {teams.length > 0 ? (
        <NativeSelect
          aria-label={t('reports.team')}
          data={[{ value: '', label: t('reports.any-team') }, ...teams.map((team) => ({ value: team.id, label: team.name }))]}
          {...pick('team')}
        />
      ) : null}
      <NativeSelect
        aria-label={t('reports.zone')}
        data={[{ value: '', label: t('reports.own-zone') }, ...zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))]}
        {...pick('zone')}
      />
      {address.number && kind !== 'agents' ? (
        <Button size="xs" variant="light" onClick={() => set({ number: undefined })}>
          {t('reports.one-number', { number: addressText(address.number) })}
        </Button>
      ) : null}
      {(address.queue ?? address.agent ?? address.team ?? address.number ?? address.zone) ? (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => set({ queue: undefined, agent: undefined, team: undefined, number: undefined, zone: undefined })}
        >
          {t('contacts.clear')}
        </Button>
      ) : null}
    </div>
  );
}
