// One prompt or music: its names, its key while it is new, and then its recordings.
import type { Prompt } from '@tandem/contract/api/prompts.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { named, textOf } from '../form/fields.ts';
import { ChoiceField } from '../form/Fields.tsx';
import { KeyField, NameFields } from '../form/NameAndKey.tsx';
import { useOpen } from '../form/Register.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { Recording } from './Recording.tsx';
import { slotsOf } from './slots.ts';
import { Uses } from './Uses.tsx';

type Values = Pick<Prompt, 'key' | 'kind' | 'name'>;

export function PromptEditor({ prompt, mayWrite, close }: { prompt: Prompt | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('prompts');
  const [, setOpen] = useOpen();
  const form = useForm<Values, Prompt>({
    initial: { key: prompt?.key ?? '', kind: prompt?.kind ?? 'speech', name: prompt?.name ?? {} },
    isNew: prompt === null,
    save: (_, values) =>
      prompt ? acts.change(prompt.id, { name: textOf(values.name) }) : acts.make({ kind: values.kind, ...named(values) }),
    saved: (made) => {
      tellSaved(t('form.saved', { name: tenantText(made.name, i18n.language) }), undo('prompt', made.id));
      // A new one is recorded next.
      if (prompt === null) setOpen(made.id);
      else close();
    },
    at: { 'prompt.exists': 'key', 'prompt.shipped': 'key' },
  });
  const { values, set } = form;
  return (
    <EditDrawer
      title={prompt ? tenantText(prompt.name, i18n.language) : t('prompts.new')}
      under={prompt?.key}
      form={form}
      isNew={prompt === null}
      mayWrite={mayWrite}
      close={close}
      remove={prompt ? { sure: t('prompts.sure'), run: () => acts.remove(prompt.id), done: close } : undefined}
      history={prompt ? { kind: 'prompt', id: prompt.id } : undefined}
      after={
        prompt ? (
          <>
            {slotsOf(prompt.kind).map((slot) => (
              <Recording key={slot} prompt={prompt} slot={slot} mayWrite={mayWrite} />
            ))}
            <Uses prompt={prompt.id} />
          </>
        ) : undefined
      }
    >
      <NameFields form={form} autoFocus={prompt === null} />
      {prompt === null ? (
        <>
          <ChoiceField
            label={t('prompts.kind')}
            hint={t('prompts.kind-text')}
            value={values.kind}
            choices={(['speech', 'music'] as const).map((kind) => ({ value: kind, label: t(`prompts.kinds.${kind}`) }))}
            onChange={(kind) => set({ kind })}
          />
          <KeyField form={form} />
        </>
      ) : null}
    </EditDrawer>
  );
}
