// The chat of one site as the screen sees it: what was said, what waits to be sent, where the story stands; and what the customer can do.
import type { ChatLine, ChatSite, ChatState, ChatToPage } from '@tandem/contract/chat.ts';
import { acceptedLine, hasUpTo, merge, unreadAfter } from '../core/story.ts';
import { stillWaiting, toSend, written, type Waiting } from '../core/outbox.ts';
import { HttpError, type Http } from './http.ts';
import type { Keep } from './keep.ts';
import { createLine, type LineState } from './line.ts';
import { createTyping } from './typing.ts';

export type View = {
  /** Null until the server said what the site is. */
  site: ChatSite | null;
  lines: readonly ChatLine[];
  waiting: readonly Waiting[];
  state: ChatState;
  /** Who is writing to the customer now. */
  typing: string | null;
  line: LineState;
  unread: number;
  open: boolean;
  /** What the server would not do, in its words. */
  notice: string | null;
};

export type Chat = {
  view: () => View;
  onChange: (changed: () => void) => () => void;
  start: () => void;
  setOpen: (open: boolean) => void;
  write: (text: string) => void;
  again: (clientId: string) => void;
  giveUp: (clientId: string) => void;
  typed: (text: string) => void;
  end: () => void;
};

const NOTHING: ChatState = { stage: 'none', agent: null, position: null, waitSeconds: null, readUpTo: 0 };
/** What was sent and not accepted in this time went over a dead socket. */
const ACCEPTED_WITHIN_MS = 15_000;
const TYPING_SHOWN_MS = 6_000;
const SITE_AGAIN_MS = 30_000;

export function createChat({ http, keep, language }: { http: Http; keep: Keep; language: 'en' | 'zh-CN' }): Chat {
  let site: ChatSite | null = null;
  let lines: readonly ChatLine[] = [];
  let state = NOTHING;
  let typing: string | null = null;
  let notice: string | null = null;
  let open = keep.isOpen();
  let typingEnds: ReturnType<typeof setTimeout> | undefined;
  let overdue: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let toldRead = 0;
  let view: View | null = null;
  const listeners = new Set<() => void>();

  const line = createLine(http, {
    hello: () => ({ kind: 'hello', token: keep.token() ?? '', after: hasUpTo(lines), language }),
    frame,
    live: flush,
    async turn() {
      const token = keep.token() ?? '';
      for (const item of toSend(waiting())) {
        try {
          await http.send(token, { clientId: item.clientId, text: item.text });
        } catch (error) {
          if (!(error instanceof HttpError) || error.status < 400 || error.status >= 500 || error.status === 401 || error.status === 429)
            throw error;
          keep.putWaiting({ ...item, refused: error.message });
        }
      }
      return http.lines(token, hasUpTo(lines));
    },
    polled(answer) {
      if (answer.state) state = answer.state;
      take(answer.lines);
    },
    forgotten: startAnew,
    changed,
  });
  const writing = createTyping((text) => void line.send({ kind: 'typing', text }));

  const waiting = (): readonly Waiting[] => stillWaiting(keep.waiting(), lines);

  function changed(): void {
    view = null;
    for (const listener of listeners) listener();
  }

  function take(more: readonly ChatLine[]): void {
    lines = merge(lines, more);
    for (const { clientId, from } of more) {
      if (clientId !== null) keep.dropWaiting(clientId);
      if (from === 'agent') typing = null;
    }
    look();
    changed();
  }

  /** What stands on an open panel in a visible page is seen; the agent is told. */
  function look(): void {
    const top = lines.at(-1)?.seq ?? 0;
    if (!open || document.visibilityState !== 'visible' || top === 0) return;
    if (top > keep.seen()) keep.setSeen(top);
    if (top > toldRead && line.send({ kind: 'read', seq: top })) toldRead = top;
  }

  function frame(told: ChatToPage): void {
    if (told.kind === 'lines') return take(told.lines);
    if (told.kind === 'accepted') {
      const item = keep.waiting().find(({ clientId }) => clientId === told.clientId);
      if (item) take([acceptedLine(item, told.seq)]);
      return;
    }
    if (told.kind === 'state') state = told.state;
    if (told.kind === 'refused') {
      const item = keep.waiting().find(({ clientId }) => clientId === told.clientId);
      if (item) keep.putWaiting({ ...item, refused: told.text });
      else notice = told.text;
    }
    if (told.kind === 'typing') {
      typing = told.name;
      clearTimeout(typingEnds);
      typingEnds = setTimeout(() => {
        typing = null;
        changed();
      }, TYPING_SHOWN_MS);
    }
    changed();
  }

  function flush(): void {
    toldRead = 0;
    notice = null;
    for (const { clientId, text } of toSend(waiting())) if (!line.send({ kind: 'send', clientId, text })) break;
    look();
    watch();
  }

  function watch(): void {
    clearTimeout(overdue);
    if (toSend(waiting()).length === 0) return;
    overdue = setTimeout(() => {
      if (toSend(waiting()).length > 0) line.renew();
    }, ACCEPTED_WITHIN_MS);
  }

  /** Whoever writes becomes a visitor with his first message; who has written before comes back as the same. */
  async function connect(): Promise<void> {
    if (keep.token() === null && toSend(waiting()).length === 0) return;
    if (keep.token() === null) {
      if (asking) return;
      asking = true;
      try {
        const token = await http.visitor();
        // Another tab may have been quicker: one visitor a browser.
        if (keep.token() === null) keep.setToken(token);
      } catch {
        setTimeout(() => void connect(), ACCEPTED_WITHIN_MS);
        return;
      } finally {
        asking = false;
      }
    }
    line.start();
  }

  function startAnew(): void {
    keep.setToken(null);
    keep.setSeen(0);
    lines = [];
    state = NOTHING;
    changed();
    void connect();
  }

  async function readSite(): Promise<void> {
    try {
      site = await http.site();
      changed();
    } catch (error) {
      // A key nobody has, or a page that may not: no button. No answer: later.
      if (error instanceof HttpError && error.status >= 400 && error.status < 500 && error.status !== 429) return;
      setTimeout(() => void readSite(), SITE_AGAIN_MS);
    }
  }

  function put(item: Waiting): void {
    keep.putWaiting(item);
    changed();
    if (line.send({ kind: 'send', clientId: item.clientId, text: item.text })) watch();
    else if (line.state() === 'off') void connect();
    else line.pollNow();
  }

  return {
    view: () =>
      (view ??= {
        site,
        lines,
        waiting: waiting(),
        state,
        typing,
        line: line.state(),
        unread: unreadAfter(lines, keep.seen()),
        open,
        notice,
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      void readSite();
      void connect();
      keep.onOthers(() => {
        if (line.state() === 'off') void connect();
        changed();
      });
      document.addEventListener('visibilitychange', () => {
        look();
        changed();
      });
    },
    setOpen(now) {
      open = now;
      keep.setOpen(now);
      look();
      changed();
    },
    write(text) {
      writing.done();
      notice = null;
      put(written(text, Date.now(), randomName(), waiting()));
    },
    again(clientId) {
      const item = keep.waiting().find((each) => each.clientId === clientId);
      if (item) put({ ...item, refused: null });
    },
    giveUp(clientId) {
      keep.dropWaiting(clientId);
      changed();
    },
    typed: (text) => writing.typed(text),
    end: () => void line.send({ kind: 'end' }),
  };
}

/** crypto.randomUUID exists on secure origins only. */
const randomName = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
