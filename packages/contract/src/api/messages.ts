// Messages of a contact as agents see and write them: GET/POST /interactions/{id}/messages, PUT .../messages/read, POST .../chat/end; POST /offers/{id}/accept, /decline.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

/** `note`: among colleagues, never told to the customer. */
export const MessageKind = Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('note')]);
export type MessageKind = Static<typeof MessageKind>;

export const Message = Type.Object({
  id: IdOf('msg'),
  interaction: IdOf('int'),
  conversation: IdOf('cnv'),
  /** Place in the conversation, from 1, notes too. */
  seq: Type.Integer(),
  kind: MessageKind,
  author: Type.Object({
    kind: Type.Union([Type.Literal('customer'), Type.Literal('agent'), Type.Literal('system')]),
    agent: nullable(IdOf('agt')),
    name: nullable(Type.String()),
  }),
  /** Empty once the customer was erased. */
  text: Type.String(),
  /** `read` once it was in front of the other side. */
  state: Type.Union([Type.Literal('sent'), Type.Literal('read')]),
  at: At,
  clientId: nullable(Type.String()),
});
export type Message = Static<typeof Message>;

/** Oldest first; with `conversation=1` those of the earlier contacts of the same thread too. Without a cursor: the newest `limit`. */
export const MessagePage = PageOf(Message);
export const MessageQuery = Type.Object(
  { ...PageQuery.properties, conversation: Type.Optional(Type.Literal('1')) },
  { additionalProperties: false },
);

/** Sending the same `clientId` again gives the first one's message. */
export const NewMessage = Type.Object(
  {
    clientId: Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }),
    kind: Type.Union([Type.Literal('out'), Type.Literal('note')]),
    text: Type.String({ minLength: 1, maxLength: 4_000 }),
  },
  { additionalProperties: false },
);
export type NewMessage = Static<typeof NewMessage>;

export const MessagesRead = Type.Object({ upTo: Type.Integer({ minimum: 1 }) }, { additionalProperties: false });
