// WS /api/v1/stream: who may open it, where it begins, its heart beat, and when it ends.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { STREAM_CLOSE } from '@tandem/contract/api/stream.ts';
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock, DurationMs } from '../../kernel/time.ts';
import { acceptedLanguage } from '../errors/language.ts';
import { toProblem } from '../errors/problem.ts';
import { AppError } from '../errors/types.ts';
import type { EventLog } from '../eventlog/types.ts';
import type { Log } from '../log/log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { credentialOf, STREAM_PROTOCOL, type Credential } from './credential.ts';
import type { Guard } from './guard.ts';
import { sameOrigin } from './origin.ts';
import { runClient, type ClientLimits, type Visible } from './stream-client.ts';
import { streamCursor, streamPlace } from './stream-cursor.ts';
import { startHeart } from './stream-heart.ts';
import { createHub } from './stream-hub.ts';
import type { Authenticator, Caller } from './types.ts';
import { refuseUpgrade, type Upgrade } from './upgrades.ts';

export type StreamOptions = {
  log: Pick<EventLog, 'follow' | 'read' | 'head'>;
  authenticator: Authenticator;
  guard: Guard;
  visible: Visible;
  clock: Clock;
  logger: Log;
  telemetry: Telemetry;
  limits?: Partial<ClientLimits>;
  /** Between the pings of a client; at every sixth it is asked whether the session still lives, at each one whether an API key does. */
  beatMs?: DurationMs;
  /** A client further behind loads anew instead of replaying. */
  replayMost?: number;
  /** Events kept in memory for clients that are near the head. */
  kept?: number;
};

export type Stream = {
  /** For `http.upgrades.on('/api/v1/stream', stream.upgrade)`. */
  upgrade: (upgrade: Upgrade) => void;
  /** To the screens of one agent that asked for it (`passing=1`): what passes and stands in no log. The cursor stays where it is, the version is 0. */
  tell: (tenant: TenantId, agent: AgentId, passing: { type: string; stream: string; data: unknown }) => void;
  /** Closes every client with a code that says resume. For `http.onDrain`. */
  close: () => Promise<void>;
  readonly size: number;
};

type Client = {
  socket: WebSocket;
  caller: Caller;
  /** How often his rights were changed, and as of which change `caller` is: behind, they are read anew before the next event. */
  changes: number;
  asOf: number;
  token: string;
  place: () => number;
  alive: boolean;
  beats: boolean;
  /** Is told what passes and is kept nowhere. */
  passes: boolean;
  slot: number;
  beaten: number;
  /** Of which agents he is told how they are. */
  agents: Agents;
};
/** `own`: of himself only. A desk has no use for what five hundred colleagues do, and each would be told of each. */
type Agents = 'all' | 'own';

/** What ends a session here is told at once; this finds what ran out, or was ended by another process. It costs queries, and desks are many; keys are few, and are given a time. */
const BEATS_A_CHECK = 6;
const LIMITS: ClientLimits = { bufferedBytes: 1_048_576, stalledMs: 10_000 };

