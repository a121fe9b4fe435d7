// Conversations over HTTP: list, one with its contacts, and the rule of when a new one begins.
import { Type } from 'typebox';
import { ConversationDetail, ConversationPage, ConversationQuery, ConversationRule } from '@tandem/contract/api/conversations.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { actorOf, route, type Route } from '../../../platform/http/types.ts';
import type { Interactions } from './interactions.ts';

export function conversationRoutes({ conversations }: Interactions): Route[] {
  return [
    route({
      method: 'GET',
      path: '/conversations',
      summary: 'Threads of customers with contacts the caller may see, the latest first',
      tag: 'interactions',
      action: 'interactions:read',
      schema: { query: ConversationQuery, response: ConversationPage },
      handle: ({ caller, query }) => conversations.list(caller, query),
    }),
    route({
      method: 'GET',
      path: '/conversations/:id',
      summary: 'One thread with its contacts, newest first',
      tag: 'interactions',
      action: 'interactions:read',
      errors: ['conversation.not-found'],
      schema: { params: Type.Object({ id: IdOf('cnv') }), response: ConversationDetail },
      handle: ({ caller, params: { id }, language }) => conversations.one(caller, id, language),
    }),
    route({
      method: 'GET',
      path: '/conversation-rule',
      summary: 'After how many days without contact a new thread begins',
      tag: 'interactions',
      action: 'interactions:read',
      schema: { response: ConversationRule },
      handle: ({ caller }) => conversations.rule(caller.tenant),
    }),
    route({
      method: 'PUT',
      path: '/conversation-rule',
      summary: 'Sets it, from the next contact on',
      tag: 'interactions',
      action: 'conversations:write',
      audit: 'conversation-rule.set',
      schema: { body: ConversationRule, response: ConversationRule },
      handle: ({ caller, body }) => conversations.setRule(caller.tenant, body, actorOf(caller)),
    }),
  ] as Route[];
}
