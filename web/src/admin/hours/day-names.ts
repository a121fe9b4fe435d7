// The days of the week in the reader's language, from the browser's own tables.
import { useTranslation } from 'react-i18next';
import type { Day } from './week.ts';

/** 2024-01-01 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function useDayName(): (day: Day, length: 'short' | 'long') => string {
  const { i18n } = useTranslation();
  return (day, length) => new Intl.DateTimeFormat(i18n.language, { weekday: length, timeZone: 'UTC' }).format(MONDAY + (day - 1) * DAY_MS);
}
