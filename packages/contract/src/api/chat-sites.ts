// Chats of web pages as administrators set them up: GET/POST /chat-sites, GET/PATCH/DELETE /chat-sites/{id}.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { TenantText } from '../texts.ts';
import { ChatKey } from '../chat.ts';
import { PageOf } from './page.ts';

const wish = {
  name: TenantText,
  greeting: TenantText,
  /** `#rrggbb`, lower case. */
  colour: Type.String({ pattern: '^#[0-9a-f]{6}$' }),
  queue: IdOf('que'),
  /** Pages that may hold the chat, `https://shop.example`; none: any. */
  origins: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 50 }),
  /** A chat in which the customer has been silent for so long after our last word is over. */
  closeAfterMinutes: Type.Integer({ minimum: 1, maximum: 1_440 }),
};
export const ChatSiteSetting = Type.Object({ id: IdOf('cht'), key: ChatKey, ...wish });
export type ChatSiteSetting = Static<typeof ChatSiteSetting>;
export const ChatSitePage = PageOf(ChatSiteSetting);
export const NewChatSite = Type.Object(
  { id: Type.Optional(IdOf('cht')), ...wish, closeAfterMinutes: Type.Optional(wish.closeAfterMinutes) },
  { additionalProperties: false },
);
export type NewChatSite = Static<typeof NewChatSite>;
export const ChatSitePatch = Type.Partial(Type.Object(wish, { additionalProperties: false }), { additionalProperties: false });
export type ChatSitePatch = Static<typeof ChatSitePatch>;