export async function createStream(options: StreamOptions): Promise<Stream> {
  const { log, authenticator, guard, visible, clock, logger, telemetry, beatMs = 5_000, replayMost = 1_000_000 } = options;
  const hub = await createHub(log, options.kept);
  const clients = new Set<Client>();
  const server = new WebSocketServer({
    noServer: true,
    // Clients send pongs, and which agents they follow.
    maxPayload: 1_024,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(STREAM_PROTOCOL) ? STREAM_PROTOCOL : ([...offered][0] ?? false)),
  });
  telemetry.gauge('stream_clients', () => clients.size);

  function closeFor(socket: WebSocket, reason: keyof typeof STREAM_CLOSE, words: string): void {
    telemetry.observe('stream_closed_total', 1, { reason });
    socket.close(STREAM_CLOSE[reason], words);
  }

  /** Throws `auth.required`, `access.*` or `rate.exceeded`. */
  async function admit({ request, ip, host }: Upgrade, credential: Credential | null): Promise<Caller> {
    const caller = credential && (await authenticator.authenticate(credential.token, ip));
    if (!credential || !caller) throw new AppError('auth.required');
    // Browsers send the cookie with a WebSocket of any page; only Origin tells whose page it was.
    if (credential.from === 'cookie' && !sameOrigin(request.headers.origin, host, false)) throw new AppError('access.csrf');
    guard.limit(caller);
    if (caller.scope('events:read') === null) throw new AppError('access.denied', { action: 'events:read' });
    return caller;
  }

  /** Where the client goes on, or why it cannot. Known before he is told that he is connected: what he asks for after that is never older. */
  async function begin(cursor: string | null): Promise<number | 'badCursor' | 'cursorTooOld' | 'failed'> {
    try {
      return await placeAt(cursor);
    } catch (error) {
      logger.error('event stream not begun', { error });
      return 'failed';
    }
  }

  async function placeAt(cursor: string | null): Promise<number | 'badCursor' | 'cursorTooOld'> {
    const head = Math.max(await log.head(), hub.top());
    if (cursor === null) return head;
    let place: number;
    try {
      place = streamPlace(cursor);
    } catch (error) {
      if (error instanceof AppError) return 'badCursor';
      throw error;
    }
    if (place > head) return 'badCursor';
    return head - place > replayMost ? 'cursorTooOld' : place;
  }

  const quiet = (client: Client, type: 'stream.opened' | 'stream.heartbeat') => {
    if (!client.beats) return;
    client.socket.send(JSON.stringify({ cursor: streamCursor(client.place()), type, stream: '', version: 0, at: clock.now(), data: {} }));
  };

  function attach(socket: WebSocket, caller: Caller, token: string, url: URL, from: Awaited<ReturnType<typeof begin>>): void {
    if (from === 'failed') return closeFor(socket, from, 'failed: resume');
    if (from === 'badCursor') return closeFor(socket, from, 'the cursor is not valid');
    if (from === 'cursorTooOld') return closeFor(socket, from, 'the cursor is too old: load anew');
    const beats = url.searchParams.get('heartbeat') === '1';
    const passes = url.searchParams.get('passing') === '1';
    const agents = agentsIn(url.searchParams.get('agents')) ?? 'all';
    const seen = { changes: 0, asOf: 0, alive: true, beats, passes, slot: heart.place(), beaten: 0, agents };
    const client: Client = { socket, caller, token, place: () => from, ...seen };
    clients.add(client);
    quiet(client, 'stream.opened');
    const limits = { ...LIMITS, ...options.limits };
    const sent = () => telemetry.observe('stream_frames_total', 1);
    const gaveUp = (reason: string) => telemetry.observe('stream_closed_total', 1, { reason });
    const { place } = runClient(
      {
        socket,
        caller: () => (client.asOf < client.changes ? refresh(client) : client.caller),
        tenant: caller.tenant,
        session: caller.session,
        hub,
        log,
        visible: (of, event) => (client.agents === 'own' && isOfAnother(of, event) ? null : visible(of, event)),
        limits,
        logger,
        sent,
        gaveUp,
      },
      from,
    );
    client.place = place;
    socket.on('pong', () => (client.alive = true));
    socket.on('message', (message: Buffer, binary) => {
      const wanted = binary ? null : agentsOf(message.toString('utf8'));
      if (wanted) client.agents = wanted;
    });
    socket.on('close', () => clients.delete(client));
  }

  /** Asks anew who listens; what he may see follows. Null where he may not listen any more, and is told so. */
  async function refresh(client: Client): Promise<Caller | null> {
    const { changes } = client;
    const caller = await authenticator.authenticate(client.token, client.caller.ip);
    if (caller && caller.scope('events:read') !== null) {
      client.caller = caller;
      client.asOf = Math.max(client.asOf, changes);
      return caller;
    }
    closeFor(client.socket, 'signedOut', caller ? 'the permission was taken away' : 'the session has ended');
    return null;
  }

  async function beat(client: Client): Promise<void> {
    if (!client.alive) return client.socket.terminate();
    client.alive = false;
    client.socket.ping();
    quiet(client, 'stream.heartbeat');
    client.beaten += 1;
    if (client.caller.via === 'api-key' || client.beaten % BEATS_A_CHECK === 0) await refresh(client);
  }

  const heart = startHeart(clients, beatMs, (client) => {
    beat(client).catch((error: unknown) => logger.warn('event stream could not check a session', { error }));
  });
  const deaf = authenticator.onRevoked((session) => {
    for (const client of clients) if (client.caller.session === session) closeFor(client.socket, 'signedOut', 'the session has ended');
  });

  const settled = authenticator.onChanged?.((session) => {
    for (const client of clients) {
      if (client.caller.session !== session) continue;
      client.changes++;
      refresh(client).catch((error: unknown) => logger.warn('event stream could not check a session', { error }));
    }
  });

  function refuse(socket: Duplex, request: IncomingMessage, error: unknown): void {
    const { problem, reference } = toProblem(error, acceptedLanguage(request.headers['accept-language']), '/api/v1/stream');
    if (reference !== null) logger.error('event stream not opened', { reference, error });
    refuseUpgrade(socket, problem.status, JSON.stringify(problem), 'application/problem+json');
  }

  return {
    get size() {
      return clients.size;
    },
    upgrade(upgrade) {
      const { request, socket, head, url } = upgrade;
      const credential = credentialOf(request.headers);
      const open = async (): Promise<void> => {
        const caller = await admit(upgrade, credential);
        const from = await begin(url.searchParams.get('cursor'));
        server.handleUpgrade(request, socket, head, (accepted) => {
          accepted.on('error', (error) => logger.debug('event stream broke', { error: error.message }));
          attach(accepted, caller, credential!.token, url, from);
        });
      };
      open().catch((error: unknown) => refuse(socket, request, error));
    },
    tell(tenant, agent, passing) {
      for (const { socket, caller, passes, place } of clients)
        if (passes && caller.tenant === tenant && caller.agent === agent && socket.bufferedAmount === 0)
          socket.send(JSON.stringify({ cursor: streamCursor(place()), ...passing, version: 0, at: clock.now() }));
    },
    async close() {
      heart.stop();
      deaf();
      settled?.();
      for (const { socket } of clients) closeFor(socket, 'restarting', 'restarting: resume');
      const deadline = Date.now() + 1_000;
      while (clients.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
      for (const { socket } of clients) socket.terminate();
      server.close();
      await hub.stop();
    },
  };
}

const agentsIn = (text: unknown): Agents | null => (text === 'all' || text === 'own' ? text : null);

/** A client's message; null for what is none of ours. */
function agentsOf(text: string): Agents | null {
  try {
    return agentsIn((JSON.parse(text) as { agents?: unknown } | null)?.agents);
  } catch {
    return null;
  }
}

function isOfAnother(caller: Caller, event: StoredEvent): boolean {
  return (event.type === 'presence.changed' || event.type === 'agent.occupied') && event.data.agent !== caller.agent;
}
