// Opening hours over HTTP: GET/POST /hours, GET/PATCH/DELETE /hours/{id}, GET /hours/{id}/now.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { OPENING_FIELDS, OpenState } from '../opening.ts';
import { At, TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';
import { Key } from './queues.ts';

/** What somebody said by hand, against the plan; null `until`: until it is taken back. */
export const HoursOverride = Type.Object(
  { state: Type.Union([Type.Literal('open'), Type.Literal('closed')]), until: nullable(At) },
  { additionalProperties: false },
);
export type HoursOverride = Static<typeof HoursOverride>;

const fields = { name: TenantText, ...OPENING_FIELDS };
export const Hours = Type.Object({ id: IdOf('hrs'), key: Key, ...fields, override: nullable(HoursOverride) });
export type Hours = Static<typeof Hours>;
export const HoursPage = PageOf(Hours);

export const NewHours = Type.Object({ id: Type.Optional(IdOf('hrs')), key: Key, ...fields }, { additionalProperties: false });
export type NewHours = Static<typeof NewHours>;
export const HoursPatch = Type.Partial(Type.Object({ ...fields, override: nullable(HoursOverride) }), { additionalProperties: false });
export type HoursPatch = Static<typeof HoursPatch>;

export const HoursNow = Type.Object({
  state: OpenState,
  /** The name of the special day that decides, where it has one. */
  day: nullable(TenantText),
  overridden: Type.Boolean(),
  at: At,
});
export type HoursNow = Static<typeof HoursNow>;
