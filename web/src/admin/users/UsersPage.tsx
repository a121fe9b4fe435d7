// Settings, users: everybody who signs in, by name, role and team.
import type { User } from '@tandem/contract/api/users.ts';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { Icon } from '../../ui/icons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { ChoiceField } from '../form/Fields.tsx';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import styles from './import/Import.module.css';
import { useRoleNames } from './role-names.ts';
import { UserEditor } from './UserEditor.tsx';

type Shown = 'active' | 'inactive' | 'all';

export function UsersPage(): ReactNode {
  const { t } = useTranslation();
  const mayWrite = mayDo(useUser(), 'users:write');
  const users = useList('users');
  const teams = useList('teams');
  const roles = useRoleNames();
  const [shown, setShown] = useState<Shown>('active');
  const [team, setTeam] = useState('');
  const teamName = (user: User) => teams.data?.find((each) => each.id === user.team)?.name ?? '';
  const columns: Column<User>[] = [
    { key: 'name', head: t('form.name'), cell: (user) => user.name, sort: (user) => user.name },
    { key: 'email', head: t('users.email'), cell: (user) => user.email, sort: (user) => user.email, wide: true },
    { key: 'role', head: t('users.role'), cell: (user) => roles.name(user.roleId), sort: (user) => roles.name(user.roleId) },
    { key: 'team', head: t('users.team'), cell: (user) => teamName(user) || t('form.dash'), sort: teamName, wide: true },
    { key: 'work', head: t('users.takes-work'), cell: (user) => t(user.agent === null ? 'form.no' : 'form.yes'), wide: true },
    {
      key: 'state',
      head: t('users.state'),
      cell: (user) =>
        user.active ? (
          <StateBadge tone="live" icon="check" label={t('users.active')} />
        ) : (
          <StateBadge tone="quiet" icon="moon" label={t('users.inactive')} />
        ),
      sort: (user) => Number(!user.active),
      wide: true,
    },
  ];
  const items = users.data
    ?.filter((user) => shown === 'all' || user.active === (shown === 'active'))
    .filter((user) => team === '' || user.team === team)
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <SettingsPage wide>
      {mayWrite ? (
        <p>
          <Link to="/settings/users/import" className={styles.link}>
            <Icon name="folder" size={16} />
            {t('import.open')}
          </Link>
        </p>
      ) : null}
      <Register
        title={t('users.title')}
        lead={t('users.lead')}
        items={items}
        all={users.data}
        error={users.error}
        columns={columns}
        words={(user) => `${user.name} ${user.email} ${teamName(user)} ${roles.name(user.roleId)}`}
        empty={{ icon: 'person', title: t('users.none'), text: t('users.none-text') }}
        newLabel={mayWrite ? t('users.new') : null}
        filters={
          <>
            <ChoiceField
              hideLabel
              label={t('users.state')}
              value={shown}
              onChange={setShown}
              choices={[
                { value: 'active', label: t('users.only-active') },
                { value: 'inactive', label: t('users.only-inactive') },
                { value: 'all', label: t('form.all') },
              ]}
            />
            <ChoiceField
              hideLabel
              label={t('users.team')}
              value={team}
              onChange={setTeam}
              choices={[
                { value: '', label: t('users.every-team') },
                ...(teams.data ?? []).map(({ id, name }) => ({ value: id as string, label: name })),
              ]}
            />
          </>
        }
        editor={(user, close) => <UserEditor user={user} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}
