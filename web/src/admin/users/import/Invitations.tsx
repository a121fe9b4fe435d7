// The first passwords, told once: as a list to read from, and as a file to keep.
import { Button } from '@mantine/core';
import type { AppliedUserImport } from '@tandem/contract/api/imports.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../ui/icons.tsx';
import styles from './Import.module.css';
import { invitationSheet } from './invitation-sheet.ts';

const MOST_ROWS = 50;

export function Invitations({ people }: { people: AppliedUserImport['invitations'] }): ReactNode {
  const { t } = useTranslation();
  const heads = [t('users.email'), t('form.name'), t('users.password')] as const;
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([invitationSheet(heads, people)], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'first-passwords.csv';
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <div className={styles.secret}>
      <p>{t('import.once')}</p>
      <div className={styles.sheet} tabIndex={0} role="region" aria-label={t('import.passwords')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head}>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.slice(0, MOST_ROWS).map(({ email, name, password }) => (
              <tr key={email}>
                <td>{email}</td>
                <td>{name}</td>
                <td>
                  <code className={styles.password}>{password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {people.length > MOST_ROWS ? <p className={styles.more}>{t('import.more-in-file', { count: people.length - MOST_ROWS })}</p> : null}
      </div>
      <div className={styles.buttons}>
        <Button leftSection={<Icon name="download" size={16} />} onClick={save}>
          {t('import.save-passwords')}
        </Button>
      </div>
    </div>
  );
}
