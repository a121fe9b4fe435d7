// How the call of this browser sounds just now, in a line: codec, score and loss. Nothing where none is up.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PhoneMenu.module.css';
import { usePhoneState } from './PhoneProvider.tsx';

export function CallSound(): ReactNode {
  const { t, i18n } = useTranslation();
  const { call } = usePhoneState();
  if (call?.phase !== 'up' || call.quality === null) return null;
  const { mos, loss, codec } = call.quality;
  const score = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const figures = { mos: score.format(mos), loss: loss.toFixed(0) };
  return <p className={styles.advice}>{t('sound.now', { codec: t(`sound.codec.${codec}`), ...figures })}</p>;
}
