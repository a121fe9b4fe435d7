// The end of a contact shows at once, not with the next batch of events: who hung up is to write his wrap-up, and its form waits for that.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/context.tsx';
import { dispositionsQuery } from '../../api/dispositions.ts';
import { interactionQuery, type ContactDetail } from '../../api/interactions.ts';
import { useUser } from '../../api/session.ts';
import { useFrames } from '../../live/LiveProvider.tsx';

/** The rows that reading goes by may be a moment behind the event. */
const TRIES = 5;
const AGAIN_MS = 30;

export function usePromptEnd(id: string, contact: ContactDetail | undefined): void {
  const api = useApi();
  const queries = useQueryClient();
  const { agent } = useUser();
  // What the form offers is there before it opens.
  const own = contact?.state === 'open' && agent !== null && contact.agent?.id === agent;
  useQuery({ ...dispositionsQuery(api, contact?.queue?.id ?? null), enabled: own });

  async function readEnd(): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const read = await queries.fetchQuery({ ...interactionQuery(api, id), staleTime: 0 });
      if (read.state !== 'open') return;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  useFrames(({ type, stream }) => {
    // What fails here is read again with the batch, which says so.
    if (type === 'interaction.ended' && stream === id) readEnd().catch(() => undefined);
  });
}
