// What holds for all queues of a tenant: GET/PUT /routing/rules.
import { Type, type Static } from 'typebox';
import { formula } from '../priority.ts';
import { WorkChannel } from '../routing.ts';
import { nullable } from './page.ts';

const most = (least: number) => Type.Integer({ minimum: least, maximum: 50 });
const Channels = Type.Array(WorkChannel, { maxItems: 4, uniqueItems: true });

export const RoutingRules = Type.Object(
  {
    /** So many minutes longer somebody counts as having waited for each point of his priority. */
    priorityMinutes: Type.Number({ minimum: 0, maximum: 120 }),
    ...formula,
    /** How many contacts of a channel an agent has at once. */
    most: Type.Object({ voice: most(1), chat: most(0), email: most(0), task: most(0) }, { additionalProperties: false }),
    /** What may come on top of work of each channel, beside more of the same. */
    interrupts: Type.Object({ voice: Channels, chat: Channels, email: Channels, task: Channels }, { additionalProperties: false }),
    /** Above this share of his time at work an agent gets a pause; null: never. */
    occupancyCap: nullable(Type.Number({ minimum: 0.3, maximum: 1 })),
  },
  { additionalProperties: false },
);
export type RoutingRules = Static<typeof RoutingRules>;

/** What came later may be left out: nobody has points for it then. */
export const PutRoutingRules = Type.Object(
  { ...RoutingRules.properties, issues: Type.Optional(formula.issues), moods: Type.Optional(formula.moods) },
  { additionalProperties: false },
);
export type PutRoutingRules = Static<typeof PutRoutingRules>;

/** Where a tenant has said nothing. */
export const USUAL_RULES: RoutingRules = {
  priorityMinutes: 1,
  levels: [],
  callbackPoints: 0,
  issues: [],
  moods: { calm: 0, upset: 0, angry: 0 },
  most: { voice: 1, chat: 3, email: 5, task: 5 },
  interrupts: { voice: [], chat: [], email: ['voice', 'chat'], task: ['voice', 'chat', 'email'] },
  occupancyCap: null,
};
