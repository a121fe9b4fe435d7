// From a customer's number to having him called back later, for who may ask for it.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { addressText } from '../../ui/format.ts';
import styles from './CallbacksPage.module.css';

export function CallbackLink({ customer, address }: { customer: string; address: string }): ReactNode {
  const { t } = useTranslation();
  const number = addressText(address);
  if (!mayDo(useUser(), 'callbacks:write') || !/^[+0-9]/.test(number)) return null;
  return (
    <Link to="/callbacks" search={{ customer, number }} className={styles.link} aria-label={t('callbacks.later-of', { number })}>
      {t('callbacks.later')}
    </Link>
  );
}
