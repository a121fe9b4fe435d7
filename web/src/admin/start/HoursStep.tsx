// Second step: when the company is open.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { make } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { companyQuery } from '../../api/first-steps.ts';
import { Problem } from '../../ui/Problem.tsx';
import { useList, useReadAgain } from '../form/use-list.ts';
import { useDayName } from '../hours/day-names.ts';
import { DAYS, weekText, type Day } from '../hours/week.ts';
import { useProblem } from '../settings/use-problem.ts';
import styles from './StartPage.module.css';
import { Done } from './There.tsx';

const NAME = { en: 'Office hours', 'zh-CN': '办公时间' };

export function HoursStep({ onward }: { onward: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const readAgain = useReadAgain();
  const dayName = useDayName();
  const company = useQuery(companyQuery(api)).data;
  const there = useList('hours').data?.[0];
  const [days, setDays] = useState<readonly Day[]>([1, 2, 3, 4, 5]);
  const [from, setFrom] = useState('09:00');
  const [to, setTo] = useState('18:00');
  const save = useMutation({
    mutationFn: () =>
      make(api, 'hours', {
        key: 'office',
        name: NAME,
        zone: company?.zone,
        week: [{ days: DAYS.filter((day) => days.includes(day)), from, to }],
        special: [],
      }),
    async onSuccess() {
      await readAgain();
      onward();
    },
  });
  if (there)
    return (
      <Done
        text={t('start.hours.there', { week: weekText(there.week, (day) => dayName(day, 'short')) })}
        to="/settings/hours"
        onward={onward}
      />
    );
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p>{t('start.hours.text')}</p>
      <fieldset className={styles.group}>
        <legend>{t('start.hours.days')}</legend>
        <div className={styles.days}>
          {DAYS.map((day) => (
            <label key={day} className={styles.day}>
              <input
                type="checkbox"
                checked={days.includes(day)}
                onChange={() => setDays(days.includes(day) ? days.filter((each) => each !== day) : [...days, day])}
              />
              {dayName(day, 'long')}
            </label>
          ))}
        </div>
      </fieldset>
      <div className={styles.times}>
        {(
          [
            ['start.hours.from', from, setFrom],
            ['start.hours.to', to, setTo],
          ] as const
        ).map(([label, value, set]) => (
          <label key={label} className={styles.day}>
            {t(label)}
            <input type="time" required value={value} onChange={(event) => set(event.currentTarget.value)} />
          </label>
        ))}
      </div>
      <Problem text={words(save.error)} />
      <div className={styles.buttons}>
        <Button type="submit" loading={save.isPending} disabled={days.length === 0}>
          {t('start.save')}
        </Button>
        <Button variant="default" onClick={onward}>
          {t('start.later')}
        </Button>
      </div>
    </form>
  );
}
