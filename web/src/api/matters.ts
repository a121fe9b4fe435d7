// Matters and conversations: what holds a customer's contacts together.
import type { ConversationDetail } from '@tandem/contract/api/conversations.ts';
import type { Matter, MatterPatch, NewMatter } from '@tandem/contract/api/matters.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { Matter, NewMatter } from '@tandem/contract/api/matters.ts';

export const MATTERS_KEY = ['matters'] as const;

/** All of the customer's, newest first. */
export function mattersQuery(api: Api, customer: string) {
  return queryOptions({
    queryKey: [...MATTERS_KEY, customer],
    queryFn: async ({ signal }) => (await api.get<Page<Matter>>('/matters', { customer, limit: 100 }, signal)).items,
  });
}

export function conversationQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['conversation', id],
    queryFn: ({ signal }) => api.get<ConversationDetail>(`/conversations/${id}`, {}, signal),
    retry: false,
  });
}

export const openMatter = (api: Api, matter: NewMatter): Promise<Matter> => api.send('POST', '/matters', matter);
export const changeMatter = (api: Api, id: string, patch: MatterPatch): Promise<Matter> => api.send('PATCH', `/matters/${id}`, patch);

export function linkMatter(api: Api, id: string, interaction: string, linked: boolean): Promise<Matter> {
  return api.send('POST', `/matters/${id}/${linked ? 'link' : 'unlink'}`, { interaction });
}
