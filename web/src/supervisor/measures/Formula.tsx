// The name of a measure, which tells its formula to the pointer, the finger and the keyboard alike.
import { Tooltip } from '@mantine/core';
import { memo, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveMeasure } from '../../api/floor.ts';
import { tenantText } from '../../ui/format.ts';
import styles from './Formula.module.css';

type FormulaProps = { measure: LiveMeasure; short?: string; tabIndex?: number };

/** Sixty of them stand on the overview, whose values change each second: not drawn anew for that. */
export const Formula = memo(function Formula({ measure, short, tabIndex = 0 }: FormulaProps): ReactNode {
  const { i18n } = useTranslation();
  const name = tenantText(measure.name, i18n.language);
  return (
    <Tooltip
      multiline
      maw={340}
      events={{ hover: true, focus: true, touch: true }}
      label={
        <>
          {short === undefined ? null : <strong className={styles.whole}>{name}</strong>}
          {tenantText(measure.formula, i18n.language)}
        </>
      }
    >
      <button type="button" className={styles.formula} data-formula={measure.id} tabIndex={tabIndex}>
        {short ?? name}
      </button>
    </Tooltip>
  );
});

/** Arrow keys go from formula to formula, so that forty of them are one stop of the Tab key. */
export function walkFormulas(event: KeyboardEvent<HTMLElement>, moved: (index: number) => void): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-formula]')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (at < 0 || (step === undefined && event.key !== 'Home' && event.key !== 'End')) return;
  event.preventDefault();
  const next = step === undefined ? (event.key === 'Home' ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  moved(next);
  all[next]?.focus();
}
