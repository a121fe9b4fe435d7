// Choosing what a contact was about: type a part of it, or its pinyin, move with the arrows, take with Enter.
import { TextInput } from '@mantine/core';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Disposition } from '../../api/dispositions.ts';
import { Icon } from '../../ui/icons.tsx';
import { useReadings } from '../search/readings.ts';
import { offeredFor } from './choosing.ts';
import styles from './WrapUp.module.css';

type PickerProps = {
  items: readonly Disposition[];
  names: ReadonlyMap<string, string[]>;
  recent: readonly string[];
  value: string | null;
  focus: boolean;
  choose: (item: Disposition) => void;
  /** Enter once more on what is chosen. */
  accept: () => void;
};

export function DispositionPicker({ items, names, recent, value, focus, choose, accept }: PickerProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const readings = useReadings();
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const offered = offeredFor(typed, { items, names, recent, readings });
  const active = Math.min(at, offered.length - 1);

  function move(to: number): void {
    setAt(to);
    list.current?.children[to]?.scrollIntoView({ block: 'nearest' });
  }
  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && offered.length > 0) move((active + step + offered.length) % offered.length);
    else if (event.key === 'Enter') {
      const there = offered[active];
      if (there === undefined) return;
      if (there.item.key === value) accept();
      else choose(there.item);
    } else return;
    event.preventDefault();
  }

  return (
    <div className={styles.picker}>
      <TextInput
        label={t('wrap-up.disposition')}
        placeholder={t('desk.wrap-up.search')}
        autoFocus={focus}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        value={typed}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={offered[active] ? `${id}-${active}` : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={t('wrap-up.disposition')} className={styles.list} tabIndex={-1}>
        {offered.map(({ item, name, group }, i) => (
          <li
            key={item.key}
            id={`${id}-${i}`}
            role="option"
            aria-selected={item.key === value}
            data-active={i === active}
            className={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              setAt(i);
              choose(item);
            }}
          >
            <span className={styles.tick}>{item.key === value ? <Icon name="check" size={16} /> : null}</span>
            <span className={styles.label}>
              {group === '' ? null : <span className={styles.soft}>{group} › </span>}
              {name}
            </span>
          </li>
        ))}
      </ul>
      {offered.length === 0 ? <p className={styles.soft}>{t('desk.wrap-up.nothing')}</p> : null}
    </div>
  );
}
