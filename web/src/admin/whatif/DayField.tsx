// The day a question is about: those with contacts, by what people call them and by date.
import type { WhatIfDays } from '@tandem/contract/api/what-if.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../form/Fields.tsx';
import { dayChoices } from './days.ts';
import { dayText } from './day-text.ts';

export function DayField({ days, value, onChange }: { days: WhatIfDays; value: string; onChange: (day: string) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const choices = dayChoices(days).map(({ day, as, contacts }) => ({
    value: day,
    label: t(`what-if.day.${as}`, { date: dayText(day, i18n.language), contacts: t('what-if.contacts', { count: contacts }) }),
  }));
  return <ChoiceField label={t('what-if.day.label')} value={value} choices={choices} onChange={onChange} />;
}
