// The WebSocket of a page's chat: who it is, what it sends, and what it is told as the log tells it.
import type { IncomingMessage } from 'node:http';
import { CHAT_CLOSE, ChatFromPage, type ChatToPage } from '@tandem/contract/chat.ts';
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { Compile } from 'typebox/compile';
import { WebSocketServer, type WebSocket } from 'ws';
import { acceptedLanguage } from '../../../platform/errors/language.ts';
import { toProblem } from '../../../platform/errors/problem.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { sameOrigin } from '../../../platform/http/origin.ts';
import { refuseUpgrade, type Upgrade } from '../../../platform/http/upgrades.ts';
import { mayHold } from '../core/site.ts';
import type { Messaging } from './messaging.ts';
import type { Site } from './sites.ts';
import type { Visitor } from './visitors.ts';

/** Longest frame of a page, bytes: a text of 4,000 characters in UTF-8 and what is around it. */
const MOST_BYTES = 20_000;
/** Until the first frame says who it is. */
const HELLO_MS = 10_000;
const BEAT_MS = 20_000;
/** Frames of one page in a second, on average and at once. */
const PER_SECOND = 5;
const AT_ONCE = 20;

type Page = {
  socket: WebSocket;
  visitor: Visitor;
  language: Language;
  /** The line up to which it has everything. */
  sent: number;
  telling: boolean;
  again: boolean;
  alive: boolean;
};

const frame = Compile(ChatFromPage);

/** `typed`: what stands unsent in the field of the customer that the agent has; empty: nothing any more. */
export type Typed = (to: { tenant: TenantId; agent: AgentId }, about: { interaction: InteractionId; text: string }) => void;

