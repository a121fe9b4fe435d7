// One skill: its name; its levels stand in the matrix.
import type { Skill } from '@tandem/contract/api/queues.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { named, textOf } from '../form/fields.ts';
import { KeyField, NameFields } from '../form/NameAndKey.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';

export function SkillEditor({ skill, close }: { skill: Skill | null; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('skills');
  const form = useForm<{ key: string; name: Skill['name'] }, Skill>({
    initial: { key: skill?.key ?? '', name: skill?.name ?? {} },
    isNew: skill === null,
    save: (_, { key, name }) => (skill ? acts.change(skill.id, { name: textOf(name) }) : acts.make(named({ key, name }))),
    saved: (made) => {
      tellSaved(t('form.saved', { name: tenantText(made.name, i18n.language) }), undo('skill', made.id));
      close();
    },
    at: { 'skill.exists': 'key' },
  });
  return (
    <EditDrawer
      title={skill ? tenantText(skill.name, i18n.language) : t('skills.new')}
      under={skill?.key}
      form={form}
      isNew={skill === null}
      mayWrite
      close={close}
      remove={skill ? { sure: t('skills.sure'), run: () => acts.remove(skill.id), done: close } : undefined}
      history={skill ? { kind: 'skill', id: skill.id } : undefined}
    >
      <NameFields form={form} autoFocus />
      {skill === null ? <KeyField form={form} /> : null}
    </EditDrawer>
  );
}
