// Special days out of a calendar file: chosen, shown with what each would be, taken into the form. Nothing is saved by it.
import { Button, Checkbox } from '@mantine/core';
import type { CalendarFound } from '@tandem/contract/api/hours.ts';
import type { OpenRange, SpecialDay } from '@tandem/contract/opening.ts';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { readCalendarFile } from '../../api/hours.ts';
import { FilePick } from '../../ui/FilePick.tsx';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { ChoiceField } from '../form/Fields.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { isThere, meaningsOf, specialOf, textOf, type Meaning } from './calendar.ts';
import styles from './CalendarImport.module.css';
import { Ranges } from './Ranges.tsx';

const MOST_BYTES = 1_000_000;
const MOST_DAYS = 400;

type Row = { day: CalendarFound['days'][number]; there: boolean; taken: boolean; meaning: Meaning };
type Props = { zone: string; special: readonly SpecialDay[]; add: (days: SpecialDay[]) => void };

export function CalendarImport({ zone, special, add }: Props): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const [tooLarge, setTooLarge] = useState(false);
  const reading = useMutation({ mutationFn: async (file: File) => readCalendarFile(api, textOf(await file.arrayBuffer()), zone) });
  const choose = (file: File): void => {
    setTooLarge(file.size > MOST_BYTES);
    if (file.size > MOST_BYTES) reading.reset();
    else reading.mutate(file);
  };
  return (
    <div className={styles.stack}>
      <div>
        <FilePick
          label={t('hours-file.choose')}
          accept=".ics,text/calendar"
          size="xs"
          variant="default"
          loading={reading.isPending}
          leftSection={<Icon name="folder" size={14} />}
          chosen={choose}
        >
          {t('hours-file.choose')}
        </FilePick>
      </div>
      <Problem text={tooLarge ? t('hours-file.large', { megabytes: MOST_BYTES / 1_000_000 }) : words(reading.error)} />
      {reading.data && !tooLarge ? (
        <Found
          key={reading.submittedAt}
          found={reading.data}
          special={special}
          cancel={() => reading.reset()}
          add={(days) => {
            add(days);
            reading.reset();
          }}
        />
      ) : null}
    </div>
  );
}

function Found({
  found,
  special,
  cancel,
  add,
}: {
  found: CalendarFound;
  special: readonly SpecialDay[];
  cancel: () => void;
  add: (days: SpecialDay[]) => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const [rows, setRows] = useState<Row[]>(() =>
    found.days.map((day) => {
      const there = isThere(day, special);
      return { day, there, taken: !there, meaning: day.open === null ? 'holiday' : 'event' };
    }),
  );
  const [given, setGiven] = useState<OpenRange>({ from: '10:00', to: '16:00' });
  const put = (i: number, patch: Partial<Row>) => setRows(rows.map((row, at) => (at === i ? { ...row, ...patch } : row)));
  const taken = rows.filter((row) => row.taken);
  const over = special.length + taken.length - MOST_DAYS;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' });
  const nameOf = (name: CalendarFound['days'][number]['name']) => (name ? tenantText(name, i18n.language) : t('hours.unnamed'));
  return (
    <div className={styles.found} role="group" aria-label={t('hours-file.found')}>
      <b>{t('hours-file.count', { count: rows.length, name: found.name ?? '' })}</b>
      {rows.length === 0 ? null : (
        <ul className={styles.rows}>
          {rows.map((row, i) => (
            <li key={i}>
              <Checkbox
                checked={row.taken}
                label={nameOf(row.day.name)}
                description={[
                  t('hours-file.next', { date: date.format(new Date(`${row.day.next}T00:00:00Z`)) }),
                  'rule' in row.day.on ? ruleText(row.day.on.rule) : null,
                  (row.day.on.days ?? 1) > 1 ? t('hours-file.days', { count: row.day.on.days ?? 1 }) : null,
                  row.day.open === null ? t('hours-file.all-day') : row.day.open.map(({ from, to }) => `${from}–${to}`).join(', '),
                  row.there ? t('hours-file.there') : null,
                ]
                  .filter(Boolean)
                  .join(' · ')}
                onChange={(event) => put(i, { taken: event.currentTarget.checked })}
              />
              <ChoiceField
                label={t('hours-file.meaning', { day: nameOf(row.day.name) })}
                hideLabel
                value={row.meaning}
                choices={meaningsOf(row.day).map((value) => ({ value, label: t(`hours-file.as.${value}`) }))}
                onChange={(meaning) => put(i, { meaning })}
              />
            </li>
          ))}
        </ul>
      )}
      {taken.some(({ meaning }) => meaning === 'given') ? (
        <Ranges label={t('hours-file.as.given')} ranges={[given]} onChange={(ranges) => setGiven(ranges.at(0) ?? given)} />
      ) : null}
      {found.skipped.length === 0 ? null : (
        <details>
          <summary>{t('hours-file.skipped', { count: found.skipped.length })}</summary>
          <ul className={styles.skipped}>
            {found.skipped.slice(0, 200).map(({ name, reason, detail }, i) => (
              <li key={i}>
                {name ? `${nameOf(name)}: ` : ''}
                {t(`hours-file.why.${reason}`)}
                {detail === '' || reason === 'too-long' ? '' : ` (${detail})`}
              </li>
            ))}
          </ul>
        </details>
      )}
      {over > 0 ? <p role="alert">{t('hours-file.over', { most: MOST_DAYS, count: over })}</p> : null}
      <div className={styles.acts}>
        <Button
          size="xs"
          disabled={taken.length === 0 || over > 0}
          onClick={() => add(taken.map(({ day, meaning }) => specialOf(day, meaning, given)))}
        >
          {t('hours-file.take', { count: taken.length })}
        </Button>
        <Button size="xs" variant="default" onClick={cancel}>
          {t('settings.cancel')}
        </Button>
      </div>
    </div>
  );
}

/** The rule itself, without where it begins. */
const ruleText = (rule: string): string => /RRULE:(\S+)/.exec(rule)?.[1] ?? rule.split('\n').at(-1) ?? '';
