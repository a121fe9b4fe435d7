// The audit trail's filters: who, about what, which object, how it ended, between which days.
import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { ChoiceField, TextField } from '../form/Fields.tsx';
import { useList } from '../form/use-list.ts';
import styles from './AuditPage.module.css';
import { KINDS, NO_FILTER, type AuditFilter } from './audit-filter.ts';
import { useAuditWords } from './audit-words.ts';

export function AuditFilters({ filter, onChange }: { filter: AuditFilter; onChange: (filter: AuditFilter) => void }): ReactNode {
  const { t } = useTranslation();
  const words = useAuditWords();
  const users = useList('users', mayDo(useUser(), 'users:read'));
  const set = (patch: Partial<AuditFilter>) => onChange({ ...filter, ...patch });
  const all = { value: '', label: t('form.all') };
  return (
    <div className={styles.filters} role="search" aria-label={t('audit.title')}>
      <ChoiceField
        label={t('audit.who')}
        value={filter.user}
        choices={[
          all,
          ...(users.data ?? [])
            .map(({ id, name }) => ({ value: id as string, label: name }))
            .toSorted((a, b) => a.label.localeCompare(b.label)),
        ]}
        onChange={(user) => set({ user })}
      />
      <ChoiceField
        label={t('audit.what')}
        value={filter.kind}
        choices={[all, ...KINDS.map((kind) => ({ value: kind as string, label: words.kind(kind) }))]}
        onChange={(kind) => set({ kind })}
      />
      <ChoiceField
        label={t('audit.outcome')}
        value={filter.outcome}
        choices={[
          all,
          ...(['done', 'denied', 'failed'] as const).map((value) => ({ value: value as string, label: t(`audit.outcomes.${value}`) })),
        ]}
        onChange={(outcome) => set({ outcome })}
      />
      {(['from', 'to'] as const).map((side) => (
        <TextInput
          key={side}
          type="date"
          label={t(`audit.${side}`)}
          value={filter[side]}
          onChange={(event) => set({ [side]: event.currentTarget.value })}
        />
      ))}
      <TextField label={t('audit.object')} mono value={filter.object} onChange={(object) => set({ object })} />
      {JSON.stringify(filter) === JSON.stringify(NO_FILTER) ? null : (
        <Button variant="default" onClick={() => onChange(NO_FILTER)}>
          {t('audit.clear')}
        </Button>
      )}
    </div>
  );
}
