// How one connection of a call sounded: the score with its word, loss and jitter; what the far end heard, on hover.
import type { ContactDetail } from '../../api/interactions.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Padlock } from '../../ui/Padlock.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { gradeOf, type Grade } from './grade.ts';
import styles from './LegTable.module.css';

type Quality = ContactDetail['legs'][number]['quality'];

const TONES = { good: 'live', fair: 'ringing', poor: 'danger' } as const satisfies Record<Grade, string>;
const ICONS = { good: 'check', fair: 'alert', poor: 'alert' } as const satisfies Record<Grade, string>;

export function LegQuality({ quality }: { quality: Quality | undefined }): ReactNode {
  const { t, i18n } = useTranslation();
  if (!quality || quality.mos === null) return '–';
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const score = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const grade = gradeOf(quality.mos);
  const codec = quality.codec === null ? [] : [t(`sound.codec.${quality.codec === 'OPUS' ? 'opus' : 'g711'}`)];
  const figures = [...codec, t('legs.figures', { loss: number.format(quality.lossPercent), jitter: number.format(quality.jitterMs) })];
  const far =
    quality.remote === null
      ? t('legs.far-silent')
      : t('legs.far', {
          grade: t(`legs.grade.${gradeOf(quality.remote.mos)}`),
          mos: score.format(quality.remote.mos),
          loss: number.format(quality.remote.lossPercent),
        });
  return (
    <span className={styles.quality} title={far}>
      <StateBadge tone={TONES[grade]} icon={ICONS[grade]} label={`${t(`legs.grade.${grade}`)} ${score.format(quality.mos)}`} />
      <span className={styles.figures}>{figures.join(', ')}</span>
      {quality.encryption ? <Padlock keys={quality.encryption} /> : null}
    </span>
  );
}
