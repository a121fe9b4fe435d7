// Holidays and days with other hours: by date, every year, or by a rule.
import { Button, Textarea } from '@mantine/core';
import type { SpecialDay } from '@tandem/contract/opening.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { ChoiceField, NumberField, SwitchField, TextField } from '../form/Fields.tsx';
import { Ranges } from './Ranges.tsx';
import styles from './Ranges.module.css';
import { onOf, whenOf, type When } from './special.ts';

const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1);

export function SpecialDays({
  days,
  onChange,
  errorAt,
}: {
  days: readonly SpecialDay[];
  onChange: (days: SpecialDay[]) => void;
  errorAt: (i: number) => string | undefined;
}): ReactNode {
  const { t } = useTranslation();
  // A day keeps its fields while others come and go before it.
  const [keys, setKeys] = useState(() => days.map((_, i) => i));
  const next = Math.max(-1, ...keys) + 1;
  const add = () => {
    setKeys([next, ...keys]);
    onChange([{ on: { date: '' }, holiday: true, open: [] }, ...days]);
  };
  return (
    <>
      <div>
        <Button variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          {t('hours.add-special')}
        </Button>
      </div>
      {days.map((day, i) => (
        <Special
          key={keys[i] ?? `new-${i}`}
          day={day}
          error={errorAt(i)}
          onChange={(changed) => onChange(days.map((each, at) => (at === i ? changed : each)))}
          drop={() => {
            setKeys(keys.filter((_, at) => at !== i));
            onChange(days.filter((_, at) => at !== i));
          }}
        />
      ))}
    </>
  );
}

function Special({
  day,
  error,
  onChange,
  drop,
}: {
  day: SpecialDay;
  error: string | undefined;
  onChange: (day: SpecialDay) => void;
  drop: () => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  const [when, setWhen] = useState(() => whenOf(day.on));
  const put = (changed: When) => {
    setWhen(changed);
    onChange({ ...day, on: onOf(changed) });
  };
  const named = day.name ? tenantText(day.name, language) : '';
  const label = named || ('date' in day.on && day.on.date) || t('hours.unnamed');
  return (
    <div className={styles.special} role="group" aria-label={label}>
      <div className={styles.line}>
        <div className={styles.grow}>
          <TextField
            label={t('hours.special-name')}
            value={day.name?.[language] ?? (day.name ? named : '')}
            maxLength={60}
            onChange={(text) => {
              const name = { ...day.name, [language]: text };
              if (text === '') delete name[language];
              const { name: _, ...rest } = day;
              onChange(Object.keys(name).length === 0 ? rest : { ...rest, name });
            }}
          />
        </div>
        <div className={styles.grow}>
          <ChoiceField
            label={t('hours.when')}
            value={when.kind}
            choices={(['date', 'yearly', 'rule'] as const).map((value) => ({ value, label: t(`hours.when-${value}`) }))}
            onChange={(kind) =>
              put(
                kind === 'date'
                  ? { kind, date: '', lasts: when.lasts }
                  : kind === 'yearly'
                    ? { kind, month: 1, days: '1', lasts: when.lasts }
                    : { kind, rule: 'rule' in day.on ? day.on.rule : 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', lasts: when.lasts },
              )
            }
          />
        </div>
        <button type="button" className={styles.icon} aria-label={t('hours.drop-special', { day: label })} onClick={drop}>
          <Icon name="cross" size={16} />
        </button>
      </div>
      {when.kind === 'date' ? (
        <div className={styles.range}>
          <input
            type="date"
            aria-label={t('hours.date')}
            value={when.date}
            onChange={(event) => put({ ...when, date: event.currentTarget.value })}
          />
        </div>
      ) : when.kind === 'yearly' ? (
        <div className={styles.yearly}>
          <ChoiceField
            label={t('hours.month')}
            value={String(when.month)}
            choices={MONTHS.map((month) => ({
              value: String(month),
              label: new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, month - 1, 1)),
            }))}
            onChange={(month) => put({ ...when, month: Number(month) })}
          />
          <TextField label={t('hours.days')} value={when.days} onChange={(text) => put({ ...when, days: text })} />
        </div>
      ) : (
        <Textarea
          label={t('hours.rule')}
          description={t('hours-year.rule-text')}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={4_000}
          spellCheck={false}
          classNames={{ input: styles.mono! }}
          value={when.rule}
          onChange={(event) => put({ ...when, rule: event.currentTarget.value })}
        />
      )}
      <div className={styles.lasts}>
        <NumberField
          label={t('hours-year.lasts')}
          value={when.lasts}
          min={1}
          max={62}
          onChange={(lasts) => put({ ...when, lasts: Math.min(62, Math.max(1, lasts ?? 1)) })}
        />
      </div>
      <Ranges label={label} ranges={day.open} onChange={(open) => onChange({ ...day, open })} />
      <SwitchField label={t('hours.holiday')} value={day.holiday} onChange={(holiday) => onChange({ ...day, holiday })} />
      {error === undefined ? null : <p role="alert">{error}</p>}
    </div>
  );
}