export function createDoor({ deps, sites, visitors, stories, view, typing }: Messaging, typed: Typed) {
  const { log, logger, clock } = deps;
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES, perMessageDeflate: false });
  const pages = new Map<string, Set<Page>>();
  /** Whose contact it is, of those whose page is open. */
  const whose = new Map<InteractionId, string>();
  let stopFollowing: () => Promise<void> = async () => undefined;
  let stopTyping: () => void = () => undefined;
  let beating: NodeJS.Timeout | undefined;

  const say = ({ socket }: Pick<Page, 'socket'>, what: ChatToPage): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(what));
  };

  /** What the page does not have yet, and where its story stands. One at a time: who is told meanwhile that there is more looks once more. */
  async function tell(page: Page): Promise<void> {
    if (page.telling) {
      page.again = true;
      return;
    }
    page.telling = true;
    try {
      do {
        page.again = false;
        const lines = await view.linesAfter(page.visitor, page.sent);
        const last = lines.at(-1);
        if (last) {
          page.sent = last.seq;
          say(page, { kind: 'lines', lines });
        }
        say(page, { kind: 'state', state: await view.state(page.visitor) });
      } while (page.again);
    } catch (error) {
      logger.warn('a page could not be told', { error: String(error) });
      page.socket.close(CHAT_CLOSE.restart, 'come again');
    } finally {
      page.telling = false;
    }
  }

  function heard(events: readonly StoredEvent[]): void {
    const concerned = new Set<string>();
    for (const { data } of events) {
      const interaction = (data as { interaction?: InteractionId }).interaction;
      const visitor = interaction && whose.get(interaction);
      if (visitor) concerned.add(visitor);
    }
    for (const visitor of concerned) for (const page of pages.get(visitor) ?? []) void tell(page);
  }

  async function act(page: Page, said: ChatFromPage): Promise<void> {
    const { visitor } = page;
    switch (said.kind) {
      case 'send': {
        const kept = await stories.receive(visitor, said);
        say(page, { kind: 'accepted', clientId: said.clientId, seq: kept.line ?? 0 });
        whose.set(kept.interaction, visitor.id);
        // The other tabs of the same browser, too; where the log is quick they have it already.
        for (const each of pages.get(visitor.id) ?? []) void tell(each);
        return;
      }
      case 'read':
        return stories.read(visitor, said.seq);
      case 'end': {
        const held = await view.held(visitor);
        if (held) await stories.end(visitor.tenant, held.interaction, 'customer');
        for (const each of pages.get(visitor.id) ?? []) void tell(each);
        return;
      }
      case 'typing': {
        const { agent = null, interaction } = (await view.held(visitor)) ?? {};
        if (agent && interaction) typed({ tenant: visitor.tenant, agent }, { interaction, text: said.text });
        return;
      }
      case 'hello':
        return;
    }
  }

  function refuse(page: Pick<Page, 'socket' | 'language'>, clientId: string | null, error: unknown): void {
    const { problem, reference } = toProblem(error, page.language);
    if (reference !== null) logger.error('a page was not served', { reference, error: String(error) });
    say(page, { kind: 'refused', clientId, code: problem.code, text: problem.detail ?? problem.title });
  }

  function admit(socket: WebSocket, site: Site, request: IncomingMessage): void {
    let page: Page | null = null;
    let greeted = false;
    let budget = AT_ONCE;
    let countedAt = clock.now();
    // What a page sends is done in its order.
    let doing: Promise<void> = Promise.resolve();
    const late = setTimeout(() => socket.close(CHAT_CLOSE.slow, 'say who you are first'), HELLO_MS);
    const language = acceptedLanguage(request.headers['accept-language']);

    async function greet(said: Extract<ChatFromPage, { kind: 'hello' }>): Promise<void> {
      try {
        const visitor = await visitors.byToken(site, said.token);
        page = { socket, visitor, language: said.language ?? language, sent: said.after, telling: false, again: false, alive: true };
        pages.set(visitor.id, (pages.get(visitor.id) ?? new Set()).add(page));
        const held = await view.held(visitor);
        if (held) whose.set(held.interaction, visitor.id);
        await tell(page);
      } catch (error) {
        refuse({ socket, language }, null, error);
        socket.close(error instanceof AppError ? CHAT_CLOSE.badToken : CHAT_CLOSE.restart, 'not known here');
      }
    }

    async function one(text: string): Promise<void> {
      const said = read(text);
      if (!greeted) {
        if (said?.kind !== 'hello') return socket.close(CHAT_CLOSE.badToken, 'say who you are first');
        greeted = true;
        clearTimeout(late);
        return greet(said);
      }
      if (!page) return;
      const clientId = said?.kind === 'send' ? said.clientId : null;
      try {
        if (said === null) throw new AppError('request.malformed');
        await act(page, said);
      } catch (error) {
        refuse(page, clientId, error);
      }
    }

    socket.on('message', (data: Buffer) => {
      const now = clock.now();
      budget = Math.min(AT_ONCE, budget + ((now - countedAt) / 1_000) * PER_SECOND) - 1;
      countedAt = now;
      if (budget < 0) return socket.close(CHAT_CLOSE.tooMuch, 'too much at once');
      doing = doing.then(() => one(data.toString('utf8')));
      doing.catch((error: unknown) => logger.error('a frame was not read', { error: String(error) }));
    });
    socket.on('pong', () => {
      if (page) page.alive = true;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(late);
      if (!page) return;
      const { id } = page.visitor;
      const mine = pages.get(id);
      mine?.delete(page);
      if (mine?.size !== 0) return;
      pages.delete(id);
      for (const [interaction, visitor] of whose) if (visitor === id) whose.delete(interaction);
    });
  }

  return {
    /** For `http.upgrades`, with the key of its path. */
    async upgrade({ request, socket, head, host }: Upgrade, key: string): Promise<void> {
      const language = acceptedLanguage(request.headers['accept-language']);
      try {
        const site = await sites.byKey(key);
        const { origin } = request.headers;
        if (!mayHold(site.doc.origins, origin, sameOrigin(origin, host, true))) throw new AppError('chat.not-this-page', { origin });
        server.handleUpgrade(request, socket, head, (opened) => admit(opened, site, request));
      } catch (error) {
        const { problem } = toProblem(error, language);
        refuseUpgrade(socket, problem.status, JSON.stringify(problem), 'application/problem+json');
      }
    },

    async start(): Promise<void> {
      stopFollowing = await log.follow(await log.head(), heard);
      stopTyping = typing.heard((visitor, name) => {
        for (const page of pages.get(visitor) ?? []) say(page, { kind: 'typing', name });
      });
      beating = setInterval(() => {
        for (const each of [...pages.values()].flatMap((mine) => [...mine])) {
          if (!each.alive) each.socket.terminate();
          each.alive = false;
          each.socket.ping();
        }
      }, BEAT_MS);
    },

    /** Pages come again to whoever goes on. */
    async close(): Promise<void> {
      clearInterval(beating);
      stopTyping();
      await stopFollowing();
      for (const mine of pages.values()) for (const { socket } of mine) socket.close(CHAT_CLOSE.restart, 'restarting');
      server.close();
    },
  };
}

function read(text: string): ChatFromPage | null {
  try {
    const said: unknown = JSON.parse(text);
    return frame.Check(said) ? said : null;
  } catch {
    return null;
  }
}
