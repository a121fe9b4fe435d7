// A supervisor's hand in a live call: listen, whisper, join, take over, leave; which of them holds now, and what the others are.
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons.tsx';
import { Problem } from './Problem.tsx';
import styles from './StepIn.module.css';

type Mode = 'listen' | 'whisper' | 'barge' | 'take-over';

export type StepInProps = {
  /** Whom it is about, for those who do not see the row. */
  label: string;
  /** The user's own part; null while he has none. */
  own: { mode: Mode; state: 'ringing' | 'up' } | null;
  /** Who else is with the call. */
  other: string | null;
  /** Why he cannot; null where he can. */
  why: string | null;
  busy: boolean;
  problem: string | null;
  choose: (mode: Mode) => void;
  leave: () => void;
};

const MODES = [
  { mode: 'listen', icon: 'ear' },
  { mode: 'whisper', icon: 'whisper' },
  { mode: 'barge', icon: 'people' },
] as const;

export function StepIn({ label, own, other, why, busy, problem, choose, leave }: StepInProps): ReactNode {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  if (why !== null || other !== null)
    return <p className={styles.text}>{why ?? t('monitor.other', { name: other || t('party.agent') })}</p>;
  const text = own === null ? t('monitor.off') : own.state === 'ringing' ? t('monitor.ringing') : t(`monitor.now.${own.mode}`);
  return (
    <div className={styles.box} role="group" aria-label={label}>
      {sure ? (
        <div className={styles.row}>
          <span className={styles.ask}>{t('monitor.take-over-sure')}</span>
          <Button
            size="xs"
            className={styles.danger}
            autoFocus
            loading={busy}
            onClick={() => {
              setSure(false);
              choose('take-over');
            }}
          >
            {t('monitor.take-over')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setSure(false)}>
            {t('monitor.keep')}
          </Button>
        </div>
      ) : (
        <div className={styles.row}>
          {MODES.map(({ mode, icon }) => (
            <Button
              key={mode}
              size="xs"
              variant={own?.mode === mode ? 'filled' : 'default'}
              aria-pressed={own?.mode === mode}
              disabled={busy}
              leftSection={<Icon name={icon} size={16} />}
              onClick={() => own?.mode !== mode && choose(mode)}
            >
              {t(`monitor.${mode}`)}
            </Button>
          ))}
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            leftSection={<Icon name="transfer" size={16} />}
            onClick={() => setSure(true)}
          >
            {t('monitor.take-over')}
          </Button>
          {own === null ? null : (
            <Button size="xs" variant="default" disabled={busy} leftSection={<Icon name="cross" size={16} />} onClick={leave}>
              {t('monitor.leave')}
            </Button>
          )}
        </div>
      )}
      <p role="status" className={styles.text} data-on={own !== null}>
        {text}
      </p>
      <Problem text={problem} />
    </div>
  );
}
