// One entry of the list: its names, what it suggests and opens, and its place.
import { ActionIcon, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './Dispositions.module.css';
import { MOST_LEVELS, type Entry } from './draft.ts';

type EntryRowProps = {
  entry: Entry;
  level: number;
  isGroup: boolean;
  fault: 'name' | 'key' | 'depth' | null;
  mayWrite: boolean;
  change: (part: Partial<Entry>) => void;
  move: (by: -1 | 1) => void;
  add: () => void;
  remove: () => void;
};

export function EntryRow({ entry, level, isGroup, fault, mayWrite, change, move, add, remove }: EntryRowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const name = tenantText(entry.name, i18n.language) || entry.key;
  const rename = (language: 'zh-CN' | 'en', text: string): void => change({ name: { ...entry.name, [language]: text } });
  return (
    <li className={styles.entry} data-level={level}>
      <div className={styles.fields}>
        <TextInput
          size="xs"
          aria-label={t('desk.list.name-zh')}
          placeholder={t('desk.list.name-zh')}
          lang="zh-CN"
          maxLength={80}
          disabled={!mayWrite}
          autoFocus={entry.fresh}
          value={entry.name['zh-CN'] ?? ''}
          onChange={(event) => rename('zh-CN', event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          aria-label={t('desk.list.name-en')}
          placeholder={t('desk.list.name-en')}
          lang="en"
          maxLength={80}
          disabled={!mayWrite}
          value={entry.name.en ?? ''}
          onChange={(event) => rename('en', event.currentTarget.value)}
        />
        {entry.fresh && mayWrite ? (
          <TextInput
            size="xs"
            aria-label={t('desk.list.key')}
            title={t('desk.list.key-text')}
            maxLength={63}
            value={entry.key}
            onChange={(event) => change({ key: event.currentTarget.value })}
          />
        ) : (
          <code className={styles.key} title={t('desk.list.key-text')}>
            {entry.key}
          </code>
        )}
        {isGroup ? (
          <span className={styles.group} />
        ) : (
          <>
            <NativeSelect
              size="xs"
              aria-label={t('desk.list.resolved')}
              disabled={!mayWrite}
              value={entry.resolved === null ? 'ask' : entry.resolved ? 'yes' : 'no'}
              data={(['ask', 'yes', 'no'] as const).map((value) => ({ value, label: t(`desk.list.resolved-${value}`) }))}
              onChange={(event) => change({ resolved: event.currentTarget.value === 'ask' ? null : event.currentTarget.value === 'yes' })}
            />
            <NativeSelect
              size="xs"
              aria-label={t('desk.list.next')}
              disabled={!mayWrite}
              value={entry.next ?? 'none'}
              data={(['none', 'callback', 'matter'] as const).map((value) => ({ value, label: t(`desk.list.next-${value}`) }))}
              onChange={(event) =>
                change({
                  next: event.currentTarget.value === 'callback' ? 'callback' : event.currentTarget.value === 'matter' ? 'matter' : null,
                })
              }
            />
          </>
        )}
        {mayWrite ? (
          <div className={styles.acts}>
            <Act icon="up" label={t('desk.list.up', { name })} act={() => move(-1)} />
            <Act icon="down" label={t('desk.list.down', { name })} act={() => move(1)} />
            {level < MOST_LEVELS ? <Act icon="plus" label={t('desk.list.add-below', { name })} act={add} /> : <span />}
            <Act icon="cross" label={t('desk.list.remove', { name })} act={remove} />
          </div>
        ) : null}
      </div>
      {fault === null ? null : <p className={styles.fault}>{t(`desk.list.fault.${fault}`)}</p>}
    </li>
  );
}

function Act({ icon, label, act }: { icon: 'up' | 'down' | 'plus' | 'cross'; label: string; act: () => void }): ReactNode {
  return (
    <ActionIcon variant="subtle" color="gray" size={28} aria-label={label} title={label} onClick={act}>
      {icon === 'up' || icon === 'down' ? (
        <Icon name="chevron" size={16} className={icon === 'up' ? styles.upwards : styles.downwards} />
      ) : (
        <Icon name={icon} size={16} />
      )}
    </ActionIcon>
  );
}
