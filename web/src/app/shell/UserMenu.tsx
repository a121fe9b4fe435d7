// The user's own menu: name, language, colours, signing out.
import { Button, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { signOut, useUser } from '../../api/session.ts';
import { showShortcuts } from '../../desktop/keys/Shortcuts.tsx';
import { usePhone } from '../../desktop/phone/PhoneProvider.tsx';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SidePopover } from '../../ui/SidePopover.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import styles from './Rail.module.css';

const SCHEMES: MantineColorScheme[] = ['light', 'dark', 'auto'];

/** `Wang Fang` -> `WF`, `王芳` -> `芳`. */
function initials(name: string): string {
  if (/\p{Script=Han}/u.test(name)) return name.slice(-1);
  const words = name.split(/\s+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word[0]!.toUpperCase())
    .join('');
}

export function UserMenu(): ReactNode {
  const { t, i18n } = useTranslation();
  const user = useUser();
  return (
    <SidePopover
      label={t('shell.user-menu', { name: user.name })}
      tooltip={user.name}
      width={256}
      className={styles.button}
      face={<span className={styles.initials}>{initials(user.name)}</span>}
    >
      <div className={styles.menu}>
        <div className={styles.who}>
          <div className={styles.name}>{user.name}</div>
          <div className={styles.soft}>{user.email}</div>
          <div className={styles.soft}>
            {user.roleName ? tenantText(user.roleName, i18n.language) : t(`role.${user.role}`)} · {user.tenantName}
          </div>
        </div>
        <LanguageSwitch showLabel />
        <ColourSwitch />
        <Button variant="subtle" size="xs" onClick={showShortcuts}>
          {t('desk.keys.open')}
        </Button>
        <SignOut />
      </div>
    </SidePopover>
  );
}

function ColourSwitch(): ReactNode {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const options = SCHEMES.map((value) => ({ value, label: t(`shell.scheme.${value}`) }));
  return <Segments size="small" label={t('shell.colours')} showLabel options={options} value={colorScheme} onChange={setColorScheme} />;
}

function SignOut(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const phone = usePhone();
  const leaving = useMutation({
    mutationFn: async () => {
      await phone?.release();
      await signOut(api, queries);
    },
  });
  const problem = leaving.error ? errorWords(leaving.error) : null;
  return (
    <>
      {problem ? (
        <div role="alert" className={styles.problem}>
          {problem.detail ?? t(problem.key)}
        </div>
      ) : null}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="leave" size={16} />}
        loading={leaving.isPending}
        onClick={() => leaving.mutate()}
      >
        {t('shell.sign-out')}
      </Button>
    </>
  );
}
