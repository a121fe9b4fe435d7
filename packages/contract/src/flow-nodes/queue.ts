// The queue node and what a caller can be told and offered while he waits; and the node that says who should be looked for.
import { Type, type Static } from 'typebox';
import { SkillNeed } from '../events/work.ts';
import { IdOf } from '../ids.ts';
import { Language } from '../texts.ts';
import { node, NodeId } from './node.ts';
import { Say } from './say.ts';

export const Music = Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' });
const Priority = Type.Integer({ minimum: -100, maximum: 100 });
const Skills = Type.Array(SkillNeed, { maxItems: 20 });

/** "You are number three; about four minutes." Nothing is said where nobody can tell. */
const Position = Type.Object(
  {
    atEntry: Type.Boolean(),
    /** With every n-th comfort announcement. */
    everyNth: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    estimate: Type.Boolean(),
  },
  { additionalProperties: false },
);

/** `waiting`: more than `above` wait ahead of him. `estimate`: he would wait longer than `above` ms. `unstaffed`: no agent is there. */
export const Overflow = Type.Object(
  {
    when: Type.Union([
      Type.Object({ is: Type.Literal('waiting'), above: Type.Integer({ minimum: 0, maximum: 10_000 }) }, { additionalProperties: false }),
      Type.Object(
        { is: Type.Literal('estimate'), above: Type.Integer({ minimum: 1_000, maximum: 86_400_000 }) },
        { additionalProperties: false },
      ),
      Type.Object({ is: Type.Literal('unstaffed') }, { additionalProperties: false }),
    ]),
    /** Looked at before he is queued, while he waits, or both. */
    at: Type.Union([Type.Literal('entry'), Type.Literal('waiting'), Type.Literal('both')]),
    next: NodeId,
  },
  { additionalProperties: false },
);
export type Overflow = Static<typeof Overflow>;

/** A key while waiting asks to be called back, at the caller's own number or, with `collectNumber`, at one he keys in; 1 confirms. */
export const CallbackOffer = Type.Object(
  {
    key: Type.String({ pattern: '^[0-9*#]$' }),
    /** When it is first offered; afterwards with every comfort announcement. The key counts from the first moment on. */
    offerAfterMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
    say: Say,
    /** Said before the number, digit by digit, and asks for 1. */
    confirm: Say,
    collectNumber: Type.Boolean(),
  },
  { additionalProperties: false },
);

/** Waits in a queue. Being assigned ends the flow. Edges of `overflow` are tried in order. */
export const QueueNode = node('queue', {
  queue: IdOf('que'),
  priority: Type.Optional(Priority),
  skills: Type.Optional(Skills),
  /** People alone are asked, and no digital worker: the customer wants a person. */
  persons: Type.Optional(Type.Boolean()),
  /** What it is about, in a word that is no personal data; may name a variable, as `{{topic}}`. Counts in the formula of priority, and predictions are made by it. */
  topic: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  /** How the customer seems to feel: a mood, or the variable that holds one; anything else counts for nothing. */
  mood: Type.Optional(Type.String({ pattern: '^(calm|upset|angry|\\{\\{\\s*[a-z][a-zA-Z0-9_]*\\s*\\}\\})$' })),
  /** Shorter than the queue's own limit where given. */
  maxWaitMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 86_400_000 })),
  say: Type.Optional(Say),
  music: Music,
  /** Said between the music from time to time. */
  comfort: Type.Optional(
    Type.Object({ say: Say, everyMs: Type.Integer({ minimum: 10_000, maximum: 600_000 }) }, { additionalProperties: false }),
  ),
  position: Type.Optional(Position),
  overflow: Type.Optional(Type.Array(Overflow, { maxItems: 5 })),
  callback: Type.Optional(CallbackOffer),
  timedOut: NodeId,
  failed: NodeId,
});

/** What later queue nodes look for: `skills` (added, or in place of those before), the skill of the caller's language, the priority. */
export const SkillsNode = node('skills', {
  skills: Type.Optional(Skills),
  replace: Type.Optional(Type.Boolean()),
  byLanguage: Type.Optional(
    Type.Array(Type.Object({ language: Language, need: SkillNeed }, { additionalProperties: false }), { maxItems: 2 }),
  ),
  priority: Type.Optional(Priority),
  next: NodeId,
});
