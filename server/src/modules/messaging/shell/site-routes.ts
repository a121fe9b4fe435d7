// Chats of web pages over HTTP, as administrators set them up.
import { ChatSitePage, ChatSitePatch, ChatSiteSetting, NewChatSite } from '@tandem/contract/api/chat-sites.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { actorOf, route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Messaging } from './messaging.ts';

const params = Type.Object({ id: IdOf('cht') });
const UNFIT = ['queue.not-found', 'chat-site.bad-origin'] as const;

export const siteRoutes = ({ sites }: Messaging) => [
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
    errors: [...UNFIT, 'chat-site.too-many', 'chat-site.id-taken'],
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
    schema: { params, response: ChatSiteSetting },
    handle: ({ caller, params: { id } }) => sites.one(caller.tenant, id),
  }),
  route({
    method: 'PATCH',
    path: '/chat-sites/:id',
    summary: 'Changes a chat of web pages; pages that are open follow with their next look',
    tag: 'chat',
    action: 'chat-sites:write',
    audit: 'chat-site.change',
    errors: ['chat-site.not-found', ...UNFIT],
    schema: { params, body: ChatSitePatch, response: ChatSiteSetting },
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
    schema: { params, response: null },
    handle: ({ caller, params: { id } }) => sites.remove(caller.tenant, id, actorOf(caller)).then(() => undefined),
  }),
];
