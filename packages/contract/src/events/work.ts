// Facts of routing, in the stream of the interaction they route: what waits, who was offered it and why, who took it.
import { Type } from 'typebox';
import { IdOf } from '../ids.ts';
import { Mood, PriorityPart } from '../priority.ts';
import { WorkChannel } from '../routing.ts';
import { Personal } from '../texts.ts';
import { defineEvent } from './define.ts';

const work = { interaction: IdOf('int'), work: IdOf('wrk'), queue: IdOf('que') };

export const SkillNeed = Type.Object({ skill: IdOf('skl'), level: Type.Integer({ minimum: 1, maximum: 100 }) });

/** Why this agent got this work: what was compared, so that the decision can be explained later. */
export const Why = Type.Object({
  rule: Type.String(),
  eligible: Type.Integer(),
  idleMs: Type.Integer(),
  waitedMs: Type.Integer(),
  candidates: Type.Array(Type.Object({ agent: IdOf('agt'), idleMs: Type.Integer() }), { maxItems: 20 }),
  /** The parts of its priority, where it had any, and how many ms waited each point counted as. */
  points: Type.Optional(Type.Object({ parts: Type.Array(PriorityPart), eachMs: Type.Integer() })),
  /** How many of the queue's rings were open to it; absent: none. */
  ring: Type.Optional(Type.Integer()),
  /** Where the queue has digital workers too: which of the two was chosen, and by which part of its rule. */
  spill: Type.Optional(
    Type.Object({
      chosen: Type.Union([Type.Literal('digital'), Type.Literal('person')]),
      because: Type.Union([
        Type.Literal('either'),
        Type.Literal('people-first'),
        Type.Literal('digital-first'),
        Type.Literal('nobody-there'),
        Type.Literal('waited'),
        Type.Literal('long-line'),
        Type.Literal('digital-full'),
        Type.Literal('person-wanted'),
      ]),
    }),
  ),
  /** Where the order is by predicted outcome: what was predicted of the agent for this issue, and whether the item was held out of it. */
  match: Type.Optional(
    Type.Object({
      as: Type.Union([Type.Literal('matched'), Type.Literal('held-out')]),
      issue: Type.String(),
      predictedMs: Type.Number(),
      averageMs: Type.Number(),
      model: Type.Integer(),
    }),
  ),
});

