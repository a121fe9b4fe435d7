// What a step has made already, in one sentence with a tick, and the place where it is changed; and a step of which nothing is left to do.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import styles from './StartPage.module.css';

type To = '/settings/hours' | '/settings/users' | '/settings/flows' | '/settings/trunks' | '/settings/numbers';

export function There({ text, to }: { text: string; to: To }): ReactNode {
  const { t } = useTranslation();
  return (
    <p className={styles.there}>
      <Icon name="check" size={18} />
      <span>
        {text}{' '}
        <Link to={to} className={styles.link}>
          {t('start.change')}
        </Link>
      </span>
    </p>
  );
}

export function Done({ text, to, onward }: { text: string; to: To; onward: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.stack}>
      <There text={text} to={to} />
      <div className={styles.buttons}>
        <Button onClick={onward}>{t('start.next')}</Button>
      </div>
    </div>
  );
}
