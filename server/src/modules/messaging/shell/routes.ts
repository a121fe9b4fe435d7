// Messages over HTTP: chat sites for administrators, messages and offers for agents, and what a page asks where it has no WebSocket.
import type { IncomingHttpHeaders } from 'node:http';
import { ChatSitePage, ChatSitePatch, ChatSiteSetting, NewChatSite } from '@tandem/contract/api/chat-sites.ts';
import { Message, MessagePage, MessageQuery, MessagesRead, NewMessage } from '@tandem/contract/api/messages.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { ChatKey, ChatLines, ChatLinesQuery, ChatSend, ChatSent, ChatSite, ChatVisitor } from '@tandem/contract/chat.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { refused } from '../../../platform/errors/refusal.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { sameOrigin } from '../../../platform/http/origin.ts';
import { actorOf, publicRoute, route, type AnyRoute, type Caller } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { mayHold } from '../core/site.ts';
import { calledBy } from '../core/story.ts';
import type { MessagingPorts } from '../ports.ts';
import type { Messaging } from './messaging.ts';
import type { Site } from './sites.ts';
import type { Visitor } from './visitors.ts';

const site = Type.Object({ id: IdOf('cht') });
const contact = Type.Object({ id: IdOf('int') });
const offer = Type.Object({ id: IdOf('off') });
const key = Type.Object({ key: ChatKey });
const NOT_OURS = ['interaction.not-found', 'message.contact-over', 'message.not-yours'] as const;

export function messagingRoutes(messaging: Messaging): AnyRoute[] {
  return [...siteRoutes(messaging), ...agentRoutes(messaging), ...pageRoutes(messaging)] as AnyRoute[];
}

const siteRoutes = ({ sites }: Messaging) => [
  route({
    method: 'GET',
    path: '/chat-sites',
    summary: 'Chats of web pages, with the key by which a page holds one',
    tag: 'chat',
    action: 'chat-sites:read',
    schema: { query: WholeQuery, response: ChatSitePage },
    handle: async ({ caller, query }) => pageOfWhole(await sites.list(caller.tenant), query, (each) => each.id),
  }),
  route({
    method: 'POST',
    path: '/chat-sites',
    summary: 'Makes a chat for web pages',
    tag: 'chat',
    action: 'chat-sites:write',
    audit: 'chat-site.create',
    errors: ['queue.not-found', 'chat-site.bad-origin', 'chat-site.too-many', 'chat-site.id-taken'],
    schema: { body: NewChatSite, response: ChatSiteSetting, status: 201 },
    handle: ({ caller, body }) => sites.create(caller.tenant, body, actorOf(caller)),
  }),
  route({
    method: 'GET',
    path: '/chat-sites/:id',
    summary: 'One chat of web pages',
    tag: 'chat',
    action: 'chat-sites:read',
    errors: ['chat-site.not-found'],
    schema: { params: site, response: ChatSiteSetting },
    handle: ({ caller, params: { id } }) => sites.one(caller.tenant, id),
  }),
  route({
    method: 'PATCH',
    path: '/chat-sites/:id',
    summary: 'Changes a chat of web pages; pages that are open follow with their next look',
    tag: 'chat',
    action: 'chat-sites:write',
    audit: 'chat-site.change',
    errors: ['chat-site.not-found', 'queue.not-found', 'chat-site.bad-origin'],
    schema: { params: site, body: ChatSitePatch, response: ChatSiteSetting },
    handle: ({ caller, params: { id }, body }) => sites.change(caller.tenant, id, body, actorOf(caller)),
  }),
  route({
    method: 'DELETE',
    path: '/chat-sites/:id',
    summary: 'Removes a chat of web pages; what is open in it ends, its messages stay with their contacts',
    tag: 'chat',
    action: 'chat-sites:write',
    audit: 'chat-site.remove',
    errors: ['chat-site.not-found'],
    schema: { params: site, response: null },
    handle: ({ caller, params: { id } }) => sites.remove(caller.tenant, id, actorOf(caller)).then(() => undefined),
  }),
];

