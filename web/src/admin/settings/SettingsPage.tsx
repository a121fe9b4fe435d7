// The frame of the settings: its pages at the side in groups, each shown to those who may use it; on a phone they are one choice on top.
import { NativeSelect } from '@mantine/core';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { Page } from '../../ui/Page.tsx';
import { useSavedNote } from '../form/saved-note.tsx';
import { useFreshLists } from '../form/use-list.ts';
import { PLACES } from './places.ts';
import styles from './SettingsPage.module.css';

type To = (typeof PLACES)[number]['places'][number]['to'];

/** `wide`: a list that takes the room there is; without it, a column to read. */
export function SettingsPage({ wide = false, children }: { wide?: boolean; children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  useFreshLists();
  const note = useSavedNote();
  const groups = PLACES.map(({ label, places }) => ({
    label: t(label),
    places: places
      .filter(({ action }) => action === null || [action].flat().some((each) => mayDo(user, each)))
      .map(({ to, label: key }) => ({ to, label: t(key) })),
  })).filter(({ places }) => places.length > 0);
  const current = groups.flatMap(({ places }) => places).find(({ to }) => pathname.startsWith(to));
  return (
    <Page title={current === undefined ? t('settings.title') : current.label}>
      <div className={styles.frame}>
        <nav className={styles.places} aria-label={t('settings.title')}>
          {groups.map(({ label, places }) => (
            <div key={label} className={styles.group}>
              <h2 className={styles.head}>{label}</h2>
              {places.map((place) => (
                <Link key={place.to} to={place.to} className={styles.place} activeProps={{ 'data-active': true }}>
                  {place.label}
                </Link>
              ))}
            </div>
          ))}
        </nav>
        <NativeSelect
          className={styles.choice}
          aria-label={t('settings.title')}
          data={groups.map(({ label, places }) => ({
            group: label,
            items: places.map(({ to, label: text }) => ({ value: to, label: text })),
          }))}
          value={current?.to ?? ''}
          onChange={(event) => void navigate({ to: event.currentTarget.value as To })}
        />
        <div className={styles.content} data-wide={wide}>
          {children}
        </div>
        {note}
      </div>
    </Page>
  );
}
