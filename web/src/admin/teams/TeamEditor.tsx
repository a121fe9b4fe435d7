// One team: its name, and for a new one where it belongs.
import type { Team } from '@tandem/contract/api/users.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { ChoiceField, TextField } from '../form/Fields.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';

type Values = { name: string; site: string; parent: string | null };

export function TeamEditor({ team, mayWrite, close }: { team: Team | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('teams');
  const [sites, teams] = [useList('sites'), useList('teams')];
  const form = useForm<Values, Team>({
    initial: { name: team?.name ?? '', site: '', parent: null },
    isNew: team === null,
    save: (_, { name, site, parent }) =>
      team ? acts.change(team.id, { name }) : acts.make({ name, parent, ...(site === '' ? {} : { site }) }),
    saved: (made) => {
      tellSaved(t('form.saved', { name: made.name }), undo('team', made.id));
      close();
    },
    at: { 'team.name-taken': 'name', 'site.not-found': 'site', 'team.not-found': 'parent' },
  });
  const { values, set, errorAt } = form;
  const named = (list: readonly { id: string; name: string }[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <EditDrawer
      title={team ? team.name : t('teams.new')}
      form={form}
      isNew={team === null}
      mayWrite={mayWrite}
      close={close}
      remove={team ? { sure: t('teams.sure'), run: () => acts.remove(team.id), done: close } : undefined}
      history={team ? { kind: 'team', id: team.id } : undefined}
    >
      <TextField
        label={t('form.name')}
        autoFocus
        maxLength={100}
        value={values.name}
        error={errorAt('name')}
        onChange={(name) => set({ name })}
      />
      {team === null ? (
        <>
          {(sites.data?.length ?? 0) > 1 ? (
            <ChoiceField
              label={t('users.site')}
              value={values.site || (sites.data?.[0]?.id ?? '')}
              error={errorAt('site')}
              choices={named(sites.data)}
              onChange={(site) => set({ site })}
            />
          ) : null}
          <ChoiceField
            label={t('teams.parent')}
            hint={t('teams.parent-text')}
            value={values.parent ?? ''}
            error={errorAt('parent')}
            choices={[{ value: '', label: t('form.none') }, ...named(teams.data)]}
            onChange={(parent) => set({ parent: parent === '' ? null : parent })}
          />
        </>
      ) : null}
    </EditDrawer>
  );
}
