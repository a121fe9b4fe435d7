// What a supervisor may set an agent to, one or many: the choice, and what it means in words.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Segments } from '../../ui/Segments.tsx';
import styles from './ReasonDialog.module.css';

const CHOICES = ['ready', 'off-queue', 'away', 'log-out'] as const;
export type Forced = (typeof CHOICES)[number];

export function ForceChoice({
  choice,
  choose,
  also = '',
}: {
  choice: Forced | null;
  choose: (choice: Forced) => void;
  /** Said beside what the choice means. */
  also?: string;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <Segments
        size="small"
        label={t('floor.to')}
        showLabel
        options={CHOICES.map((value) => ({ value, label: t(`floor.choice.${value}`) }))}
        value={choice}
        onChange={choose}
      />
      <p role="status" className={styles.text}>
        {choice === null ? t('floor.choose') : [t(`floor.means.${choice}`), also].filter(Boolean).join(' ')}
      </p>
    </>
  );
}
