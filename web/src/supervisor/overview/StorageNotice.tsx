// Tells administrators that a disk is getting full, before and after calls go unrecorded; nothing while there is room.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { storageQuery } from '../../api/directory.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './StorageNotice.module.css';

const GB = 1_073_741_824;

export function StorageNotice(): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const storage = useQuery({ ...storageQuery(api), enabled: mayDo(useUser(), 'storage:read') });
  const full = (storage.data?.places ?? []).filter((place) => place.level !== 'ok');
  const gigabytes = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return full.map(({ name, level, freeBytes }) => (
    <p key={name} className={styles.notice} data-level={level} role={level === 'critical' ? 'alert' : 'status'}>
      <Icon name="alert" size={18} />
      <span>{t(`storage.${level}`, { place: t(`storage.place.${name}`), free: gigabytes.format(freeBytes / GB) })}</span>
    </p>
  ));
}
