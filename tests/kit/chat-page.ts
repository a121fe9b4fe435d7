// A page with a chat, as the widget is one: speaks the public protocol over a real WebSocket, and keeps all that it is told.
import { randomUUID } from 'node:crypto';
import type { ChatFromPage, ChatLine, ChatState, ChatToPage } from '@tandem/contract/chat.ts';
import WebSocket from 'ws';
import { eventually } from './processes.ts';

export type ChatPage = {
  readonly token: string;
  readonly lines: ChatLine[];
  readonly told: ChatToPage[];
  readonly texts: () => string[];
  state(): ChatState | null;
  say(frame: ChatFromPage): void;
  /** Resolves when the server has it for good. */
  send(text: string, clientId?: string): Promise<string>;
  until<T>(what: string, look: (page: ChatPage) => T | null | undefined | false): Promise<T>;
  /** The code by which the socket was closed. */
  closed(): Promise<number>;
  leave(): void;
};

export async function newVisitor(baseUrl: string, key: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/api/v1/chat/${key}/visitors`, { method: 'POST' });
  if (answer.status !== 201) throw new Error(`no visitor: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { token: string }).token;
}

/** Opens the page, as a new visitor where no token says who it is. */
export async function openPage(baseUrl: string, key: string, known?: { token: string; after?: number }): Promise<ChatPage> {
  const token = known?.token ?? (await newVisitor(baseUrl, key));
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/api/v1/chat/${key}/socket`);
  const told: ChatToPage[] = [];
  const lines: ChatLine[] = [];
  let code: number | null = null;
  socket.on('close', (closed) => (code = closed));
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ChatToPage;
    told.push(frame);
    if (frame.kind === 'lines') lines.push(...frame.lines);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const page: ChatPage = {
    token,
    lines,
    told,
    texts: () => lines.map(({ text }) => text),
    state: () => told.findLast((frame) => frame.kind === 'state')?.state ?? null,
    say: (frame) => socket.send(JSON.stringify(frame)),
    async send(text, clientId = randomUUID()) {
      page.say({ kind: 'send', clientId, text });
      await page.until(`“${text}” to be kept`, () => told.some((frame) => frame.kind === 'accepted' && frame.clientId === clientId));
      return clientId;
    },
    until: (what, look) => eventually(what, () => look(page) || null, 15_000),
    closed: () => eventually('the socket to close', () => code),
    leave: () => socket.terminate(),
  };
  page.say({ kind: 'hello', token, after: known?.after ?? 0 });
  return page;
}
