// The second row of filters, shown where it is asked for or in use: how a contact ended, how long it was, what was said about it.
import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listQuery } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { dispositionsQuery } from '../../api/dispositions.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import styles from './FilterBar.module.css';
import { CHANNELS, OUTCOMES, type Filters } from './filters.ts';
import { LaterInput } from './LaterInput.tsx';

export function SearchBar({ filters, set }: { filters: Filters; set: (change: Filters) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const user = useUser();
  const { data: dispositions } = useQuery(dispositionsQuery(api, null));
  const { data: teams = [] } = useQuery({ ...listQuery(api, 'teams'), enabled: mayDo(user, 'agents:read') });
  const pick = (name: 'outcome' | 'disposition' | 'recorded' | 'team' | 'channel') => ({
    value: filters[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value || undefined }),
    size: 'xs' as const,
    className: styles.field,
  });
  const minutes = (name: 'min' | 'max', label: string) => (
    <NumberInput
      size="xs"
      className={styles.minutes}
      aria-label={label}
      placeholder={label}
      value={filters[name] ?? ''}
      min={0}
      allowDecimal={false}
      hideControls
      onChange={(value) => set({ [name]: typeof value === 'number' ? value : undefined })}
    />
  );
  return (
    <div className={styles.bar}>
      <NativeSelect
        aria-label={t('search.outcome')}
        data={[
          { value: '', label: t('search.any-outcome') },
          ...OUTCOMES.map((outcome) => ({ value: outcome, label: t(`search.outcomes.${outcome}`) })),
        ]}
        {...pick('outcome')}
        // When its agent took it is asked for by reports only.
        onChange={(event) => set({ outcome: (event.currentTarget.value || undefined) as Filters['outcome'], per: undefined })}
      />
      <NativeSelect
        aria-label={t('search.disposition')}
        data={[
          { value: '', label: t('search.any-disposition') },
          ...(dispositions?.names ?? []).map(({ key, path }) => ({
            value: key,
            label: path.map((name) => tenantText(name, i18n.language)).join(' / '),
          })),
        ]}
        {...pick('disposition')}
      />
      <NativeSelect
        aria-label={t('search.recorded')}
        data={[
          { value: '', label: t('search.any-recorded') },
          { value: 'yes', label: t('search.recording.yes') },
          { value: 'no', label: t('search.recording.no') },
        ]}
        {...pick('recorded')}
      />
      <NativeSelect
        aria-label={t('search.channel')}
        data={[
          { value: '', label: t('search.any-channel') },
          ...CHANNELS.map((channel) => ({ value: channel, label: t(`search.channels.${channel}`) })),
        ]}
        {...pick('channel')}
      />
      {teams.length > 0 ? (
        <NativeSelect
          aria-label={t('reports.team')}
          data={[{ value: '', label: t('reports.any-team') }, ...teams.map((team) => ({ value: team.id, label: team.name }))]}
          {...pick('team')}
        />
      ) : null}
      {minutes('min', t('search.shortest'))}
      {minutes('max', t('search.longest'))}
      <LaterInput value={filters.number ?? ''} onChange={(number) => set({ number: number || undefined })}>
        {(field) => (
          <TextInput size="xs" className={styles.field} aria-label={t('search.number')} placeholder={t('search.number')} {...field} />
        )}
      </LaterInput>
    </div>
  );
}
