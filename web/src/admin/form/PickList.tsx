// A choice of many: boxes to tick, found by typing, those that are ticked first when it opens.
import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PickList.module.css';

export type Pick = { id: string; label: string; note?: string | undefined };

/** With so many the search box is worth its place. */
const SEARCHED_FROM = 8;

export function PickList({
  label,
  hint,
  error,
  empty,
  picks,
  chosen,
  onChange,
  beside,
}: {
  label: string;
  hint?: string;
  error?: string | undefined;
  /** Said where there is nothing to choose from. */
  empty: string;
  picks: readonly Pick[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** Shown at the end of a ticked line: the level of a skill, the minutes of an overflow. */
  beside?: (id: string) => ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [first] = useState(() => new Set(chosen));
  const wanted = text.trim().toLowerCase();
  const shown = picks
    .filter((pick) => wanted === '' || `${pick.label} ${pick.note ?? ''}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)));
  return (
    <fieldset className={styles.field}>
      <legend className={styles.legend}>
        {label} <span className={styles.soft}>{t('form.chosen', { count: chosen.length, all: picks.length })}</span>
      </legend>
      {hint === undefined ? null : <p className={styles.soft}>{hint}</p>}
      <div className={styles.box} data-error={error !== undefined}>
        {picks.length >= SEARCHED_FROM ? (
          <TextInput
            size="xs"
            className={styles.search}
            aria-label={t('form.search-in', { list: label })}
            placeholder={t('form.search')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              // Enter would send the whole form.
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
        ) : null}
        <ul className={styles.list}>
          {shown.map((pick) => {
            const ticked = chosen.includes(pick.id);
            return (
              <li key={pick.id} className={styles.row}>
                <label className={styles.label}>
                  <input
                    type="checkbox"
                    checked={ticked}
                    onChange={() => onChange(ticked ? chosen.filter((id) => id !== pick.id) : [...chosen, pick.id])}
                  />
                  <span className={styles.name}>{pick.label}</span>
                  {pick.note === undefined ? null : <span className={styles.soft}>{pick.note}</span>}
                </label>
                {ticked && beside ? beside(pick.id) : null}
              </li>
            );
          })}
          {shown.length === 0 ? <li className={styles.none}>{picks.length === 0 ? empty : t('form.nothing-found')}</li> : null}
        </ul>
      </div>
      {error === undefined ? null : (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
