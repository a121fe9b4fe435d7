// Opening hours over HTTP: GET/POST /hours, GET/PATCH/DELETE /hours/{id}, GET /hours/{id}/now, POST /hours/preview, POST /hours/calendar.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { OPENING_FIELDS, OpenRange, OpenState, SpecialDay } from '../opening.ts';
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

const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });

/** What opening hours come to, also those not saved: each day of the twelve months that begin with this one. */
export const HoursToPreview = Type.Object(OPENING_FIELDS, { additionalProperties: false });
export type HoursToPreview = Static<typeof HoursToPreview>;
export const HoursPreview = Type.Object({
  today: Day,
  /** In order. `special` is the place of the special day that decides, null where the week does. */
  days: Type.Array(Type.Object({ date: Day, open: Type.Array(OpenRange), special: nullable(Type.Integer()), holiday: Type.Boolean() })),
  /** Special days that cannot be read, by their place; then there is nothing else. */
  faults: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('zone'), Type.Literal('date'), Type.Literal('rule')]),
      special: nullable(Type.Integer()),
      /** Of a rule: what is wrong with it. */
      why: nullable(
        Type.Union([
          Type.Literal('unreadable'),
          Type.Literal('not-whole-days'),
          Type.Literal('forbidden-here'),
          Type.Literal('needs-start'),
          Type.Literal('too-long'),
        ]),
      ),
      part: Type.String(),
    }),
  ),
});
export type HoursPreview = Static<typeof HoursPreview>;

/** A calendar file (iCalendar, RFC 5545) to be read; nothing of it is kept. */
export const CalendarFile = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 1_000_000 }), zone: Type.String({ minLength: 1, maxLength: 60 }) },
  { additionalProperties: false },
);
export type CalendarFile = Static<typeof CalendarFile>;

export const CalendarDay = Type.Object({
  name: nullable(TenantText),
  on: SpecialDay.properties.on,
  /** The event's own hours on the wall of the zone; null: all day. */
  open: nullable(Type.Array(OpenRange)),
  /** The first day of it from today on. */
  next: Type.String(),
});
export type CalendarDay = Static<typeof CalendarDay>;
export const CalendarSkip = Type.Object({
  name: nullable(TenantText),
  reason: Type.Union([
    Type.Literal('past'),
    Type.Literal('cancelled'),
    Type.Literal('no-date'),
    Type.Literal('no-length'),
    Type.Literal('too-long'),
    Type.Literal('rule'),
    Type.Literal('unknown-zone'),
    Type.Literal('other-zone'),
    Type.Literal('too-many'),
  ]),
  detail: Type.String(),
});
export type CalendarSkip = Static<typeof CalendarSkip>;
export const CalendarFound = Type.Object({
  name: nullable(Type.String()),
  /** Soonest first, at most 400. */
  days: Type.Array(CalendarDay),
  skipped: Type.Array(CalendarSkip),
});
export type CalendarFound = Static<typeof CalendarFound>;
