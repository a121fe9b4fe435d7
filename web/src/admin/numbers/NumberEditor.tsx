// One number: how it is dialled, where its calls go, and what we call it.
import type { NumberView } from '@tandem/contract/api/numbers.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addressText, tenantText } from '../../ui/format.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { ChoiceField, TextField } from '../form/Fields.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { PreviewLink } from '../preview/PreviewLink.tsx';

type Values = { number: string; country: string; label: string; flow: string | null };

export function NumberEditor({ number, mayWrite, close }: { number: NumberView | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('numbers');
  const flows = useList('flows');
  const form = useForm<Values, NumberView>({
    initial: { number: '', country: '', label: number?.label ?? '', flow: number?.flow ?? null },
    isNew: number === null,
    save: (changed, { country, ...values }) =>
      number
        ? acts.change(number.id, changed)
        : acts.make(country.trim() === '' ? values : { ...values, country: country.trim().toUpperCase() }),
    saved: (made) => {
      tellSaved(t('form.saved', { name: addressText(made.display) }), undo('number', made.id));
      close();
    },
    at: { 'number.unreadable': 'number', 'number.exists': 'number', 'number.unknown-flow': 'flow' },
  });
  const { values, set, errorAt } = form;
  const flow = flows.data?.find((each) => each.id === values.flow);
  return (
    <EditDrawer
      title={number ? addressText(number.display) : t('numbers.new')}
      under={number?.label}
      form={form}
      isNew={number === null}
      mayWrite={mayWrite}
      close={close}
      remove={number ? { sure: t('numbers.sure'), run: () => acts.remove(number.id), done: close } : undefined}
      after={number?.flow ? <PreviewLink from={{ number: number.id }} /> : undefined}
      history={number ? { kind: 'number', id: number.id } : undefined}
    >
      {number === null ? (
        <>
          <TextField
            label={t('numbers.number')}
            hint={t('numbers.number-text')}
            autoFocus
            value={values.number}
            error={errorAt('number')}
            maxLength={64}
            onChange={(text) => set({ number: text })}
          />
          <TextField
            label={t('numbers.country')}
            hint={t('numbers.country-text')}
            value={values.country}
            error={errorAt('country')}
            maxLength={2}
            onChange={(country) => set({ country })}
          />
        </>
      ) : null}
      <ChoiceField
        label={t('numbers.goes-to')}
        hint={flow?.publishedVersion === null ? t('numbers.unpublished-text') : t('numbers.goes-to-text')}
        value={values.flow ?? ''}
        error={errorAt('flow')}
        choices={[
          { value: '', label: t('numbers.nowhere') },
          ...(flows.data ?? []).map(({ id, name }) => ({ value: id as string, label: tenantText(name, i18n.language) })),
        ]}
        onChange={(id) => set({ flow: id === '' ? null : id })}
      />
      <TextField
        label={t('numbers.label')}
        hint={t('numbers.label-text')}
        value={values.label}
        error={errorAt('label')}
        maxLength={120}
        onChange={(label) => set({ label })}
      />
    </EditDrawer>
  );
}
