// Speaks with the page around the desk: tells it what happens, does what it asks. Shows nothing.
import { EMBED_VERSION, readEmbedCommand, type EmbedEvent } from '@tandem/contract/embed.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { agentQuery } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { interactionQuery } from '../../api/interactions.ts';
import { ApiError } from '../../api/problem.ts';
import { useUser } from '../../api/session.ts';
import { usePhone } from '../../desktop/phone/PhoneProvider.tsx';
import { useFrames, useTouched } from '../../live/LiveProvider.tsx';
import { joinHost, type Host } from './frame.ts';
import { obey, type Hands } from './obey.ts';
import { NOTHING_TOLD, tellOf } from './told-contacts.ts';

/** Rows that reading goes by may be a moment behind the event. */
const TRIES = 20;
const AGAIN_MS = 60;
const tandem = EMBED_VERSION;

export function HostBridge({ origins }: { origins: readonly string[] }): ReactNode {
  const api = useApi();
  const queries = useQueryClient();
  const user = useUser();
  const phone = usePhone();
  const navigate = useNavigate();
  const open = (contact: string): void => void navigate({ to: '/interactions/$id', params: { id: contact } });
  const hands = useRef<Hands>(null as unknown as Hands);
  useEffect(() => {
    hands.current = { api, queries, user, phone, open };
  });
  const host = useRef<Host | null>(null);
  const told = useRef(NOTHING_TOLD);
  const tell = (event: EmbedEvent): void => host.current?.tell(event);
  const { agent, name } = user;

  const presence = async (): Promise<void> => {
    if (agent === null) return;
    const now = await queries.fetchQuery({ ...agentQuery(api, agent), staleTime: 0 });
    const { presence: declared, reason, onQueue, reachable } = now.presence;
    tell({ tandem, type: 'presence', presence: declared, reason, onQueue, reachable });
  };
  const ring = async (contact: string): Promise<void> => {
    const detail = await queries.fetchQuery({
      ...interactionQuery(api, contact),
      retry: (tried, error) => tried < TRIES && error instanceof ApiError && error.status === 404,
      retryDelay: AGAIN_MS,
    });
    const { direction, remote: number, customer, queue } = detail;
    tell({ tandem, type: 'ringing', contact, direction, number, name: customer.known ? customer.name : null, queue: queue?.name ?? null });
  };

  const begin = useRef(presence);
  useEffect(() => {
    const joined = joinHost(origins, (data) => {
      const read = readEmbedCommand(data);
      if (read === null) return;
      if (!read.ok) return joined.tell({ tandem, type: 'result', id: read.id, ok: false, error: read.error, detail: null });
      const { id } = read.command;
      void obey(read.command, hands.current).then((outcome) => joined.tell({ tandem, type: 'result', id, ...outcome }));
    });
    host.current = joined;
    joined.tell({ tandem, type: 'ready', agent: { id: agent ?? '', name } });
    begin.current().catch(() => undefined);
    return () => {
      host.current = null;
      joined.leave();
    };
  }, [origins, agent, name]);

  useFrames((frame) => {
    if (agent === null) return;
    if (frame.type === 'presence.changed' && frame.stream === agent) return void presence().catch(() => undefined);
    const [next, telling] = tellOf(told.current, frame, agent);
    told.current = next;
    if (telling === null) return;
    // A call that one dials oneself rings for nobody, and nobody may read its contact yet: nothing is told of it.
    if (telling.tell === 'ring') return void ring(telling.contact).catch(() => undefined);
    const { tell: type, ...rest } = telling;
    tell({ tandem, type, ...rest } as EmbedEvent);
  });
  useTouched((touched) => {
    if (touched === 'all') presence().catch(() => undefined);
  });
  return null;
}
