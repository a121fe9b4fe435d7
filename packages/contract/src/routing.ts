// Words of routing that cross a wire: kinds of work by what they ask of an agent, who of those who fit is asked first, and what is predicted of them.
import { Type, type Static } from 'typebox';
import { IdOf } from './ids.ts';

/** By what it asks of a person's attention, not by whose network it came: a web chat and WeChat are both `chat`. */
export const WorkChannel = Type.Union([Type.Literal('voice'), Type.Literal('chat'), Type.Literal('email'), Type.Literal('task')]);
export type WorkChannel = Static<typeof WorkChannel>;
export const WORK_CHANNELS: readonly WorkChannel[] = ['voice', 'chat', 'email', 'task'];

/**
 * `longest-idle` (Asterisk: leastrecent), `least-occupied` by share of time at work, `fewest-contacts` since ready, `round-robin` with memory (rrmemory),
 * `linear` in the order of the members, `random` by the members' weights (wrandom), `ring-all` asks everybody at once (ringall), `best-skill` by level of what is needed and wished for, `best-outcome` by what is
 * predicted of each for this issue (modules/matching).
 */
export const AgentOrder = Type.Union([
  Type.Literal('longest-idle'),
  Type.Literal('least-occupied'),
  Type.Literal('fewest-contacts'),
  Type.Literal('round-robin'),
  Type.Literal('linear'),
  Type.Literal('random'),
  Type.Literal('ring-all'),
  Type.Literal('best-skill'),
  Type.Literal('best-outcome'),
]);
export type AgentOrder = Static<typeof AgentOrder>;

/**
 * How a queue's work goes to digital workers and back. `people` first: digital ones are asked from `afterMs` of waiting on, where more than `aboveMs` was
 * expected as it came (null: never for that), or while no person is there; `digital` first: people where none of them has room; `either`: by the queue's order.
 */
export const Spill = Type.Object(
  {
    first: Type.Union([Type.Literal('people'), Type.Literal('digital'), Type.Literal('either')]),
    afterMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
    aboveMs: Type.Union([Type.Integer({ minimum: 0, maximum: 86_400_000 }), Type.Null()]),
  },
  { additionalProperties: false },
);
export type Spill = Static<typeof Spill>;

/**
 * What makes two contacts of a queue the same problem to its agents, as far as it is known before anybody talks: channel, skills it asks for beyond
 * the queue's, and the topic it came with.
 */
export function issueOf(work: { channel: WorkChannel; skills: readonly { skill: string }[]; topic?: string | undefined }): string {
  const skills = work.skills.map(({ skill }) => skill).sort();
  return [work.channel, ...skills, ...(work.topic === undefined || work.topic === '' ? [] : [`topic:${work.topic}`])].join(' ');
}

/** What an issue is made of, as `issueOf` put it together. */
export function partsOfIssue(issue: string): { channel: WorkChannel; skills: string[]; topic: string | null } {
  const at = issue.indexOf(' topic:');
  const [channel = 'voice', ...skills] = (at < 0 ? issue : issue.slice(0, at)).split(' ');
  return { channel: channel as WorkChannel, skills, topic: at < 0 ? null : issue.slice(at + ' topic:'.length) };
}

const PerAgent = Type.Array(Type.Union([Type.Number(), Type.Null()]));
/** What was learned of a queue's agents, whole, as routing decides by it. Issues by `issueOf`; the empty one is any work of the queue. */
export const Matching = Type.Object({
  /** Goes up with each model. */
  version: Type.Integer(),
  /** Share of the items, 0 to 1, that are asked by longest idle all the same. */
  holdOut: Type.Number(),
  /** So much more than the mean share of time at work an agent may have before he is asked after the others; null: no limit. */
  cap: Type.Union([Type.Number(), Type.Null()]),
  agents: Type.Array(IdOf('agt')),
  issues: Type.Array(
    Type.Object({
      issue: Type.String(),
      /** Expected handling time in ms, and what it is ordered by (least first): of the queue's agents on average, and of each, null where nothing is known. */
      averageMs: Type.Number(),
      averageCost: Type.Number(),
      ms: PerAgent,
      cost: PerAgent,
    }),
  ),
});
export type Matching = Static<typeof Matching>;
