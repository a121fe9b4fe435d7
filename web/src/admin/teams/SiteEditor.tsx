// One site: its name and its time zone.
import type { Site } from '@tandem/contract/api/users.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { TextField } from '../form/Fields.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';

const ZONES = Intl.supportedValuesOf('timeZone');

export function SiteEditor({ site, mayWrite, close }: { site: Site | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('sites');
  const form = useForm<{ name: string; zone: string }, Site>({
    initial: { name: site?.name ?? '', zone: site?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone },
    isNew: site === null,
    save: (changed, values) => (site ? acts.change(site.id, changed) : acts.make(values)),
    saved: (made) => {
      tellSaved(t('form.saved', { name: made.name }), site ? undo('site', made.id) : null);
      close();
    },
    at: { 'site.name-taken': 'name' },
  });
  const { values, set, errorAt } = form;
  return (
    <EditDrawer
      title={site ? site.name : t('sites.new')}
      form={form}
      isNew={site === null}
      mayWrite={mayWrite}
      close={close}
      history={site ? { kind: 'site', id: site.id } : undefined}
    >
      <TextField
        label={t('form.name')}
        autoFocus
        maxLength={100}
        value={values.name}
        error={errorAt('name')}
        onChange={(name) => set({ name })}
      />
      <TextField
        label={t('hours.zone')}
        hint={t('hours.zone-text')}
        list={ZONES}
        maxLength={60}
        value={values.zone}
        error={errorAt('zone')}
        onChange={(zone) => set({ zone })}
      />
    </EditDrawer>
  );
}
