// The day in parts, queues or half hours: who came, and one figure before and after, which the reader chooses.
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatIfFigure, WhatIfGroup } from '../../api/what-if.ts';
import { ChoiceField } from '../form/Fields.tsx';
import { ComparedHead } from './ComparedHead.tsx';
import { Difference } from './FigureTable.tsx';
import styles from './WhatIf.module.css';
import { rangeText } from './words.ts';

export type Part = { label: string; group: WhatIfGroup };

/** `choose`: what else is chosen beside the figure. */
export function Parts({
  label,
  head,
  parts,
  choose,
}: {
  label: string;
  head: string;
  parts: readonly Part[];
  choose?: ReactNode;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const [wanted, setWanted] = useState<WhatIfFigure['figure']>('serviceLevel');
  const names = (parts[0]?.group.figures ?? []).map(({ figure }) => figure);
  const figure = names.includes(wanted) ? wanted : 'serviceLevel';
  return (
    <>
      <div className={styles.pick}>
        {choose}
        <ChoiceField
          label={t('what-if.figure')}
          value={figure}
          choices={names.map((name) => ({ value: name, label: t(`what-if.of.${name}`) }))}
          onChange={setWanted}
        />
      </div>
      <table className={styles.table} aria-label={label}>
        <ComparedHead what={head} beside={t('what-if.came')} />
        <tbody>
          {parts.map(({ label: name, group }) => {
            const found = group.figures.find((each) => each.figure === figure);
            if (found === undefined) return null;
            return (
              <tr key={`${group.queue} ${group.at}`}>
                <th scope="row">{name}</th>
                <td data-wide="true">{group.contacts}</td>
                <td>{rangeText(figure, found.before, t, i18n.language)}</td>
                <td>{rangeText(figure, found.after, t, i18n.language)}</td>
                <td>
                  <Difference of={found} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
