// Messages of a contact: read page by page from the newest back, written, seen; offers of chats taken or left; a chat ended.
import type { Message, NewMessage } from '@tandem/contract/api/messages.ts';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import { readInteractions, type ContactRow, type Page } from './interactions.ts';

export type { Message } from '@tandem/contract/api/messages.ts';

const AT_ONCE = 50;

export const messagesKey = (interaction: string) => ['messages', interaction] as const;

/** Oldest first, with those of the earlier contacts of the same thread; further pages are older ones. */
export function messagesQuery(api: Api, interaction: string) {
  return infiniteQueryOptions({
    queryKey: messagesKey(interaction),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Message>>(`/interactions/${interaction}/messages`, { conversation: '1', limit: AT_ONCE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => pages.toReversed().flatMap(({ items }) => items),
  });
}

/** Chats of an agent that are open or have to be wrapped up, oldest first. */
export async function ownChats(api: Api, agent: string, signal?: AbortSignal): Promise<ContactRow[]> {
  const both = await Promise.all(
    (['open', 'wrap-up'] as const).map((state) => readInteractions(api, { state, agent, channel: 'chat' }, null, signal)),
  );
  return both.flatMap(({ items }) => items).toSorted((a, b) => a.startedAt - b.startedAt);
}

export const sendMessage = (api: Api, interaction: string, message: NewMessage): Promise<Message> =>
  api.send('POST', `/interactions/${interaction}/messages`, message);
export const markRead = (api: Api, interaction: string, upTo: number): Promise<undefined> =>
  api.send('PUT', `/interactions/${interaction}/messages/read`, { upTo });
/** The customer sees for five seconds that somebody is writing. */
export const tellTyping = (api: Api, interaction: string): Promise<undefined> =>
  api.send('POST', `/interactions/${interaction}/messages/typing`);
export const endChat = (api: Api, interaction: string): Promise<undefined> => api.send('POST', `/interactions/${interaction}/chat/end`);
export const answerOffer = (api: Api, offer: string, answer: 'accept' | 'decline'): Promise<undefined> =>
  api.send('POST', `/offers/${offer}/${answer}`);
