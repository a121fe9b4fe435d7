// Which of one's own phones is to have the talk: the others than the one it is at now. It rings there first.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { devicesQuery } from '../../api/phone.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './CarryChoice.module.css';

type CarryChoiceProps = { call: LiveCall; busy: boolean; pick: (device: string) => void; close: () => void };

export function CarryChoice({ call, busy, pick, close }: CarryChoiceProps): ReactNode {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const { data } = useQuery(devicesQuery(useApi()));
  const others = data?.filter(({ id }) => id !== call.device);
  const some = others !== undefined && others.length > 0;
  useEffect(() => {
    if (some) list.current?.querySelector('button')?.focus();
  }, [some]);
  return (
    <div
      ref={list}
      role="group"
      aria-label={t('phone-more.carry.to')}
      className={styles.choice}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <p className={styles.soft}>{t(others?.length === 0 ? 'phone-more.carry.none' : 'phone-more.carry.text')}</p>
      <div className={styles.phones}>
        {others?.map(({ id, kind, username }) => (
          <Button
            key={id}
            size="sm"
            variant="default"
            disabled={busy}
            leftSection={<Icon name={kind === 'browser' ? 'headset' : 'phone'} size={16} />}
            onClick={() => pick(id)}
          >
            {t(`phone-more.carry.${kind}`, { name: username })}
          </Button>
        ))}
      </div>
    </div>
  );
}
