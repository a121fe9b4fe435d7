// Sixth step: the number that callers dial, and the menu it leads to.
import { Button } from '@mantine/core';
import type { NumberView } from '@tandem/contract/api/numbers.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { make } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { addressText, tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { ChoiceField, TextField } from '../form/Fields.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useReadAgain } from '../form/use-list.ts';
import styles from './StartPage.module.css';
import { Done } from './There.tsx';

export function NumberStep({ onward }: { onward: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const readAgain = useReadAgain();
  const there = useList('numbers').data?.find(({ flow }) => flow !== null);
  const flows = (useList('flows').data ?? []).filter(({ publishedVersion }) => publishedVersion !== null);
  const form = useForm<{ number: string; flow: string }, NumberView>({
    initial: { number: '', flow: '' },
    isNew: true,
    save: (_, { number, flow }) => make(api, 'numbers', { number: number.trim(), flow: flow || flows[0]?.id, label: '' }),
    saved() {
      void readAgain();
      onward();
    },
    at: { 'number.unreadable': 'number', 'number.exists': 'number', 'number.unknown-flow': 'flow' },
  });
  if (there) return <Done text={t('start.number.there', { number: addressText(there.display) })} to="/settings/numbers" onward={onward} />;
  const { values, set, errorAt } = form;
  return (
    <form
      className={styles.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <p>{t('start.number.text')}</p>
      <div className={styles.pair}>
        <TextField
          label={t('start.number.number')}
          hint={t('start.number.number-text')}
          autoFocus
          value={values.number}
          error={errorAt('number')}
          maxLength={64}
          onChange={(number) => set({ number })}
        />
        {flows.length > 1 ? (
          <ChoiceField
            label={t('start.number.flow')}
            value={values.flow || (flows[0]?.id ?? '')}
            error={errorAt('flow')}
            choices={flows.map(({ id, name }) => ({ value: id as string, label: tenantText(name, i18n.language) }))}
            onChange={(flow) => set({ flow })}
          />
        ) : null}
      </div>
      {flows.length === 0 ? <p className={styles.soft}>{t('start.number.no-flow')}</p> : null}
      <Problem text={form.problem} />
      <div className={styles.buttons}>
        <Button type="submit" loading={form.saving} disabled={values.number.trim() === '' || flows.length === 0}>
          {t('start.number.make')}
        </Button>
        <Button variant="default" onClick={onward}>
          {t('start.later')}
        </Button>
      </div>
    </form>
  );
}
