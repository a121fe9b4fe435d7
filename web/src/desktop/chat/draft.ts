// What is written of a message before it is sent, and to whom: kept by the contact, so that six chats can be gone through without losing a word.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewMessage } from '@tandem/contract/api/messages.ts';

export type Draft = { kind: NewMessage['kind']; text: string };

const EMPTY: Draft = { kind: 'out', text: '' };
const DRAFTS_KEY = 'chat-draft';

export function useChatDraft(interaction: string): [draft: Draft, write: (draft: Draft) => void] {
  const queries = useQueryClient();
  const queryKey = [DRAFTS_KEY, interaction];
  const [draft, setDraft] = useState(() => queries.getQueryData<Draft>(queryKey) ?? EMPTY);
  return [
    draft,
    (next) => {
      queries.setQueryDefaults([DRAFTS_KEY], { gcTime: Infinity });
      queries.setQueryData(queryKey, next);
      setDraft(next);
    },
  ];
}
