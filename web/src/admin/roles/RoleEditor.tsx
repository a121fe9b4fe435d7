// One role: its names, what screens treat it as, and its permissions. Built-in ones are only shown.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Role } from '@tandem/contract/api/roles.ts';
import type { Permission, RoleName } from '@tandem/contract/permissions.ts';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changeRole, makeRole } from '../../api/access.ts';
import { useApi } from '../../api/context.tsx';
import { useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useUndo } from '../form/use-undo.ts';
import { HistoryPanel } from '../history/HistoryPanel.tsx';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';
import { chosenOf, PermissionMatrix, permissionsOf } from './PermissionMatrix.tsx';

const LIKE: readonly RoleName[] = ['agent', 'supervisor', 'administrator'];

export function RoleEditor({ role, mayWrite, close }: { role: Role | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const api = useApi();
  const words = useProblem();
  const user = useUser();
  const held = chosenOf(user.permissions as Permission[]);
  const [zh, setZh] = useState(role?.name?.['zh-CN'] ?? '');
  const [en, setEn] = useState(role?.name?.en ?? '');
  const [like, setLike] = useState<RoleName>(role?.like ?? 'agent');
  const [chosen, setChosen] = useState(chosenOf((role?.permissions ?? []) as Permission[]));
  const fixed = !mayWrite || role?.builtIn === true;

  const save = useMutation({
    mutationFn: () => {
      const name = { ...(zh.trim() === '' ? {} : { 'zh-CN': zh.trim() }), ...(en.trim() === '' ? {} : { en: en.trim() }) };
      const wanted = { name, like, permissions: permissionsOf(chosen) };
      return role ? changeRole(api, role.id, wanted) : makeRole(api, wanted);
    },
    onSuccess(made) {
      close();
      tellSaved(t('form.saved', { name: tenantText(made.name ?? {}, i18n.language) }), () => undo('role', made.id)().then(close));
    },
  });

  if (fixed) {
    return (
      <div className={styles.stack}>
        <p className={styles.soft}>{t(role?.builtIn ? 'roles.fixed-text' : 'roles.show-text')}</p>
        <PermissionMatrix chosen={chosen} held={held} />
        <div className={styles.buttons}>
          <Button variant="default" onClick={close}>
            {t('roles.back')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className={styles.form}>
        <TextInput label={t('roles.name-zh')} autoFocus maxLength={100} value={zh} onChange={(event) => setZh(event.currentTarget.value)} />
        <TextInput label={t('roles.name-en')} maxLength={100} value={en} onChange={(event) => setEn(event.currentTarget.value)} />
        <NativeSelect
          label={t('roles.like')}
          description={t('roles.like-text')}
          data={LIKE.map((value) => ({ value, label: t(`role.${value}`) }))}
          value={like}
          onChange={(event) => setLike(event.currentTarget.value as RoleName)}
        />
      </div>
      <p className={styles.soft}>{t('roles.matrix-text')}</p>
      <PermissionMatrix chosen={chosen} held={held} onChange={(next) => setChosen(next)} />
      <Problem text={words(save.error)} />
      <div className={styles.buttons}>
        <Button type="submit" loading={save.isPending} disabled={zh.trim() === '' && en.trim() === ''}>
          {t('roles.save')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('settings.cancel')}
        </Button>
      </div>
      {role ? <HistoryPanel kind="role" id={role.id} restored={close} /> : null}
    </form>
  );
}
