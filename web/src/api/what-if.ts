// Days played under other rules: asked, followed while they run, cancelled, looked at again.
import type { WhatIfDays, WhatIfHead, WhatIfRequest, WhatIfRun } from '@tandem/contract/api/what-if.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type {
  WhatIfFigure,
  WhatIfGroup,
  WhatIfHead,
  WhatIfRequest,
  WhatIfResult,
  WhatIfRun,
  WhatIfStaffing,
} from '@tandem/contract/api/what-if.ts';

export const WHAT_IF_KEY = ['what-if'] as const;
/** No event tells of its progress. */
const LOOK_MS = 1_000;

export const isOpen = ({ state }: Pick<WhatIfHead, 'state'>): boolean => state === 'queued' || state === 'running';

export const whatIfDaysQuery = (api: Api) =>
  queryOptions({
    queryKey: [...WHAT_IF_KEY, 'days'],
    queryFn: ({ signal }) => api.get<WhatIfDays>('/what-if/days', undefined, signal),
    staleTime: 60_000,
  });

export const whatIfRunsQuery = (api: Api) =>
  queryOptions({
    queryKey: [...WHAT_IF_KEY, 'runs'],
    queryFn: async ({ signal }) => (await api.get<Page<WhatIfHead>>('/what-if', { limit: 20 }, signal)).items,
    refetchInterval: ({ state }) => (state.data?.some(isOpen) ? LOOK_MS : false),
  });

export const whatIfRunQuery = (api: Api, id: string | null) =>
  queryOptions({
    queryKey: [...WHAT_IF_KEY, id],
    queryFn: ({ signal }) => api.get<WhatIfRun>(`/what-if/${id}`, undefined, signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? LOOK_MS : false),
  });

export const askWhatIf = (api: Api, request: WhatIfRequest): Promise<WhatIfRun> => api.send('POST', '/what-if', request);
export const cancelWhatIf = (api: Api, id: string): Promise<WhatIfRun> => api.send('POST', `/what-if/${id}/cancel`);
