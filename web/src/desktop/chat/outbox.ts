// What the agent wrote and the server has not confirmed: on the screen at once, sent again under the same name, kept while he looks at another contact.
import type { NewMessage } from '@tandem/contract/api/messages.ts';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/context.tsx';
import type { Api } from '../../api/client.ts';
import { messagesKey, sendMessage, type Message } from '../../api/messages.ts';
import { ApiError } from '../../api/problem.ts';

export type Unsent = NewMessage & { at: number; error: Error | null };

const OUTBOX_KEY = 'chat-outbox';
/** A line that comes back within seconds is nobody's trouble. */
const AGAIN_MS = [500, 1_500, 4_000] as const;

/** Forgotten with the session, as everything that was written in it. */
export function useOutbox(interaction: string) {
  const queries = useQueryClient();
  const api = useApi();
  const { data: unsent } = useQuery<Unsent[]>({
    queryKey: [OUTBOX_KEY, interaction],
    queryFn: () => [],
    initialData: [],
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const box = { queries, api, interaction };
  return {
    unsent,
    write: (kind: NewMessage['kind'], text: string): void => {
      const message = { clientId: newName(), kind, text, at: Date.now(), error: null };
      change(box, (all) => [...all, message]);
      void deliver(box);
    },
    again: (clientId: string): void => {
      change(box, (all) => all.map((each) => (each.clientId === clientId ? { ...each, error: null } : each)));
      void deliver(box);
    },
    drop: (clientId: string): void => change(box, (all) => all.filter((each) => each.clientId !== clientId)),
  };
}

type Box = { queries: QueryClient; api: Api; interaction: string };

const read = ({ queries, interaction }: Box): Unsent[] => queries.getQueryData([OUTBOX_KEY, interaction]) ?? [];
const change = ({ queries, interaction }: Box, how: (all: Unsent[]) => Unsent[]): void =>
  void queries.setQueryData<Unsent[]>([OUTBOX_KEY, interaction], (all) => how(all ?? []));

/** Contacts whose messages are on their way: one after the other, as they were written. */
const busy = new Set<string>();

async function deliver(box: Box): Promise<void> {
  if (busy.has(box.interaction)) return;
  busy.add(box.interaction);
  try {
    for (let next = nextOf(box); next; next = nextOf(box)) {
      const { clientId, kind, text } = next;
      try {
        await sendPatiently(box, { clientId, kind, text });
        await box.queries.invalidateQueries({ queryKey: messagesKey(box.interaction) });
        change(box, (all) => all.filter((each) => each.clientId !== clientId));
      } catch (error) {
        const why = error instanceof Error ? error : new Error(String(error));
        // What was written after it does not overtake it.
        change(box, (all) => all.map((each) => (each.error === null ? { ...each, error: why } : each)));
      }
    }
  } finally {
    busy.delete(box.interaction);
  }
}

const nextOf = (box: Box): Unsent | undefined => read(box).find(({ error }) => error === null);

async function sendPatiently({ api, interaction }: Box, message: NewMessage): Promise<Message> {
  for (const ms of AGAIN_MS) {
    try {
      return await sendMessage(api, interaction, message);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 0 && error.status < 500)) throw error;
      await new Promise((wake) => setTimeout(wake, ms));
    }
  }
  return sendMessage(api, interaction, message);
}

/** crypto.randomUUID exists on secure origins only. */
const newName = (): string => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
