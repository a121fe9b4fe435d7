// The line to the server: runs the link's machine over a real socket, and over HTTP while none opens. Knows frames, not what they mean.
import type { ChatFromPage, ChatLine, ChatState, ChatToPage } from '@tandem/contract/chat.ts';
import { readFrame } from '../core/frames.ts';
import { OFF, polls, stepLink, type Link, type LinkInput } from '../core/link.ts';
import { HttpError, type Http } from './http.ts';

export type LineState = 'off' | 'connecting' | 'live' | 'polling' | 'away';

export type LineEvents = {
  /** What the page says first: who it is and what it has. */
  hello: () => ChatFromPage & { kind: 'hello' };
  frame: (frame: ChatToPage) => void;
  /** The socket speaks: what waits can be sent. */
  live: () => void;
  /** One turn over HTTP: send what waits; what came is given to `polled`. Throws where no answer came. */
  turn: () => Promise<{ lines: ChatLine[]; state: ChatState | null }>;
  polled: (answer: { lines: ChatLine[]; state: ChatState | null }) => void;
  /** The server does not know the visitor. */
  forgotten: () => void;
  changed: () => void;
};

export type Line = {
  start: () => void;
  stop: () => void;
  state: () => LineState;
  /** False where it went nowhere: it waits for the next time. */
  send: (frame: ChatFromPage) => boolean;
  /** Ask over HTTP now, where that is how it is done. */
  pollNow: () => void;
  /** Something that was sent is not answered: the socket may be dead. */
  renew: () => void;
};

/** A socket that does not speak in this time is none. */
const SPEAKS_WITHIN_MS = 10_000;
const POLL_MS = 3_000;
/** After this close code of our own the link counts a failure as any other. */
const DEAD = 4000;

export function createLine(http: Pick<Http, 'socket'>, on: LineEvents): Line {
  let link: Link = OFF;
  let socket: WebSocket | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let polling: ReturnType<typeof setTimeout> | undefined;
  let answered = true;
  let turning = false;

  function input(what: LinkInput): void {
    const step = stepLink(link, what);
    if (step.link === link) return;
    link = step.link;
    for (const effect of step.effects) {
      if (effect.do === 'connect') connect();
      else if (effect.do === 'disconnect') drop();
      else if (effect.do === 'wait') waiting = setTimeout(() => input({ kind: 'retry' }), effect.ms);
      else on.forgotten();
    }
    if (polls(link)) pollNow();
    else if (link.phase === 'open' || link.phase === 'off') clearTimeout(polling);
    on.changed();
  }

  function drop(): void {
    clearTimeout(waiting);
    clearTimeout(polling);
    const old = socket;
    socket = null;
    old?.close(1000);
  }

  function connect(): void {
    clearTimeout(waiting);
    const mine = http.socket();
    socket = mine;
    const deadline = setTimeout(() => gone(DEAD), SPEAKS_WITHIN_MS);
    /** A dead network may take minutes to say that a socket is closed: it is closed when we say so. */
    function gone(code: number): void {
      clearTimeout(deadline);
      if (socket !== mine) return;
      socket = null;
      mine.close();
      input({ kind: 'closed', code, random: Math.random() });
    }
    mine.addEventListener('open', () => mine.send(JSON.stringify(on.hello())));
    mine.addEventListener('close', ({ code }) => gone(code));
    mine.addEventListener('message', ({ data }) => {
      const frame = socket === mine ? readFrame(data) : null;
      if (frame === null) return;
      clearTimeout(deadline);
      const first = link.phase !== 'open';
      input({ kind: 'spoke' });
      on.frame(frame);
      if (first) on.live();
    });
    mine.addEventListener('renew', () => gone(DEAD));
  }

  async function turn(): Promise<void> {
    turning = true;
    try {
      on.polled(await on.turn());
      answered = true;
    } catch (error) {
      if (error instanceof HttpError && error.status === 401) {
        input({ kind: 'stop' });
        on.forgotten();
        return;
      }
      answered = false;
    } finally {
      turning = false;
    }
    on.changed();
    if (polls(link)) polling = setTimeout(pollNow, POLL_MS);
  }

  function pollNow(): void {
    if (!polls(link) || turning) return;
    clearTimeout(polling);
    void turn();
  }

  addEventListener('online', () => input({ kind: 'retry' }));
  addEventListener('offline', () => socket?.dispatchEvent(new Event('renew')));

  return {
    start: () => input({ kind: 'start' }),
    stop: () => input({ kind: 'stop' }),
    state() {
      if (link.phase === 'off') return 'off';
      if (link.phase === 'open') return 'live';
      if (!polls(link)) return 'connecting';
      return answered ? 'polling' : 'away';
    },
    send(frame) {
      if (link.phase !== 'open' || socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    pollNow,
    renew: () => void socket?.dispatchEvent(new Event('renew')),
  };
}
