// Which pages may hold the desk in a frame, and the session of such a frame.
import type { Embedding, EmbeddedSession } from '@tandem/contract/api/embedding.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';

export function embeddingQuery(api: Api) {
  return queryOptions({ queryKey: ['embedding'], queryFn: ({ signal }) => api.get<Embedding>('/embedding', {}, signal) });
}

export const setEmbedding = (api: Api, origins: readonly string[]) => api.send<Embedding>('PUT', '/embedding', { origins });

export const openEmbeddedSession = (api: Api) => api.send<EmbeddedSession>('POST', '/sessions/embedded');
