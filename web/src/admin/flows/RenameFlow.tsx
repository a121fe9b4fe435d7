// The name of a flow, in both languages; what callers hear stays as it is.
import type { Flow } from '@tandem/contract/api/flows.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { saveDraft } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { tenantText } from '../../ui/format.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { textOf } from '../form/fields.ts';
import { NameFields } from '../form/NameAndKey.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useReadAgain } from '../form/use-list.ts';

export function RenameFlow({ flow, close }: { flow: Flow; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const readAgain = useReadAgain();
  const form = useForm<{ name: Flow['name'] }, Flow>({
    initial: { name: flow.name },
    isNew: false,
    save: (_, { name }) => saveDraft(api, flow.id, flow.draft, textOf(name)),
    saved: (named) => {
      void readAgain();
      tellSaved(t('form.saved', { name: tenantText(named.name, i18n.language) }));
      close();
    },
  });
  return (
    <EditDrawer title={t('flows.rename')} under={flow.key} form={form} isNew={false} mayWrite close={close}>
      <NameFields form={form} autoFocus />
    </EditDrawer>
  );
}
