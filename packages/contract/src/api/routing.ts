// Routing as the API shows it: GET /interactions/{id}/explain, GET /queues/{id}/live.
import { Type, type Static } from 'typebox';
import { SkillNeed, Why } from '../events/work.ts';
import { IdOf } from '../ids.ts';
import { PriorityPart } from '../priority.ts';
import { At, TenantText } from '../texts.ts';
import { nullable } from './page.ts';

const AgentName = Type.Object({ id: IdOf('agt'), name: Type.String() });
/** `name` is null where the queue is no more. */
const QueueName = Type.Object({ id: IdOf('que'), name: nullable(TenantText) });
const Count = Type.Integer({ minimum: 0 });

export const QueueLive = Type.Object({
  queue: QueueName,
  /** In the line; those being rung are counted in `offered`. */
  waiting: Count,
  /** Of those in the line and those being rung. */
  longestWaitMs: Count,
  offered: Count,
  assigned: Count,
  /** Members by what they do now. `notReady`: signed out, away, off queue or without a device, and without work. */
  /** What somebody who came now would wait, ms; null where nobody can tell. */
  estimateMs: nullable(Count),
  /** What he would be told: four of five wait no longer. */
  promiseMs: nullable(Count),
  agents: Type.Object({ idle: Count, busy: Count, wrapUp: Count, notResponding: Count, resting: Count, notReady: Count }),
  at: At,
});
export type QueueLive = Static<typeof QueueLive>;

/** Why an agent of the queue is not given the work. `null` at `reason` would mean he is: then the work does not wait. */
export const Considered = Type.Object({
  agent: AgentName,
  /** Was offered it already in this round. */
  tried: Type.Boolean(),
  reason: nullable(
    Type.Union([
      Type.Object({
        reason: Type.Union([
          Type.Literal('signed-out'),
          Type.Literal('not-available'),
          Type.Literal('off-queue'),
          Type.Literal('unreachable'),
          Type.Literal('not-member'),
          /** Does not meet what the queue requires, which is more than a list of skills. */
          Type.Literal('rule'),
        ]),
      }),
      /** Of a digital worker: the work is for people alone; or people come first, and it has not waited long enough. */
      Type.Object({ reason: Type.Union([Type.Literal('persons-only'), Type.Literal('people-first')]) }),
      Type.Object({ reason: Type.Literal('lacks-skill'), skill: IdOf('skl'), needed: Type.Integer(), has: Type.Integer() }),
      Type.Object({
        reason: Type.Literal('occupied'),
        stage: Type.Union([Type.Literal('offered'), Type.Literal('assigned'), Type.Literal('wrap-up')]),
        work: IdOf('wrk'),
      }),
      /** Busy with a call that routing did not give him. */
      Type.Object({ reason: Type.Literal('on-call') }),
      /** A supervisor keeps it for that agent. */
      Type.Object({ reason: Type.Literal('reserved'), agent: IdOf('agt') }),
      Type.Object({ reason: Type.Literal('paused'), until: At, after: Type.String() }),
      /** Is given a moment to breathe. */
      Type.Object({ reason: Type.Literal('resting'), until: At }),
    ]),
  ),
});

export const WorkExplanation = Type.Object({
  work: IdOf('wrk'),
  queue: QueueName,
  stage: Type.Union([
    Type.Literal('scheduled'),
    Type.Literal('waiting'),
    Type.Literal('offered'),
    Type.Literal('assigned'),
    Type.Literal('wrap-up'),
    Type.Literal('closed'),
  ]),
  priority: Type.Integer(),
  /** What the priority is the sum of, and how many ms waited each point counts as; parts are empty where none were given, or before they were kept. */
  points: Type.Object({ parts: Type.Array(PriorityPart), eachMs: Type.Integer() }),
  queuedAt: At,
  /** All skills needed, the queue's and the work's own; empty once closed. */
  skills: Type.Array(SkillNeed),
  /** Place in the queue's line, 1 is next; null where it does not wait. */
  position: nullable(Type.Integer()),
  /** While it waits: every member of the queue with what keeps him from it. */
  considered: Type.Array(Considered),
  /** Every offer made, oldest first, with what was compared. `outcome` null: rings now. */
  offers: Type.Array(
    Type.Object({
      offer: IdOf('off'),
      agent: AgentName,
      offeredAt: At,
      endedAt: nullable(At),
      outcome: nullable(
        Type.Union([
          Type.Literal('answered'),
          Type.Literal('declined'),
          Type.Literal('no-answer'),
          Type.Literal('unreachable'),
          Type.Literal('withdrawn'),
        ]),
      ),
      /** Who answered first, where several were rung at once and this one fell silent. */
      takenBy: nullable(AgentName),
      why: Why,
    }),
  ),
  /** How the wait ended; `detail` is the stage of an abandon or the reason of a removal. */
  ended: nullable(
    Type.Object({
      as: Type.Union([Type.Literal('assigned'), Type.Literal('abandoned'), Type.Literal('removed')]),
      detail: nullable(Type.String()),
      at: At,
    }),
  ),
});
export type WorkExplanation = Static<typeof WorkExplanation>;

export const RoutingExplanation = Type.Object({ interaction: IdOf('int'), at: At, works: Type.Array(WorkExplanation) });
export type RoutingExplanation = Static<typeof RoutingExplanation>;
