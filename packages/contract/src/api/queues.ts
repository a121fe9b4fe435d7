// Queues and skills as the API shows them: GET/POST/PATCH/DELETE /queues and /skills, GET /agent-skills, GET/PUT /agents/{id}/skills.
import { Type, type Static } from 'typebox';
import { SkillNeed } from '../events/work.ts';
import { IdOf } from '../ids.ts';
import { AgentOrder, Spill } from '../routing.ts';
import { TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';
import { CallbackRules, FullRules } from './queue-callbacks.ts';

/** A short name for seeds, links and exports; unique in the tenant and never shown alone. */
export const Key = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });

export const ServiceLevel = Type.Object(
  { thresholdMs: Type.Integer({ minimum: 1_000, maximum: 604_800_000 }), target: Type.Number({ minimum: 0, maximum: 1 }) },
  { additionalProperties: false },
);

export const Overflow = Type.Object(
  { queue: IdOf('que'), afterMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }) },
  { additionalProperties: false },
);

/** From `afterMs` of waiting on, also who has less of these skills (0: none of it) and the members of these queues are asked. */
export const Ring = Type.Object(
  {
    afterMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
    skills: Type.Array(
      Type.Object({ skill: IdOf('skl'), level: Type.Integer({ minimum: 0, maximum: 100 }) }, { additionalProperties: false }),
      { maxItems: 20 },
    ),
    queues: Type.Array(IdOf('que'), { maxItems: 5, uniqueItems: true }),
  },
  { additionalProperties: false },
);
export type Ring = Static<typeof Ring>;

/** How often a member is asked first where the order is `random`, against the others; who is not named has 1. */
export const MemberWeight = Type.Object(
  { agent: IdOf('agt'), weight: Type.Integer({ minimum: 1, maximum: 100 }) },
  { additionalProperties: false },
);
export type MemberWeight = Static<typeof MemberWeight>;

const fields = {
  name: TenantText,
  /** Longest after-call work; 0 frees the agent at once. */
  wrapUpMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
  /** How much longer an agent may make one wrap-up, in all; 0: not at all. */
  wrapUpMoreMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
  /** How long one agent's device rings before the work goes on to the next. */
  offerTimeoutMs: Type.Integer({ minimum: 3_000, maximum: 120_000 }),
  /** After this the flow takes the work back; null waits for ever. */
  maxWaitMs: nullable(Type.Integer({ minimum: 1_000, maximum: 86_400_000 })),
  /** Points for the work that comes in, beside its own; each counts as so many minutes waited as GET /routing/rules says. */
  priority: Type.Integer({ minimum: -100, maximum: 100 }),
  serviceLevel: ServiceLevel,
  members: Type.Array(IdOf('agt'), { maxItems: 5_000, uniqueItems: true }),
  /** Counts where the order is `random`; of who is no member it is forgotten. */
  weights: Type.Array(MemberWeight, { maxItems: 5_000 }),
  skills: Type.Array(SkillNeed, { maxItems: 20 }),
  /** Whose agents are asked too, once somebody has waited so long. He keeps his place in this queue. */
  overflow: Type.Array(Overflow, { maxItems: 5 }),
  /** Who of those who fit is asked first. */
  order: AgentOrder,
  /** What agents need beside `skills`, as people write it: skill-rule.ts. */
  requires: nullable(Type.String({ minLength: 1, maxLength: 400 })),
  /** Wished for: counts where the order is `best-skill`. */
  prefers: Type.Array(SkillNeed, { maxItems: 20 }),
  /** How the circle of those who are asked grows while somebody waits. */
  rings: Type.Array(Ring, { maxItems: 8 }),
  /** So long the agent who last spoke with the customer is asked alone, while he is there; 0: not at all. */
  lastAgentMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
  /** How work goes to digital workers and back; null: whoever of both is free longest. */
  spill: nullable(Spill),
  /** A moment to breathe after each of its contacts. */
  restMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
  /** More than so many waiting are refused: their flow takes its way for a full queue. */
  maxWaiting: nullable(Type.Integer({ minimum: 1, maximum: 10_000 })),
  /** Whether talks of the queue are recorded, and whether the customer is told so before he waits. */
  record: Type.Boolean(),
  announceRecording: Type.Boolean(),
  /** What is heard while waiting, where the flow names nothing of its own: the key of a tenant's music; null: the product's. */
  music: nullable(Key),
  /** Whether phones answer its calls by themselves; the agent hears a tone first. */
  autoAnswer: Type.Boolean(),
  /** How it calls people back. */
  callbacks: CallbackRules,
  /** What becomes of those who come when it is full, before they stand in the line. */
  full: FullRules,
};

export const Queue = Type.Object({ id: IdOf('que'), key: Key, ...fields });
export type Queue = Static<typeof Queue>;

export const NewQueue = Type.Object(
  {
    id: Type.Optional(IdOf('que')),
    key: Key,
    name: fields.name,
    wrapUpMs: Type.Optional(fields.wrapUpMs),
    wrapUpMoreMs: Type.Optional(fields.wrapUpMoreMs),
    offerTimeoutMs: Type.Optional(fields.offerTimeoutMs),
    maxWaitMs: Type.Optional(fields.maxWaitMs),
    priority: Type.Optional(fields.priority),
    serviceLevel: Type.Optional(ServiceLevel),
    members: Type.Optional(fields.members),
    weights: Type.Optional(fields.weights),
    skills: Type.Optional(fields.skills),
    overflow: Type.Optional(fields.overflow),
    order: Type.Optional(fields.order),
    requires: Type.Optional(fields.requires),
    prefers: Type.Optional(fields.prefers),
    rings: Type.Optional(fields.rings),
    lastAgentMs: Type.Optional(fields.lastAgentMs),
    restMs: Type.Optional(fields.restMs),
    spill: Type.Optional(fields.spill),
    maxWaiting: Type.Optional(fields.maxWaiting),
    record: Type.Optional(fields.record),
    announceRecording: Type.Optional(fields.announceRecording),
    music: Type.Optional(fields.music),
    autoAnswer: Type.Optional(fields.autoAnswer),
    callbacks: Type.Optional(fields.callbacks),
    full: Type.Optional(fields.full),
  },
  { additionalProperties: false },
);
export type NewQueue = Static<typeof NewQueue>;

export const QueuePatch = Type.Partial(Type.Object(fields), { additionalProperties: false, minProperties: 1 });
export type QueuePatch = Static<typeof QueuePatch>;
export const QueuePage = PageOf(Queue);

export const Skill = Type.Object({ id: IdOf('skl'), key: Key, name: TenantText });
export type Skill = Static<typeof Skill>;
export const NewSkill = Type.Object({ id: Type.Optional(IdOf('skl')), key: Key, name: TenantText }, { additionalProperties: false });
export type NewSkill = Static<typeof NewSkill>;
export const SkillPage = PageOf(Skill);
export const SkillPatch = Type.Object({ name: TenantText }, { additionalProperties: false });
export type SkillPatch = Static<typeof SkillPatch>;

/** All skills of one agent; what is left out is taken away. */
export const AgentSkills = Type.Object({ skills: Type.Array(SkillNeed, { maxItems: 100 }) }, { additionalProperties: false });
export type AgentSkills = Static<typeof AgentSkills>;

/** One agent who has skills; those without any are left out. */
export const SkilledAgent = Type.Object({ agent: IdOf('agt'), skills: Type.Array(SkillNeed) });
export type SkilledAgent = Static<typeof SkilledAgent>;
export const SkilledAgentPage = PageOf(SkilledAgent);
