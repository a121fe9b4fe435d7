// What the hours in the form come to: twelve months drawn, and the special days in a row, before anything is saved.
import type { HoursPreview } from '@tandem/contract/api/hours.ts';
import type { SpecialDay } from '@tandem/contract/opening.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { kindOf, monthsOf, stretchesOf, type DayKind, type Month } from './year.ts';
import styles from './HoursYear.module.css';

const KINDS: DayKind[] = ['open', 'other', 'off', 'shut'];
const at = (date: string) => new Date(`${date}T00:00:00Z`);

export function HoursYear({ preview, special }: { preview: HoursPreview; special: readonly SpecialDay[] }): ReactNode {
  const { t, i18n } = useTranslation();
  const dayText = new Intl.DateTimeFormat(i18n.language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const stretches = stretchesOf(preview);
  return (
    <>
      <p className={styles.legend} aria-hidden="true">
        {KINDS.map((kind) => (
          <span key={kind}>
            <i className={styles.day} data-kind={kind} /> {t(`hours-year.kind.${kind}`)}
          </span>
        ))}
      </p>
      <div className={styles.months} aria-hidden="true">
        {monthsOf(preview.days).map((month) => (
          <MonthGrid key={`${month.year}-${month.month}`} month={month} today={preview.today} />
        ))}
      </div>
      {stretches.length === 0 ? (
        <p className={styles.soft}>{t('hours-year.none')}</p>
      ) : (
        <ol className={styles.list} aria-label={t('hours-year.list')}>
          {stretches.map((each) => (
            <li key={each.from}>
              <span className={styles.when}>
                {each.from === each.to ? dayText.format(at(each.from)) : dayText.formatRange(at(each.from), at(each.to))}
              </span>
              <span className={styles.name}>{nameOf(special[each.special], i18n.language) || t('hours.unnamed')}</span>
              <span className={styles.soft}>
                {each.open.length === 0
                  ? t(each.holiday ? 'hours-year.holiday' : 'hours.closed')
                  : each.open.map(({ from, to }) => `${from}–${to}`).join(', ')}
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

const nameOf = (day: SpecialDay | undefined, language: string): string => (day?.name ? tenantText(day.name, language) : '');

function MonthGrid({ month, today }: { month: Month; today: string }): ReactNode {
  const { i18n } = useTranslation();
  const name = new Intl.DateTimeFormat(i18n.language, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  return (
    <div className={styles.month}>
      <b>{name.format(Date.UTC(month.year, month.month - 1, 1))}</b>
      <div className={styles.grid}>
        {month.days.map((day, i) => (
          <i
            key={day.date}
            className={styles.day}
            data-kind={kindOf(day)}
            data-today={day.date === today}
            style={i === 0 ? { gridColumnStart: month.before + 1 } : undefined}
          >
            {i + 1}
          </i>
        ))}
      </div>
    </div>
  );
}
