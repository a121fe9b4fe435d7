// What has to be given with a state that is wanted again, as it is kept nowhere: a password, or who somebody was.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { HistoryAsk, RestoreState } from '@tandem/contract/api/history.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './History.module.css';

type Given = NonNullable<RestoreState['given']>;
type RestoreAsksProps = { asks: readonly HistoryAsk[]; act: string; busy: boolean; restore: (given: Given) => void; close: () => void };

export function RestoreAsks({ asks, act, busy, restore, close }: RestoreAsksProps): ReactNode {
  const { t } = useTranslation();
  const [given, setGiven] = useState<Given>({});
  const ready = asks.every((each) => (given[each] ?? '').trim() !== '');
  return (
    <form
      className={styles.asks}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) restore(given);
      }}
    >
      <p className={styles.soft}>{t('history.asks')}</p>
      {asks.map((each, at) => {
        const Input = each === 'password' ? PasswordInput : TextInput;
        return (
          <Input
            key={each}
            label={t(`history.ask.${each}`)}
            autoComplete={each === 'password' ? 'new-password' : 'off'}
            autoFocus={at === 0}
            value={given[each] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setGiven((before) => ({ ...before, [each]: value }));
            }}
          />
        );
      })}
      <div className={styles.asked}>
        <Button type="submit" size="compact-sm" loading={busy} disabled={!ready}>
          {act}
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          {t('floor.cancel')}
        </Button>
      </div>
    </form>
  );
}
