// Opening hours looked at before they are saved: what they come to over a year, and what a calendar file has in it.
import type { CalendarFound, HoursPreview, HoursToPreview } from '@tandem/contract/api/hours.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ADMIN_KEY } from './admin.ts';
import type { Api } from './client.ts';

export const hoursPreviewQuery = (api: Api, opening: HoursToPreview) =>
  queryOptions({
    queryKey: [...ADMIN_KEY, 'hours-preview', JSON.stringify(opening)],
    queryFn: () => api.send<HoursPreview>('POST', '/hours/preview', opening),
    // A day that is still without a date is waited for; until then the last picture stays.
    enabled: opening.special.every(({ on }) => ('date' in on ? on.date !== '' : on.rule !== '')),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });

export const readCalendarFile = (api: Api, text: string, zone: string) =>
  api.send<CalendarFound>('POST', '/hours/calendar', { text, zone });