export const workQueued = defineEvent(
  'work.queued',
  1,
  Type.Object({
    ...work,
    channel: WorkChannel,
    /** A call-back waits for an agent who then calls the customer; absent: the customer is on the line. */
    task: Type.Optional(Type.Literal('callback')),
    priority: Type.Integer(),
    /** What the priority is the sum of; absent before it was kept. */
    points: Type.Optional(Type.Array(PriorityPart)),
    /** What was known of the customer as it came; absent: nothing. */
    level: Type.Optional(Type.String({ maxLength: 40 })),
    mood: Type.Optional(Mood),
    skills: Type.Array(SkillNeed),
    /** No digital worker is asked; absent: as the queue has it. */
    persons: Type.Optional(Type.Literal(true)),
    /** What it is about, where that was known; absent: not. */
    topic: Type.Optional(Type.String({ maxLength: 64 })),
    queuedAt: Type.Integer(),
    /** Of a call-back: nobody is offered it before; absent or null: it stands in the line at once. */
    notBefore: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    /** Who is asked first, alone, until then; absent: nobody in particular. */
    preferred: Type.Optional(Type.Object({ agent: IdOf('agt'), until: Type.Integer() })),
    /** The wait that was expected as it came, ms; absent or null where nobody could tell. */
    estimateMs: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    /** The estimate before it was corrected by how earlier ones turned out. */
    baseMs: Type.Optional(Type.Integer()),
    /** The wait he was promised, ms: four of five wait no longer. Absent where nobody could tell, and before it was kept. */
    promiseMs: Type.Optional(Type.Integer()),
    /** When the customer goes back to his flow if nobody took him; absent or null where there is no limit. */
    waitUntil: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  }),
);
/** The time of a call-back that was asked for later has come: it stands in the line from now on. */
export const workDue = defineEvent('work.due', 1, Type.Object(work));
export const workOffered = defineEvent(
  'work.offered',
  1,
  Type.Object({ ...work, offer: IdOf('off'), agent: IdOf('agt'), expiresAt: Type.Integer(), why: Why }),
);
export const workOfferEnded = defineEvent(
  'work.offer-ended',
  1,
  Type.Object({
    ...work,
    offer: IdOf('off'),
    agent: IdOf('agt'),
    outcome: Type.Union([Type.Literal('declined'), Type.Literal('no-answer'), Type.Literal('unreachable'), Type.Literal('withdrawn')]),
    /** Withdrawn because this agent answered first, where several were rung at once. */
    takenBy: Type.Optional(IdOf('agt')),
  }),
);
export const workAssigned = defineEvent(
  'work.assigned',
  1,
  Type.Object({ ...work, offer: IdOf('off'), agent: IdOf('agt'), waitedMs: Type.Integer(), why: Why }),
);
export const workAbandoned = defineEvent(
  'work.abandoned',
  1,
  Type.Object({ ...work, stage: Type.Union([Type.Literal('queue'), Type.Literal('ring')]), waitedMs: Type.Integer() }),
);
/** Left the line without an agent and without the customer hanging up: its flow took it back (time-out, full queue), or it was moved. */
export const workRemoved = defineEvent(
  'work.removed',
  1,
  Type.Object({
    ...work,
    /** `callback`: a call-back stands in its place. */
    reason: Type.Union([Type.Literal('timed-out'), Type.Literal('moved'), Type.Literal('system'), Type.Literal('callback')]),
    waitedMs: Type.Integer(),
  }),
);
/** A supervisor changed where it waits: `queue` is where it stands now. */
export const workMoved = defineEvent(
  'work.moved',
  1,
  Type.Object({
    ...work,
    from: IdOf('que'),
    priority: Type.Integer(),
    points: Type.Optional(Type.Array(PriorityPart)),
    /** Set by hand or by a machine; absent: as it was. */
    mood: Type.Optional(Mood),
    /** Only he is offered it, while he is there. */
    reservedFor: Type.Union([IdOf('agt'), Type.Null()]),
    waitedMs: Type.Integer(),
    /** Why, sealed with the customer's key. */
    note: Personal,
  }),
);
/** The agent's part of the contact is over; wrap-up begins where `wrapUpUntil` is set. */
export const workReleased = defineEvent(
  'work.released',
  1,
  Type.Object({
    ...work,
    agent: IdOf('agt'),
    /** `handed-over`: a digital worker gave it to people. */
    reason: Type.Union([Type.Literal('ended'), Type.Literal('transferred'), Type.Literal('system'), Type.Literal('handed-over')]),
    wrapUpUntil: Type.Union([Type.Integer(), Type.Null()]),
    /** How much longer, in ms, he may still ask for; absent: not at all. */
    moreMs: Type.Optional(Type.Integer()),
  }),
);
/** The agent asked for more time to wrap up. */
export const workWrapUpExtended = defineEvent(
  'work.wrap-up-extended',
  1,
  Type.Object({ ...work, agent: IdOf('agt'), wrapUpUntil: Type.Integer(), moreMs: Type.Integer() }),
);
export const workCompleted = defineEvent(
  'work.completed',
  1,
  Type.Object({
    ...work,
    agent: IdOf('agt'),
    wrapUpEnd: Type.Union([Type.Literal('done'), Type.Literal('timed-out'), Type.Literal('none')]),
  }),
);

export const WORK_EVENTS = [
  workQueued,
  workDue,
  workOffered,
  workOfferEnded,
  workAssigned,
  workAbandoned,
  workRemoved,
  workMoved,
  workReleased,
  workWrapUpExtended,
  workCompleted,
] as const;
