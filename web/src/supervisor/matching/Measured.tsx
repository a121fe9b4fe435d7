// A measured figure: what it is in words, and below it the 95 % interval.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchingMeasured } from '../../api/matching.ts';
import styles from './Matching.module.css';
import { interval, share } from './matching-words.ts';

type Kind = 'cut' | 'resolved' | 'true';
const WORDS = {
  cut: { up: 'matching.shorter', down: 'matching.longer' },
  resolved: { up: 'matching.more', down: 'matching.less' },
  true: { up: 'matching.share-true', down: 'matching.share-true' },
} as const;

export function Measured({ of, kind }: { of: MatchingMeasured | null; kind: Kind }): ReactNode {
  const { t, i18n } = useTranslation();
  if (of === null) return <span className={styles.soft}>{t('matching.not-yet')}</span>;
  const { up, down } = WORDS[kind];
  // What comes true may be less than nothing; the other two say so by their word.
  const value = share(kind === 'true' ? of.value : Math.abs(of.value), i18n.language);
  return (
    <>
      <strong>{t(of.value >= 0 ? up : down, { value })}</strong>
      <span className={styles.soft}>{t('matching.between', interval(of, i18n.language))}</span>
    </>
  );
}
