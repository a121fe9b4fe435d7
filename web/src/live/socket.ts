// Runs the connection machine against a real WebSocket and real timers, and tells its listeners what changed.
import { step, STOPPED, type Connection, type Frame, type Input } from './connection.ts';

export type LiveListener = { frame?: (frame: Frame) => void; refresh?: () => void; signedOut?: () => void };

export type LiveSocket = {
  start: () => void;
  stop: () => void;
  /** Try at once instead of waiting. */
  retry: () => void;
  /** There is reason to think that it leads nowhere although the browser holds it for open: another one in its place. */
  renew: () => void;
  /** Be told how every agent is, not only oneself, until the returned function is called. */
  followAgents: () => () => void;
  state: () => Connection;
  onState: (listener: () => void) => () => void;
  on: (listener: LiveListener) => () => void;
};

const STREAM_PATH = '/api/v1/stream';
/** RFC 6455, section 7.4.1: no word of an end came. */
const ABNORMAL = 1006;

/** Browsers set no headers on a WebSocket: the token goes as a subprotocol beside the one that is spoken. */
const PROTOCOL = 'tandem.v1';

/** `bearer`: of a session without a cookie. */
export function createLiveSocket(bearer: () => string | null): LiveSocket {
  let state: Connection = STOPPED;
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stateListeners = new Set<() => void>();
  const listeners = new Set<LiveListener>();
  let followers = 0;

  function input(one: Input): void {
    const next = step(state, one);
    const changed = next.state !== state && (next.state.phase !== state.phase || next.state.retryAt !== state.retryAt);
    state = next.state;
    for (const effect of next.effects) {
      switch (effect.do) {
        case 'connect':
          connect(effect.cursor);
          break;
        case 'disconnect':
          clearTimeout(timer);
          socket?.close();
          socket = null;
          break;
        case 'wait':
          clearTimeout(timer);
          timer = setTimeout(() => input({ kind: 'retry' }), effect.ms);
          break;
        case 'deliver':
          for (const listener of listeners) listener.frame?.(effect.frame);
          break;
        case 'refresh':
          for (const listener of listeners) listener.refresh?.();
          break;
        case 'signed-out':
          socket = null;
          for (const listener of listeners) listener.signedOut?.();
          break;
      }
    }
    if (changed) for (const listener of stateListeners) listener();
  }

  function connect(cursor: string | null): void {
    clearTimeout(timer);
    const url = new URL(STREAM_PATH, window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    if (cursor !== null) url.searchParams.set('cursor', cursor);
    url.searchParams.set('agents', agents());
    url.searchParams.set('passing', '1');
    const token = bearer();
    const opened = token === null ? new WebSocket(url) : new WebSocket(url, [PROTOCOL, `tandem.bearer.${token}`]);
    socket = opened;
    // A socket that was replaced or stopped may still call back: only the current one counts.
    const current = () => socket === opened;
    const asked = agents();
    opened.addEventListener('open', () => {
      if (!current()) return;
      if (agents() !== asked) opened.send(JSON.stringify({ agents: agents() }));
      input({ kind: 'opened' });
    });
    opened.addEventListener('close', ({ code }) => current() && input({ kind: 'closed', code, at: Date.now(), random: Math.random() }));
    opened.addEventListener('message', (event) => {
      const frame = current() ? parseFrame(event.data) : null;
      if (frame) input({ kind: 'frame', frame });
    });
  }

  const agents = (): 'all' | 'own' => (followers > 0 ? 'all' : 'own');
  function follow(more: 1 | -1): void {
    followers += more;
    // One that is not open yet says so when it is.
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ agents: agents() }));
  }
  function leave(): void {
    const dead = socket;
    // Its own end may be long in coming, and is of no interest then.
    socket = null;
    dead?.close();
  }
  /** A browser that knows it is off line does not close the socket by itself: TCP would take minutes, and the closing handshake seconds. */
  function drop(): void {
    leave();
    input({ kind: 'closed', code: ABNORMAL, at: Date.now(), random: 0 });
  }
  function renew(): void {
    leave();
    input({ kind: 'renew' });
  }

  return {
    start() {
      window.addEventListener('online', renew);
      window.addEventListener('offline', drop);
      input({ kind: 'start' });
    },
    stop() {
      window.removeEventListener('online', renew);
      window.removeEventListener('offline', drop);
      input({ kind: 'stop' });
    },
    retry: () => input({ kind: 'retry' }),
    renew,
    followAgents() {
      follow(1);
      return () => follow(-1);
    },
    state: () => state,
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A text message as a frame, or null for what is none (a heartbeat, a later version's control message). */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { cursor, type, stream, version, at, data } = value as Record<string, unknown>;
  if ((typeof cursor !== 'string' && typeof cursor !== 'number') || typeof type !== 'string' || typeof stream !== 'string') return null;
  return {
    cursor: String(cursor),
    type,
    stream,
    version: Number(version),
    at: Number(at),
    data: typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {},
  };
}
