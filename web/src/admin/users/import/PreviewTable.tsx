// What would become of each row of a file: new, changed in what, as it is, or refused and why.
import type { ImportRow, ImportVerdict, UserImport } from '@tandem/contract/api/imports.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IconName } from '../../../ui/icons.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx';
import { useRoleNames } from '../role-names.ts';
import styles from './Import.module.css';

const VERDICTS: readonly ImportVerdict[] = ['new', 'change', 'same', 'refused'];
const LOOKS: Readonly<Record<ImportVerdict, { tone: Tone; icon: IconName }>> = {
  new: { tone: 'live', icon: 'plus' },
  change: { tone: 'hold', icon: 'pen' },
  same: { tone: 'quiet', icon: 'circle' },
  refused: { tone: 'danger', icon: 'alert' },
};
/** More lines than this are not drawn; the refused ones come first. */
const MOST_ROWS = 200;

export function PreviewTable({ rows, counts }: { rows: readonly ImportRow[]; counts: UserImport['counts'] }): ReactNode {
  const { t } = useTranslation();
  const [shown, setShown] = useState<ImportVerdict | 'all'>(counts.refused > 0 ? 'refused' : 'all');
  const found = shown === 'all' ? rows : rows.filter(({ verdict }) => verdict === shown);
  return (
    <>
      <Segments
        label={t('import.show')}
        value={shown}
        onChange={setShown}
        size="small"
        options={[
          { value: 'all', label: t('import.all', { count: rows.length }) },
          ...VERDICTS.filter((verdict) => counts[verdict] > 0).map((value) => ({
            value,
            label: t('import.counted', { what: t(`import.verdict.${value}`), number: counts[value] }),
          })),
        ]}
      />
      <div className={styles.sheet} tabIndex={0} role="region" aria-label={t('import.preview')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('import.line')}</th>
              <th>{t('users.email')}</th>
              <th>{t('form.name')}</th>
              <th>{t('import.what')}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, MOST_ROWS).map((row) => (
              <Row key={row.line} row={row} />
            ))}
          </tbody>
        </table>
        {found.length > MOST_ROWS ? <p className={styles.more}>{t('import.more-rows', { count: found.length - MOST_ROWS })}</p> : null}
      </div>
    </>
  );
}

function Row({ row: { line, email, name, verdict, changes, reasons } }: { row: ImportRow }): ReactNode {
  const { t, i18n } = useTranslation();
  const roles = useRoleNames();
  const read = (column: string, value: string): string => {
    if (column === 'role') return roles.name(value as never) || value;
    if (column === 'takesWork' || column === 'active') return t(`form.${value === 'yes' ? 'yes' : 'no'}`);
    return value === '' ? t('form.dash') : value;
  };
  return (
    <tr data-verdict={verdict}>
      <td className={styles.line}>{line}</td>
      <td>{email || t('form.dash')}</td>
      <td>{name || t('form.dash')}</td>
      <td>
        <StateBadge {...LOOKS[verdict]} label={t(`import.verdict.${verdict}`)} />
        {changes.map(({ column, from, to }) => (
          <span key={column} className={styles.why}>
            {t('import.change', { column: t(`import.column.${column}`), from: read(column, from), to: read(column, to) })}
          </span>
        ))}
        {reasons.map(({ code, text }) => (
          <span key={code} className={styles.why}>
            {i18n.language === 'zh-CN' ? text['zh-CN'] : text.en}
          </span>
        ))}
      </td>
    </tr>
  );
}
