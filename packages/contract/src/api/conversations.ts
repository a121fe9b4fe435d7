// Conversations: GET /conversations, /conversations/{id}, GET/PUT /conversation-rule. A conversation is the thread of one customer on one channel.
import { Type, type Static } from 'typebox';
import { ContactChannel } from '../channel.ts';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { InteractionSummary } from './interactions.ts';
import { PageOf, PageQuery } from './page.ts';

const fields = {
  id: IdOf('cnv'),
  customer: IdOf('cus'),
  channel: ContactChannel,
  startedAt: At,
  /** Beginning or end of its last contact. */
  lastAt: At,
  /** How many of its contacts the caller may see. */
  contacts: Type.Integer(),
};
export const Conversation = Type.Object(fields);
export type Conversation = Static<typeof Conversation>;
export const ConversationPage = PageOf(Conversation);
export const ConversationQuery = Type.Object(
  { ...PageQuery.properties, customer: Type.Optional(IdOf('cus')) },
  { additionalProperties: false },
);
/** `interactions`: newest first, 200 at most; `GET /interactions?conversation=` has them all. */
export const ConversationDetail = Type.Object({ ...fields, interactions: Type.Array(InteractionSummary) });
export type ConversationDetail = Static<typeof ConversationDetail>;

/** A contact after more than so many days without one begins a new conversation. */
export const ConversationRule = Type.Object({ days: Type.Integer({ minimum: 1, maximum: 3_650 }) }, { additionalProperties: false });
export type ConversationRule = Static<typeof ConversationRule>;
