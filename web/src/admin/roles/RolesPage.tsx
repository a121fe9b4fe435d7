// Settings, roles: the built-in ones to look at, the tenant's own to make, change and remove.
import { Button } from '@mantine/core';
import type { Role } from '@tandem/contract/api/roles.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { removeRole, ROLES_KEY, rolesQuery } from '../../api/access.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import styles from '../settings/SettingsPage.module.css';
import table from '../settings/Table.module.css';
import { useProblem } from '../settings/use-problem.ts';
import { RoleEditor } from './RoleEditor.tsx';

function useRoleName(): (role: Role) => string {
  const { t, i18n } = useTranslation();
  return (role) => (role.name ? tenantText(role.name, i18n.language) : t(`role.${role.like}`));
}

export function RolesPage(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const words = useProblem();
  const name = useRoleName();
  const mayWrite = mayDo(useUser(), 'roles:write');
  const roles = useQuery(rolesQuery(api));
  const [open, setOpen] = useState<Role | 'new' | null>(null);
  const close = () => {
    setOpen(null);
    void queries.invalidateQueries({ queryKey: ROLES_KEY });
  };
  const remove = useMutation({
    mutationFn: (role: Role) => removeRole(api, role.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ROLES_KEY }),
  });

  if (open !== null) {
    const role = open === 'new' ? null : open;
    return (
      <SettingsPage>
        <Panel title={role ? name(role) : t('roles.new')}>
          <RoleEditor role={role} mayWrite={mayWrite} close={close} />
        </Panel>
      </SettingsPage>
    );
  }
  return (
    <SettingsPage>
      <Panel
        title={t('settings.roles')}
        aside={
          mayWrite ? (
            <Button size="xs" onClick={() => setOpen('new')}>
              {t('roles.new')}
            </Button>
          ) : null
        }
        flush
      >
        <p className={table.lead}>{t('roles.text')}</p>
        <Problem text={words(remove.error ?? roles.error)} />
        {roles.isPending ? <Skeletons label={t('common.loading')} rows={3} /> : null}
        <ul>
          {roles.data?.map((role) => (
            <li key={role.id} className={table.row}>
              <div>
                <div className={table.name}>{name(role)}</div>
                <div className={styles.soft}>
                  {t(role.builtIn ? 'roles.built-in' : 'roles.made')} · {t('roles.users', { count: role.users })} ·{' '}
                  {t('roles.holds', { count: role.permissions.length })}
                </div>
              </div>
              <div className={styles.buttons}>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${t(role.builtIn || !mayWrite ? 'roles.show' : 'roles.change')}: ${name(role)}`}
                  onClick={() => setOpen(role)}
                >
                  {t(role.builtIn || !mayWrite ? 'roles.show' : 'roles.change')}
                </Button>
                {role.builtIn || !mayWrite ? null : (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`${t('roles.remove')}: ${name(role)}`}
                    loading={remove.isPending && remove.variables.id === role.id}
                    onClick={() => remove.mutate(role)}
                  >
                    {t('roles.remove')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      </Panel>
    </SettingsPage>
  );
}
