// The formula of priority: how many points a contact gets as it comes, part by part. One place for the engine that stands it in line, the form that shows
// an example, and the sentence that explains it. Pure.
import { Type, type Static } from 'typebox';

/** How the customer seems to feel, where a flow, a person or a machine could tell. */
export const Mood = Type.Union([Type.Literal('calm'), Type.Literal('upset'), Type.Literal('angry')]);
export type Mood = Static<typeof Mood>;
export const MOODS: readonly Mood[] = ['calm', 'upset', 'angry'];
export const isMood = (text: string): text is Mood => (MOODS as readonly string[]).includes(text);

/** `contact`: what its flow or an emergency lane gave it; `hand`: by how much a person changed the sum afterwards. */
export const PriorityPart = Type.Object({
  of: Type.Union([
    Type.Literal('queue'),
    Type.Literal('contact'),
    Type.Literal('level'),
    Type.Literal('issue'),
    Type.Literal('mood'),
    Type.Literal('promise'),
    Type.Literal('hand'),
  ]),
  /** The level, the mood, the topic, or the id of the skill. */
  name: Type.Optional(Type.String({ maxLength: 64 })),
  points: Type.Integer(),
});
export type PriorityPart = Static<typeof PriorityPart>;

const Points = Type.Integer({ minimum: -100, maximum: 100 });
/** What an administrator sets; every field of it is one of the terms of the sum. */
export const formula = {
  /** Points for customers of a level, beside the queue's and the flow's. */
  levels: Type.Array(
    Type.Object({ level: Type.String({ minLength: 1, maxLength: 40 }), points: Points }, { additionalProperties: false }),
    {
      maxItems: 20,
    },
  ),
  /** Points for who was promised a call. */
  callbackPoints: Points,
  /** Points by what it is about: a skill it asks for beyond its queue's (by id), or the topic its flow gave it. Several may hold. */
  issues: Type.Array(
    Type.Object(
      {
        by: Type.Union([Type.Literal('skill'), Type.Literal('topic')]),
        value: Type.String({ minLength: 1, maxLength: 64 }),
        points: Points,
      },
      { additionalProperties: false },
    ),
    { maxItems: 50 },
  ),
  moods: Type.Object({ calm: Points, upset: Points, angry: Points }, { additionalProperties: false }),
};
const Formula = Type.Object(formula);
export type Formula = Static<typeof Formula>;

/** What is known of a contact as it comes. */
export type PriorityFacts = {
  /** Points of its queue, and its own. */
  queue: number;
  contact: number;
  level?: string | null | undefined;
  skills: readonly { skill: string }[];
  topic?: string | undefined;
  mood?: Mood | null | undefined;
  promised: boolean;
};

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The terms that count, in the order of the formula; those of no points are left out. */
export function partsOf({ levels, callbackPoints, issues, moods }: Formula, facts: PriorityFacts): PriorityPart[] {
  const { level, mood, topic, skills } = facts;
  const known = level ? levels.find((each) => same(each.level, level)) : undefined;
  const about = issues.filter(({ by, value }) =>
    by === 'topic' ? topic !== undefined && same(topic, value) : skills.some(({ skill }) => skill === value),
  );
  const parts: PriorityPart[] = [
    { of: 'queue', points: facts.queue },
    { of: 'contact', points: facts.contact },
    ...(known ? [{ of: 'level' as const, name: known.level, points: known.points }] : []),
    ...about.map(({ value, points }) => ({ of: 'issue' as const, name: value, points })),
    ...(mood ? [{ of: 'mood' as const, name: mood, points: moods[mood] }] : []),
    ...(facts.promised ? [{ of: 'promise' as const, points: callbackPoints }] : []),
  ];
  return parts.filter(({ points }) => points !== 0);
}

export const sumOf = (parts: readonly PriorityPart[]): number => parts.reduce((sum, { points }) => sum + points, 0);

/** The parts with another sum: what differs is by hand. */
export function changedTo(parts: readonly PriorityPart[], sum: number): PriorityPart[] {
  const rest = parts.filter(({ of }) => of !== 'hand');
  const points = sum - sumOf(rest);
  return points === 0 ? rest : [...rest, { of: 'hand', points }];
}
