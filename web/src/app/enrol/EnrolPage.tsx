// Where somebody sets up his second factor because his organisation asks for it: nothing else of the app is open to him before.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Enrolment } from '../../admin/security/Enrolment.tsx';
import { useApi } from '../../api/context.tsx';
import { SESSION_KEY, signOut } from '../../api/session.ts';
import { Mark } from '../../ui/icons.tsx';
import styles from '../login/LoginPage.module.css';
import { LanguageSwitch } from '../shell/LanguageSwitch.tsx';
import own from './EnrolPage.module.css';

export function EnrolPage(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leaving = useMutation({ mutationFn: () => signOut(api, queries) });
  const done = async () => {
    await queries.invalidateQueries({ queryKey: SESSION_KEY, refetchType: 'all' });
    await navigate({ to: '/', replace: true });
  };
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <LanguageSwitch />
      </header>
      <main className={styles.main}>
        <div className={`${styles.card} ${own.card}`}>
          <div className={styles.brand}>
            <Mark size={40} />
            <span>{t('app.name')}</span>
          </div>
          <h1 className={styles.title}>{t('security.must-title')}</h1>
          <p className={styles.lead}>{t('security.must-text')}</p>
          <Enrolment askPassword={false} done={() => void done()} />
          <Button variant="subtle" size="xs" loading={leaving.isPending} onClick={() => leaving.mutate()}>
            {t('shell.sign-out')}
          </Button>
        </div>
      </main>
    </div>
  );
}
