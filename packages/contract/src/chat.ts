// What a chat widget and the server say to each other: public, by the site's key; no account, no cookie. One WebSocket, and the same by HTTP where none can be opened.
import { Type, type Static } from 'typebox';
import { IdOf } from './ids.ts';
import { At, TenantText } from './texts.ts';
import { nullable } from './api/page.ts';

/** A site's public name in the address: 22 letters of base64url. */
export const ChatKey = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' });
/** Longest text of one message, characters. */
export const CHAT_TEXT_MOST = 4_000;
const Text = Type.String({ minLength: 1, maxLength: CHAT_TEXT_MOST });

/** `GET /api/v1/chat/{key}`: what a page has to know to show its button. */
export const ChatSite = Type.Object({
  name: TenantText,
  greeting: TenantText,
  /** `#rrggbb`, of the button and the customer's own messages; text on it is white. */
  colour: Type.String({ pattern: '^#[0-9a-f]{6}$' }),
  /** Whether somebody answers now; outside opening hours messages are kept and answered later. */
  open: Type.Boolean(),
});
export type ChatSite = Static<typeof ChatSite>;

/** `POST /api/v1/chat/{key}/visitors` -> the secret by which the same browser goes on with its story. Kept by the page, for this site alone. */
export const ChatVisitor = Type.Object({ token: Type.String({ minLength: 40, maxLength: 80 }) });
export type ChatVisitor = Static<typeof ChatVisitor>;

/**
 * One message as the customer sees it. `seq` counts the story's messages from 1 without a gap for him: what a page has, it says by the highest.
 * `clientId` is the page's own name for what it sent, by which it knows it again.
 */
export const ChatLine = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  id: IdOf('msg'),
  from: Type.Union([Type.Literal('customer'), Type.Literal('agent'), Type.Literal('system')]),
  /** First name of an agent; null of others. */
  name: nullable(Type.String()),
  text: Type.String(),
  at: At,
  clientId: nullable(Type.String()),
});
export type ChatLine = Static<typeof ChatLine>;

/** Where the customer's story stands: nothing open, waiting in the line, with somebody, over. */
export const ChatState = Type.Object({
  stage: Type.Union([Type.Literal('none'), Type.Literal('waiting'), Type.Literal('agent'), Type.Literal('ended')]),
  /** Who has it; null where nobody does. */
  agent: nullable(Type.String()),
  /** Place in the line from 1, and what is promised, seconds; null where not known. */
  position: nullable(Type.Integer()),
  waitSeconds: nullable(Type.Integer()),
  /** Up to which seq his messages came to the agent's screen, and were read there. */
  readUpTo: Type.Integer(),
});
export type ChatState = Static<typeof ChatState>;

const clientId = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
/** From the page. The first frame is `hello`; `after`: the highest seq it has, 0 for none. */
export const ChatFromPage = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('hello'),
      token: Type.String({ maxLength: 80 }),
      after: Type.Integer({ minimum: 0 }),
      language: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('zh-CN')])),
    },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('send'), clientId, text: Text }, { additionalProperties: false }),
  /** What stands in his field, unsent; empty: no longer. At most once a second. */
  Type.Object({ kind: Type.Literal('typing'), text: Type.String({ maxLength: 500 }) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('read'), seq: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('end') }, { additionalProperties: false }),
]);
export type ChatFromPage = Static<typeof ChatFromPage>;

/** To the page. `accepted` comes when the message is kept for good; `refused` names the error as the API does, in the page's language. */
export const ChatToPage = Type.Union([
  Type.Object({ kind: Type.Literal('lines'), lines: Type.Array(ChatLine) }),
  Type.Object({ kind: Type.Literal('accepted'), clientId: Type.String(), seq: Type.Integer() }),
  Type.Object({ kind: Type.Literal('state'), state: ChatState }),
  /** Shown for five seconds, or until his message comes. */
  Type.Object({ kind: Type.Literal('typing'), name: Type.String() }),
  Type.Object({ kind: Type.Literal('refused'), clientId: nullable(Type.String()), code: Type.String(), text: Type.String() }),
]);
export type ChatToPage = Static<typeof ChatToPage>;

/** Codes by which the server ends the socket; RFC 6455 §7.4.2, private use. After `badToken` a page asks for a new visitor, after others it comes again. */
export const CHAT_CLOSE = { badToken: 4401, slow: 4408, tooMuch: 4429, restart: 1012 } as const;

/** Where no socket opens: `POST /chat/{key}/messages` and `GET /chat/{key}/messages?after=` with `Authorization: Bearer <token>`. */
export const ChatSend = Type.Object({ clientId, text: Text }, { additionalProperties: false });
/** Kept for good. */
export const ChatSent = Type.Object({ seq: Type.Integer() });
export const ChatLines = Type.Object({ lines: Type.Array(ChatLine), state: ChatState });
export const ChatLinesQuery = Type.Object({ after: Type.Optional(Type.Integer({ minimum: 0 })) }, { additionalProperties: false });
