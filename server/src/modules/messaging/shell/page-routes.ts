// What a page with a chat asks by HTTP: what it shows, who it is, and all of its story where it has no WebSocket.
import type { IncomingHttpHeaders } from 'node:http';
import { ChatKey, ChatLines, ChatLinesQuery, ChatSend, ChatSent, ChatSite, ChatVisitor } from '@tandem/contract/chat.ts';
import { Type } from 'typebox';
import { AppError } from '../../../platform/errors/types.ts';
import { sameOrigin } from '../../../platform/http/origin.ts';
import { publicRoute } from '../../../platform/http/types.ts';
import { mayHold } from '../core/site.ts';
import type { Messaging } from './messaging.ts';
import type { Site } from './sites.ts';
import type { Visitor } from './visitors.ts';

const params = Type.Object({ key: ChatKey });
const NO_SITE = ['chat.not-here', 'chat.not-this-page'] as const;

/** Public: whoever has the site's key, as every page that holds the chat does. A story is reached by its visitor's secret alone. */
export function pageRoutes({ sites, visitors, stories, view, deps: { ports } }: Messaging) {
  async function siteOf(where: string, { origin, host }: IncomingHttpHeaders): Promise<Site> {
    const found = await sites.byKey(where);
    if (!mayHold(found.doc.origins, origin, sameOrigin(origin, host, true))) throw new AppError('chat.not-this-page', { origin });
    return found;
  }
  async function visitorOf(where: string, headers: IncomingHttpHeaders): Promise<Visitor> {
    const found = await siteOf(where, headers);
    const { authorization } = headers;
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new AppError('chat.unknown-visitor');
    return visitors.byToken(found, token);
  }
  return [
    publicRoute({
      public: true,
      anyOrigin: true,
      method: 'GET',
      path: '/chat/:key',
      summary: 'What a page shows of its chat before anybody writes',
      tag: 'chat',
      errors: NO_SITE,
      schema: { params, response: ChatSite },
      async handle({ params, headers }) {
        const { tenant, doc } = await siteOf(params.key, headers);
        return { name: doc.name, greeting: doc.greeting, colour: doc.colour, open: await ports.staffed(tenant, doc.queue) };
      },
    }),
    publicRoute({
      public: true,
      anyOrigin: true,
      method: 'POST',
      path: '/chat/:key/visitors',
      summary: 'Begins a story: the secret by which the page finds it again',
      tag: 'chat',
      errors: NO_SITE,
      schema: { params, response: ChatVisitor, status: 201 },
      handle: async ({ params, headers, language }) => visitors.create(await siteOf(params.key, headers), language),
    }),
    publicRoute({
      public: true,
      anyOrigin: true,
      method: 'POST',
      path: '/chat/:key/messages',
      summary: 'Writes, where the page has no WebSocket; the same clientId writes once',
      tag: 'chat',
      errors: [...NO_SITE, 'chat.unknown-visitor'],
      schema: { params, body: ChatSend, response: ChatSent, status: 201 },
      async handle({ params, body, headers }) {
        const kept = await stories.receive(await visitorOf(params.key, headers), body);
        return { seq: kept.line ?? 0 };
      },
    }),
    publicRoute({
      public: true,
      anyOrigin: true,
      method: 'GET',
      path: '/chat/:key/messages',
      summary: 'The story after what the page has, and where it stands',
      tag: 'chat',
      errors: [...NO_SITE, 'chat.unknown-visitor'],
      schema: { params, query: ChatLinesQuery, response: ChatLines },
      async handle({ params, query, headers }) {
        const visitor = await visitorOf(params.key, headers);
        return { lines: await view.linesAfter(visitor, query.after ?? 0), state: await view.state(visitor) };
      },
    }),
  ];
}
