// Roles by the names people know them by: our own words for the built-in ones, the tenant's for those it made.
import type { RoleId } from '@tandem/contract/permissions.ts';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { useList } from '../form/use-list.ts';

export function useRoleNames(): { name: (id: RoleId) => string; all: { value: RoleId; label: string }[] } {
  const { t, i18n } = useTranslation();
  const roles = useList('roles');
  const all = (roles.data ?? []).map((role) => ({
    value: role.id,
    label: role.name ? tenantText(role.name, i18n.language) : t(`role.${role.like}`),
  }));
  return { all, name: (id) => all.find((role) => role.value === id)?.label ?? (id.startsWith('rol_') ? '' : t(`role.${id}`)) };
}
