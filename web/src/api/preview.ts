// What would happen to a contact, asked of the server; nothing is done by it.
import type { Preview, PreviewRequest } from '@tandem/contract/api/preview.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ADMIN_KEY } from './admin.ts';
import type { Api } from './client.ts';

/** Under the settings' key: what anybody changes there is in it a moment later. */
export const previewQuery = (api: Api, request: PreviewRequest | null) =>
  queryOptions({
    queryKey: [...ADMIN_KEY, 'preview', JSON.stringify(request)],
    queryFn: () => api.send<Preview>('POST', '/routing/preview', request),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
