// What agents serve, changed live or for a time: POST /duty-changes and its undo, GET/POST /duty-plans, DELETE /duty-plans/{id}.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { BulkNote, BulkRow, Many } from './bulk.ts';
import { nullable, PageOf } from './page.ts';

const MOST = 50;
const list = <P extends 'que' | 'skl'>(prefix: P) => Type.Optional(Type.Array(IdOf(prefix), { maxItems: MOST, uniqueItems: true }));

const fields = {
  agents: Many(IdOf('agt')),
  joinQueues: list('que'),
  leaveQueues: list('que'),
  skills: Type.Optional(
    Type.Array(Type.Object({ skill: IdOf('skl'), level: Type.Integer({ minimum: 1, maximum: 100 }) }, { additionalProperties: false }), {
      maxItems: MOST,
    }),
  ),
  dropSkills: list('skl'),
  note: BulkNote,
};

export const DutyChange = Type.Object(fields, { additionalProperties: false });
export type DutyChange = Static<typeof DutyChange>;

/** `from`: now where left out. `until`: what was changed and nobody changed since is put back then; for good where left out. */
export const NewDutyPlan = Type.Object({ ...fields, from: Type.Optional(At), until: Type.Optional(At) }, { additionalProperties: false });
export type NewDutyPlan = Static<typeof NewDutyPlan>;

export const DutyPlan = Type.Object({
  id: IdOf('dty'),
  agents: Type.Array(Type.Object({ id: IdOf('agt'), name: Type.String() })),
  joinQueues: Type.Array(IdOf('que')),
  leaveQueues: Type.Array(IdOf('que')),
  skills: Type.Array(Type.Object({ skill: IdOf('skl'), level: Type.Integer() })),
  dropSkills: Type.Array(IdOf('skl')),
  note: Type.String(),
  from: At,
  until: nullable(At),
  state: Type.Union([Type.Literal('planned'), Type.Literal('running'), Type.Literal('over'), Type.Literal('cancelled')]),
  by: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
  /** Agents for whom it was not, or not wholly, done or put back, with why. */
  left: Type.Array(BulkRow),
});
export type DutyPlan = Static<typeof DutyPlan>;
export const DutyPlanPage = PageOf(DutyPlan);
