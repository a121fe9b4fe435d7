// One user: who he is, what he may, where he belongs, whether he takes work; below, his second step and his phones.
import { Button } from '@mantine/core';
import type { User } from '@tandem/contract/api/users.ts';
import type { RoleId } from '@tandem/contract/permissions.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { resetSecondFactor } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { ChoiceField, Group, Pair, SecretField, SwitchField, TextField } from '../form/Fields.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useListActs, useReadAgain } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';
import { useRoleNames } from './role-names.ts';
import { UserPhones } from './UserPhones.tsx';

type Values = {
  name: string;
  email: string;
  language: Language;
  role: RoleId;
  site: string;
  team: string | null;
  takesWork: boolean;
  active: boolean;
  password: string;
};

export function UserEditor({ user, mayWrite, close }: { user: User | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('users');
  const self = useUser();
  const roles = useRoleNames();
  const teams = useList('teams');
  const sites = useList('sites');
  const initial: Values = user
    ? { ...user, role: user.roleId, takesWork: user.agent !== null, password: '' }
    : {
        name: '',
        email: '',
        language: i18n.language === 'zh-CN' ? 'zh-CN' : 'en',
        role: 'agent',
        site: '',
        team: null,
        takesWork: true,
        active: true,
        password: '',
      };
  const form = useForm<Values, User>({
    initial: pick(initial),
    isNew: user === null,
    save: (changed, { active: _, site, ...values }) =>
      user ? acts.change(user.id, changed) : acts.make({ ...values, ...(site === '' ? {} : { site }) }),
    saved: (made, before) => {
      const back = user !== null && !('password' in before) ? undo('user', user.id) : null;
      tellSaved(t('form.saved', { name: made.name }), back);
      close();
    },
    at: {
      'user.email-taken': 'email',
      'user.password-weak': 'password',
      'team.not-found': 'team',
      'role.not-found': 'role',
      'permission.beyond-own': 'role',
    },
  });
  const { values, set, errorAt } = form;
  return (
    <EditDrawer
      title={user ? user.name : t('users.new')}
      under={user?.email}
      form={form}
      isNew={user === null}
      mayWrite={mayWrite}
      close={close}
      history={user ? { kind: 'user', id: user.id } : undefined}
      after={user ? <Beside user={user} mayWrite={mayWrite} /> : undefined}
    >
      <TextField
        label={t('form.name')}
        autoFocus={user === null}
        value={values.name}
        error={errorAt('name')}
        maxLength={100}
        onChange={(name) => set({ name })}
      />
      {user === null ? (
        <TextField
          label={t('users.email')}
          hint={t('users.email-text')}
          type="email"
          value={values.email}
          error={errorAt('email')}
          onChange={(email) => set({ email })}
        />
      ) : null}
      <Pair>
        <ChoiceField
          label={t('users.role')}
          value={values.role}
          error={errorAt('role')}
          choices={roles.all}
          onChange={(role) => set(user === null ? { role, takesWork: role === 'agent' } : { role })}
        />
        <ChoiceField
          label={t('shell.language')}
          value={values.language}
          choices={[
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
          onChange={(language) => set({ language })}
        />
        <ChoiceField
          label={t('users.team')}
          value={values.team ?? ''}
          error={errorAt('team')}
          choices={[
            { value: '', label: t('form.none') },
            ...(teams.data ?? []).map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          onChange={(team) => set({ team: team === '' ? null : team })}
        />
        {(sites.data?.length ?? 0) > 1 ? (
          <ChoiceField
            label={t('users.site')}
            value={values.site}
            error={errorAt('site')}
            choices={[
              ...(user === null ? [{ value: '', label: t('users.first-site') }] : []),
              ...sites.data!.map(({ id, name }) => ({ value: id as string, label: name })),
            ]}
            onChange={(site) => set({ site })}
          />
        ) : null}
      </Pair>
      <SwitchField
        label={t('users.takes-work')}
        hint={t('users.takes-work-text')}
        value={values.takesWork}
        onChange={(takesWork) => set({ takesWork })}
      />
      {user !== null && user.id !== self.id ? (
        <SwitchField label={t('users.active')} hint={t('users.active-text')} value={values.active} onChange={(active) => set({ active })} />
      ) : null}
      {user?.id === self.id ? null : (
        <SecretField
          label={t(user === null ? 'users.password' : 'users.new-password')}
          hint={t(user === null ? 'users.password-text' : 'users.new-password-text')}
          value={values.password}
          error={errorAt('password')}
          onChange={(password) => set({ password })}
        />
      )}
    </EditDrawer>
  );
}

const pick = ({ name, email, language, role, site, team, takesWork, active, password }: Values): Values => ({
  name,
  email,
  language,
  role,
  site,
  team,
  takesWork,
  active,
  password,
});

/** What acts at once, without the form's button. */
function Beside({ user, mayWrite }: { user: User; mayWrite: boolean }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const readAgain = useReadAgain();
  const words = useProblem();
  const self = useUser();
  const reset = useMutation({ mutationFn: () => resetSecondFactor(api, user.id), onSuccess: readAgain });
  return (
    <>
      {user.secondFactor && mayWrite ? (
        <Group title={t('users.second')} text={t('users.second-text')}>
          <Problem text={words(reset.error)} />
          <div className={styles.buttons}>
            <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate()}>
              {t('users.second-reset')}
            </Button>
          </div>
        </Group>
      ) : null}
      {user.agent !== null && mayDo(self, 'devices:read') ? (
        <UserPhones agent={user.agent} mayWrite={mayDo(self, 'devices:write')} />
      ) : null}
    </>
  );
}
