// One click from a number, a flow or a queue to what would happen to somebody who comes there.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { Icon } from '../../ui/icons.tsx';
import type { PreviewSearch } from './place.ts';
import styles from './Preview.module.css';

export function PreviewLink({ from }: { from: PreviewSearch }): ReactNode {
  const { t } = useTranslation();
  if (!mayDo(useUser(), 'flows:read')) return null;
  return (
    <Link to="/settings/preview" search={from} className={styles.link}>
      <Icon name="play" size={14} /> {t('preview.link')}
    </Link>
  );
}
