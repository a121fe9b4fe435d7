// Tandem inside other pages: GET and PUT /embedding, POST /sessions/embedded. What frame and page say to each other: ../embed.ts.
import { Type, type Static } from 'typebox';

/** `https://crm.example.com`: scheme, host and port as browsers name them; plain HTTP for this machine only. */
const Origin = Type.String({ minLength: 8, maxLength: 253 });

export const Embedding = Type.Object({
  /** The tenant's short name, which the frame's address carries: `/embed?tenant=demo`. */
  tenant: Type.String(),
  /** Pages of these origins may hold the frame and speak with it. */
  origins: Type.Array(Origin),
});
export type Embedding = Static<typeof Embedding>;

export const SetEmbedding = Type.Object({ origins: Type.Array(Origin, { maxItems: 20 }) }, { additionalProperties: false });
export type SetEmbedding = Static<typeof SetEmbedding>;

/** A session for the frame alone: its cookie would not reach it inside a page of somebody else. */
export const EmbeddedSession = Type.Object({ token: Type.String() });
export type EmbeddedSession = Static<typeof EmbeddedSession>;
