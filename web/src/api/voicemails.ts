// Messages that callers left: lists, how many wait, and what is done with one.
import type { Voicemail, VoicemailCounts, VoicemailState } from '@tandem/contract/api/voicemails.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { Voicemail, VoicemailState } from '@tandem/contract/api/voicemails.ts';

export const VOICEMAILS_KEY = ['voicemails'] as const;

export function readVoicemails(api: Api, state: VoicemailState, cursor: string | null, signal?: AbortSignal): Promise<Page<Voicemail>> {
  return api.get('/voicemails', { state, limit: 50, cursor }, signal);
}

export function voicemailQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: [...VOICEMAILS_KEY, 'one', id],
    queryFn: ({ signal }) => api.get<Voicemail>(`/voicemails/${id}`, {}, signal),
    retry: false,
  });
}

export function voicemailCountsQuery(api: Api) {
  return queryOptions({
    queryKey: [...VOICEMAILS_KEY, 'counts'],
    queryFn: ({ signal }) => api.get<VoicemailCounts>('/voicemails/counts', {}, signal),
  });
}

export function actOnVoicemail(api: Api, id: string, act: 'take' | 'done' | 'reopen'): Promise<Voicemail> {
  return api.send('POST', `/voicemails/${id}/${act}`);
}
