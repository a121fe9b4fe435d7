// Permissions in words. An action that has no word yet shows its own name, as it is better to be seen than to be hidden.
import type { Action, Scope } from '@tandem/contract/permissions.ts';
import { useTranslation } from 'react-i18next';

export function usePermissionWords(): { action: (action: Action) => string; scope: (scope: Scope) => string } {
  const { t } = useTranslation();
  return {
    action: (action) => t(`permission.${action.replace(':', '-')}`, { defaultValue: action }),
    scope: (scope) => t(`scope.${scope}`),
  };
}
