// The recovery codes, in sight this one time: to be copied or kept as a file before going on.
import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import styles from '../settings/SettingsPage.module.css';

export function RecoveryList({ codes, done }: { codes: readonly string[]; done: () => void }): ReactNode {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${t('security.codes-file')}\n\n${codes.join('\n')}\n`)}`;
  return (
    <div className={styles.stack}>
      <h2 ref={heading} tabIndex={-1}>
        {t('security.codes')}
      </h2>
      <p className={styles.text}>{t('security.codes-text')}</p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button
          component="a"
          variant="default"
          href={file}
          download="tandem-recovery-codes.txt"
          leftSection={<Icon name="download" size={16} />}
        >
          {t('security.codes-save')}
        </Button>
        <Button onClick={done}>{t('security.codes-done')}</Button>
      </div>
    </div>
  );
}
