// What a day would have been with other rules or staffing: POST /what-if, GET /what-if, GET /what-if/{id}, POST /what-if/{id}/cancel, GET /what-if/days.
import { Type, type Static } from 'typebox';
import { SkillNeed } from '../events/work.ts';
import { IdOf } from '../ids.ts';
import { At, TenantText } from '../texts.ts';
import { HistoryChange } from './history.ts';
import { nullable, PageOf } from './page.ts';
import { QueuePatch } from './queues.ts';
import { RoutingRules } from './routing-rules.ts';

/** In the company's zone. */
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });
const Clock = Type.String({ pattern: '^([01][0-9]:[0-5][0-9]|2[0-3]:[0-5][0-9]|24:00)$' });

/** So many more agents on a queue in these hours, with what the queue asks for and these skills beside; fewer where negative: members who were there stay away. */
export const WhatIfStaffing = Type.Object(
  {
    queue: IdOf('que'),
    from: Clock,
    to: Clock,
    agents: Type.Integer({ minimum: -200, maximum: 200 }),
    skills: Type.Optional(Type.Array(SkillNeed, { maxItems: 20 })),
  },
  { additionalProperties: false },
);
export type WhatIfStaffing = Static<typeof WhatIfStaffing>;

export const WhatIfRequest = Type.Object(
  {
    day: Day,
    /** Settings that hold the whole day; what is left out is as it was. What routing does not decide by changes nothing. */
    queues: Type.Optional(
      Type.Array(Type.Object({ queue: IdOf('que'), settings: QueuePatch }, { additionalProperties: false }), { maxItems: 50 }),
    ),
    rules: Type.Optional(RoutingRules),
    /** Changes of the history (GET /history) of a queue or of the rules: as each left them. What `queues` and `rules` say goes before. */
    versions: Type.Optional(Type.Array(IdOf('evt'), { maxItems: 20 })),
    staffing: Type.Optional(Type.Array(WhatIfStaffing, { maxItems: 50 })),
    /** Of one agent, in the company's money; without it cost is told in hours alone. */
    costPerHour: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
    /** The day is played so often under both rules: more make the intervals narrower. 50 where left out. */
    replications: Type.Optional(Type.Integer({ minimum: 10, maximum: 200 })),
  },
  { additionalProperties: false },
);
export type WhatIfRequest = Static<typeof WhatIfRequest>;

const Estimate = Type.Object({
  mean: Type.Number(),
  /** Half of the width of the 95 % confidence interval. */
  plusMinus: Type.Number(),
});
const FigureName = Type.Union([
  Type.Literal('serviceLevel'),
  Type.Literal('meanWaitS'),
  Type.Literal('abandonment'),
  Type.Literal('occupancy'),
  Type.Literal('agentHours'),
  Type.Literal('cost'),
]);
/** Shares from 0 to 1, waits in seconds. `recorded`: what really was; null where the log does not tell it. `difference` is taken within each replication. */
export const WhatIfFigure = Type.Object({
  figure: FigureName,
  recorded: nullable(Type.Number()),
  before: Estimate,
  after: Estimate,
  difference: Estimate,
});
export type WhatIfFigure = Static<typeof WhatIfFigure>;

/** Contacts that came to the queue (null: to any) in the half hour from `at` on (null: the whole day). Occupancy, hours and cost are told of all queues together. */
export const WhatIfGroup = Type.Object({
  queue: nullable(IdOf('que')),
  at: nullable(At),
  contacts: Type.Integer(),
  figures: Type.Array(WhatIfFigure),
});
export type WhatIfGroup = Static<typeof WhatIfGroup>;

export const WhatIfResult = Type.Object({
  from: At,
  to: At,
  /** The day was not over. */
  partial: Type.Boolean(),
  replications: Type.Integer(),
  /** What was other than on that day, by queue (null: what holds for all queues). */
  changed: Type.Array(Type.Object({ queue: nullable(IdOf('que')), changes: Type.Array(HistoryChange) })),
  /** The day as it was, decided again turn by turn: whether today's engine does what was done. */
  replay: Type.Object({
    turns: Type.Integer(),
    offers: Type.Integer(),
    /** Turns that gave the same facts, every byte of them. */
    same: Type.Integer(),
    /** Turns that gave the same work to the same agents. */
    sameChoices: Type.Integer(),
    /** The first turn that differs. */
    firstAt: nullable(At),
  }),
  groups: Type.Array(WhatIfGroup),
  /** What it rests on: of how many of the day each was drawn. */
  rests: Type.Object({
    arrivals: Type.Integer(),
    talks: Type.Integer(),
    wrapUps: Type.Integer(),
    patience: Type.Integer(),
    reactions: Type.Integer(),
    /** Contacts of the day before that were still open when it began. */
    leftOut: Type.Integer(),
  }),
});
export type WhatIfResult = Static<typeof WhatIfResult>;

export const WhatIfState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('running'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
]);
export type WhatIfState = Static<typeof WhatIfState>;

const head = {
  id: IdOf('wif'),
  at: At,
  /** Null where he is no longer there. */
  user: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
  day: Day,
  state: WhatIfState,
  /** Of a running one: what it does, and how far it is with that, 0 to 1. */
  step: nullable(Type.Union([Type.Literal('reading'), Type.Literal('replaying'), Type.Literal('playing')])),
  progress: Type.Number(),
  endedAt: nullable(At),
};
export const WhatIfHead = Type.Object({
  ...head,
  /** Of the whole day and all queues, once it is done. */
  figures: Type.Array(WhatIfFigure),
});
export type WhatIfHead = Static<typeof WhatIfHead>;
export const WhatIfPage = PageOf(WhatIfHead);

export const WhatIfRun = Type.Object({
  ...head,
  asked: WhatIfRequest,
  /** Why there is no result, in words. */
  problem: nullable(Type.Object({ code: Type.String(), title: Type.String(), detail: Type.String() })),
  result: nullable(WhatIfResult),
  /** Of the ids in it. */
  names: Type.Record(Type.String(), Type.Union([TenantText, Type.String()])),
});
export type WhatIfRun = Static<typeof WhatIfRun>;

/** Days with contacts, newest first, and how many came to queues; today's too. */
export const WhatIfDays = Type.Object({
  today: Day,
  items: Type.Array(Type.Object({ day: Day, contacts: Type.Integer() })),
});
export type WhatIfDays = Static<typeof WhatIfDays>;
