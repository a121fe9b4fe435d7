// What a digital worker did today, beside how he is set up.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DigitalWorker } from '../../api/workers.ts';
import { dayFigures } from '../../api/worker-day.ts';
import { Group } from '../form/Fields.tsx';
import styles from './WorkerFigures.module.css';

export function WorkerFigures({ worker }: { worker: DigitalWorker }): ReactNode {
  const { t, i18n } = useTranslation();
  return (
    <Group title={t('workers.today')} text={t('workers.today-text')}>
      <dl className={styles.figures}>
        {dayFigures(worker, i18n.language).map(({ key, value }) => (
          <div key={key} className={styles.figure}>
            <dt>{t(`workers.day.${key}`)}</dt>
            <dd data-figure={key}>{value}</dd>
          </div>
        ))}
      </dl>
    </Group>
  );
}