const agentRoutes = ({ messages, stories, typing, deps: { ports } }: Messaging) => [
  route({
    method: 'GET',
    path: '/interactions/:id/messages',
    summary: 'Messages of a contact, oldest first; the newest where no cursor says otherwise, and before them by the cursor',
    tag: 'messages',
    action: 'interactions:read',
    errors: ['interaction.not-found'],
    schema: { params: contact, query: MessageQuery, response: MessagePage },
    handle: ({ caller, params: { id }, query }) => messages.list(caller, id, query),
  }),
  route({
    method: 'POST',
    path: '/interactions/:id/messages',
    summary: 'Writes to the customer, or a note among colleagues; the same clientId writes once',
    tag: 'messages',
    action: 'interactions:control',
    errors: NOT_OURS,
    schema: { params: contact, body: NewMessage, response: Message, status: 201 },
    handle: ({ caller, params: { id }, body }) => messages.send(caller, id, body),
  }),
  route({
    method: 'PUT',
    path: '/interactions/:id/messages/read',
    summary: 'Says that the screen of who has the chat showed everything up to a place',
    tag: 'messages',
    action: 'interactions:control',
    errors: NOT_OURS,
    schema: { params: contact, body: MessagesRead, response: null },
    handle: ({ caller, params: { id }, body }) => messages.read(caller, id, body.upTo).then(() => undefined),
  }),
  route({
    method: 'POST',
    path: '/interactions/:id/messages/typing',
    summary: 'Shows the customer for five seconds that who has the chat is writing',
    tag: 'messages',
    action: 'interactions:control',
    errors: NOT_OURS,
    schema: { params: contact, response: null },
    async handle({ caller, params: { id } }) {
      const { id: visitor } = await messages.mine(caller, id);
      const name = caller.agent === null ? undefined : (await ports.agentNames(caller.tenant, [caller.agent])).get(caller.agent);
      typing.tell(visitor, calledBy(name ?? ''));
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: '/interactions/:id/chat/end',
    summary: 'Ends the chat: the customer is told, and wrap-up begins',
    tag: 'messages',
    action: 'interactions:control',
    errors: NOT_OURS,
    schema: { params: contact, response: null },
    async handle({ caller, params: { id } }) {
      await messages.mine(caller, id);
      await stories.end(caller.tenant, id, 'agent');
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: '/offers/:id/accept',
    summary: 'Takes a chat that the caller is offered',
    tag: 'messages',
    action: 'interactions:control',
    errors: ['offer.not-found', 'offer.gone', 'offer.by-phone'],
    schema: { params: offer, response: null },
    async handle({ caller, params: { id } }) {
      await mustBeOffered(ports, caller, id);
      const answered = await ports.routing.answer(caller.tenant, id);
      if (!answered.ok) throw refused(answered.refusal);
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: '/offers/:id/decline',
    summary: 'Leaves a chat that the caller is offered to others',
    tag: 'messages',
    action: 'interactions:control',
    errors: ['offer.not-found', 'offer.gone', 'offer.by-phone'],
    schema: { params: offer, response: null },
    async handle({ caller, params: { id } }) {
      await mustBeOffered(ports, caller, id);
      await ports.routing.decline(caller.tenant, id);
      return undefined;
    },
  }),
];

async function mustBeOffered({ routing }: MessagingPorts, caller: Caller, id: `off_${string}`): Promise<void> {
  const offered = await routing.offered(caller.tenant, id);
  if (offered === 'by-phone') throw new AppError('offer.by-phone');
  if (offered === null || offered.agent !== caller.agent) throw new AppError('offer.not-found', { id });
}

/** Public: whoever has the site's key, as every page that holds the chat does. A story is reached by its visitor's secret alone. */
function pageRoutes({ sites, visitors, stories, deps: { ports } }: Messaging) {
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
      errors: ['chat.not-here', 'chat.not-this-page'],
      schema: { params: key, response: ChatSite },
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
      errors: ['chat.not-here', 'chat.not-this-page'],
      schema: { params: key, response: ChatVisitor, status: 201 },
      handle: async ({ params, headers, language }) => visitors.create(await siteOf(params.key, headers), language),
    }),
    publicRoute({
      public: true,
      anyOrigin: true,
      method: 'POST',
      path: '/chat/:key/messages',
      summary: 'Writes, where the page has no WebSocket; the same clientId writes once',
      tag: 'chat',
      errors: ['chat.not-here', 'chat.not-this-page', 'chat.unknown-visitor'],
      schema: { params: key, body: ChatSend, response: ChatSent, status: 201 },
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
      errors: ['chat.not-here', 'chat.not-this-page', 'chat.unknown-visitor'],
      schema: { params: key, query: ChatLinesQuery, response: ChatLines },
      async handle({ params, query, headers }) {
        const visitor = await visitorOf(params.key, headers);
        return { lines: await stories.linesAfter(visitor, query.after ?? 0), state: await stories.state(visitor) };
      },
    }),
  ];
}
