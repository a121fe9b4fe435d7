// Actions down, scopes across: one choice a row. What the caller does not hold himself, or the action does not know, cannot be chosen.
import { ACTIONS, SCOPES, scopesOffered, type Action, type Permission, type Scope } from '@tandem/contract/permissions.ts';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayGive } from './may-give.ts';
import styles from './PermissionMatrix.module.css';
import { usePermissionWords } from './permission-words.ts';

export type Chosen = ReadonlyMap<Action, Scope>;

export function chosenOf(permissions: readonly Permission[]): Chosen {
  return new Map(permissions.map(({ action, scope }) => [action, scope]));
}

export function permissionsOf(chosen: Chosen): Permission[] {
  return [...chosen].map(([action, scope]) => ({ action, scope }));
}

/** Without `onChange` it only shows. */
export function PermissionMatrix({
  chosen,
  held,
  onChange,
}: {
  chosen: Chosen;
  held: Chosen;
  onChange?: (chosen: Chosen) => void;
}): ReactNode {
  const { t } = useTranslation();
  const words = usePermissionWords();
  const id = useId();
  const choose = (action: Action, scope: Scope | null) => {
    const next = new Map(chosen);
    if (scope === null) next.delete(action);
    else next.set(action, scope);
    onChange?.(next);
  };
  const columns: (Scope | null)[] = [null, ...SCOPES];
  return (
    <div className={styles.scroll} role="region" tabIndex={0} aria-label={t('roles.permissions')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('roles.action')}</th>
            {columns.map((scope) => (
              <th key={scope ?? 'none'} scope="col">
                {scope === null ? t('scope.none') : words.scope(scope)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ACTIONS.map((action) => (
            <tr key={action}>
              <th scope="row">{words.action(action)}</th>
              {columns.map((scope) => {
                const current = chosen.get(action) ?? null;
                const offered = scope === null || scopesOffered(action).includes(scope);
                const may = scope === null || mayGive(held.get(action) ?? null, scope) || scope === current;
                const label = `${words.action(action)}: ${scope === null ? t('scope.none') : words.scope(scope)}`;
                return (
                  <td key={scope ?? 'none'} data-chosen={scope !== null && scope === current}>
                    {offered ? (
                      <input
                        type="radio"
                        name={`${id} ${action}`}
                        aria-label={label}
                        checked={scope === current}
                        disabled={!onChange || !may}
                        onChange={() => choose(action, scope)}
                      />
                    ) : null}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
