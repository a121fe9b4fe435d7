// Calls a number of the own house from this browser: the phone switched on, the call, and the keys of the menu.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../api/session.ts';
import { usePhone, usePhoneState } from '../../desktop/phone/PhoneProvider.tsx';
import { Icon } from '../../ui/icons.tsx';
import styles from './TestCall.module.css';

const KEYS = ['1', '2', '3'] as const;

export function TestCall({ number }: { number: string }): ReactNode {
  const { t } = useTranslation();
  const { agent } = useUser();
  const phone = usePhone();
  const { wanted, line, call } = usePhoneState();
  if (agent === null) return <p>{t('start.call.no-phone')}</p>;
  if (!wanted)
    return (
      <div>
        <Button disabled={phone === null} leftSection={<Icon name="headset" size={16} />} onClick={() => phone?.use()}>
          {t('start.call.use-phone')}
        </Button>
      </div>
    );
  // What is wrong with the phone is told by its own bar below.
  if (line !== 'ready') return <p role="status">{t('start.call.waiting')}</p>;
  return (
    <div className={styles.call}>
      <div>
        <Button
          disabled={call !== null}
          leftSection={<Icon name="phone" size={16} />}
          onClick={() => phone?.command({ do: 'dial', number })}
        >
          {t('start.call.call', { number })}
        </Button>
      </div>
      {call?.phase === 'up' ? (
        <div role="group" aria-label={t('start.call.keys')} className={styles.keys}>
          <span>{t('start.call.keys')}</span>
          {KEYS.map((digit) => (
            <Button
              key={digit}
              variant="default"
              aria-label={t('start.call.press', { digit })}
              onClick={() => phone?.command({ do: 'press', digit })}
            >
              {digit}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
