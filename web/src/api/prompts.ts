// Prompts, music and test calls: what is read and what is sent.
import type { Prompt, PromptUses, Slot } from '@tandem/contract/api/prompts.ts';
import type { TestCall } from '@tandem/contract/api/test-calls.ts';
import { queryOptions } from '@tanstack/react-query';
import { ADMIN_KEY } from './admin.ts';
import type { Api } from './client.ts';

const at = (id: string, slot: Slot) => `/prompts/${id}/recordings/${slot}`;

export const sendRecording = (api: Api, id: string, slot: Slot, wav: string, source: 'upload' | 'microphone') =>
  api.send<Prompt>('PUT', at(id, slot), { wav, source });
export const speakRecording = (api: Api, id: string, slot: Slot, text: string) =>
  api.send<Prompt>('POST', `${at(id, slot)}/speech`, { text });
export const restoreRecording = (api: Api, id: string, slot: Slot, version: number) =>
  api.send<Prompt>('POST', `${at(id, slot)}/restore`, { version });
export const recordingAudio = (api: Api, id: string, slot: Slot, version: number) => api.bytes(`${at(id, slot)}/audio?version=${version}`);

export const promptUsesQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: [...ADMIN_KEY, 'prompt-uses', id],
    queryFn: ({ signal }) => api.get<PromptUses>(`/prompts/${id}/uses`, {}, signal),
  });

export const beginTestCall = (api: Api, trunk: string, number: string) =>
  api.send<TestCall>('POST', `/trunks/${trunk}/test-calls`, { number });
export const endTestCall = (api: Api, { trunk, call }: TestCall) => api.send<undefined>('DELETE', `/trunks/${trunk}/test-calls/${call}`);

/** Read anew twice a second for as long as it is up. */
export const testCallQuery = (api: Api, begun: TestCall) =>
  queryOptions({
    queryKey: [...ADMIN_KEY, 'test-call', begun.call],
    queryFn: ({ signal }) => api.get<TestCall>(`/trunks/${begun.trunk}/test-calls/${begun.call}`, {}, signal),
    initialData: begun,
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : 500),
  });
