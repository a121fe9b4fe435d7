// Fifth step: the way to the telephone network, or none for now.
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../form/use-list.ts';
import { TrunkEditor } from '../trunks/TrunkEditor.tsx';
import styles from './StartPage.module.css';
import { There } from './There.tsx';

export function TrunkStep({ onward }: { onward: () => void }): ReactNode {
  const { t } = useTranslation();
  const trunks = useList('trunks').data ?? [];
  const [adding, setAdding] = useState(false);
  return (
    <div className={styles.stack}>
      <p>{t('start.trunk.text')}</p>
      {trunks.length === 0 ? null : <There text={t('start.trunk.there', { count: trunks.length })} to="/settings/trunks" />}
      <div className={styles.buttons}>
        <Button variant={trunks.length === 0 ? 'filled' : 'default'} onClick={() => setAdding(true)}>
          {t('start.trunk.add')}
        </Button>
        <Button variant={trunks.length === 0 ? 'default' : 'filled'} onClick={onward}>
          {t(trunks.length === 0 ? 'start.trunk.inside' : 'start.next')}
        </Button>
      </div>
      {adding ? <TrunkEditor trunk={null} mayWrite close={() => setAdding(false)} /> : null}
    </div>
  );
}
