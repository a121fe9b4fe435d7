// Last step: a call to the own number that an agent answers.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { takenCallQuery } from '../../api/first-steps.ts';
import { addressText } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useList } from '../form/use-list.ts';
import styles from './StartPage.module.css';

const LOOK_MS = 3_000;

export function CallStep({ dialler }: { dialler: (number: string) => ReactNode }): ReactNode {
  const { t } = useTranslation();
  const number = useList('numbers').data?.find(({ flow }) => flow !== null);
  const ready = (useList('agents', true, LOOK_MS).data ?? []).filter(({ state }) => state === 'idle').length;
  const taken = useQuery(takenCallQuery(useApi())).data;
  return (
    <div className={styles.stack}>
      <p>{t('start.call.text')}</p>
      <p>{t('start.call.agent')}</p>
      <p role="status">
        {taken ? null : ready > 0 ? (
          <StateBadge tone="live" icon="headset" label={t('start.call.ready', { count: ready })} />
        ) : (
          <StateBadge tone="quiet" icon="moon" label={t('start.call.nobody-ready')} />
        )}
      </p>
      {number === undefined ? (
        <p className={styles.soft}>{t('start.call.no-number')}</p>
      ) : (
        dialler(addressText(number.display).replaceAll(' ', ''))
      )}
      <p role="status">{taken ? <StateBadge tone="live" icon="check" label={t('start.call.taken', { name: taken.agent })} /> : null}</p>
    </div>
  );
}
