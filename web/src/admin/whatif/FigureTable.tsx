// What was, what would have been, and what may be said of the difference, with 95 % intervals.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatIfFigure } from '../../api/what-if.ts';
import { ComparedHead } from './ComparedHead.tsx';
import styles from './WhatIf.module.css';
import { differenceText, rangeText, valueText, verdictOf } from './words.ts';

export function FigureTable({ figures, label }: { figures: readonly WhatIfFigure[]; label: string }): ReactNode {
  const { t, i18n } = useTranslation();
  return (
    <table className={styles.table} aria-label={label}>
      <ComparedHead what={t('what-if.figure')} beside={t('what-if.recorded')} />
      <tbody>
        {figures.map((each) => (
          <tr key={each.figure}>
            <th scope="row">{t(`what-if.of.${each.figure}`)}</th>
            <td data-wide="true">{each.recorded === null ? t('form.dash') : valueText(each.figure, each.recorded, t, i18n.language)}</td>
            <td>{rangeText(each.figure, each.before, t, i18n.language)}</td>
            <td>{rangeText(each.figure, each.after, t, i18n.language)}</td>
            <td>
              <Difference of={each} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** In words first: the sign alone does not say whether that is good. */
export function Difference({ of }: { of: WhatIfFigure }): ReactNode {
  const { t, i18n } = useTranslation();
  const verdict = verdictOf(of);
  return (
    <span className={styles.difference} data-verdict={verdict}>
      <strong>{t(`what-if.verdict.${verdict}`)}</strong> <span className={styles.range}>{differenceText(of, t, i18n.language)}</span>
    </span>
  );
}
