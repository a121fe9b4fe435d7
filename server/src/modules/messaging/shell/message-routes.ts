// Messages of a contact over HTTP, as agents see and write them; offers of chats, which no phone rings for.
import { Message, MessagePage, MessageQuery, MessagesRead, NewMessage } from '@tandem/contract/api/messages.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { refused } from '../../../platform/errors/refusal.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Caller } from '../../../platform/http/types.ts';
import { calledBy } from '../core/story.ts';
import type { MessagingPorts } from '../ports.ts';
import type { Messaging } from './messaging.ts';

const contact = Type.Object({ id: IdOf('int') });
const offer = Type.Object({ id: IdOf('off') });
const NOT_OURS = ['interaction.not-found', 'message.contact-over', 'message.not-yours'] as const;

export const messageRoutes = ({ messages, stories, typing, deps: { ports } }: Messaging) => [
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
