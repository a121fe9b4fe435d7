// A customer's level as a small tag. Levels are the tenant's own words; the shipped ones are translated.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './LevelTag.module.css';

const SHIPPED = new Set(['platinum', 'gold', 'vip', 'standard']);

export function LevelTag({ level }: { level: string }): ReactNode {
  const { t } = useTranslation();
  const known = level.toLowerCase();
  return (
    <span className={styles.tag} data-level={known}>
      {SHIPPED.has(known) ? t(`level.${known}`) : level}
    </span>
  );
}
