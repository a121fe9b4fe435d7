// When it is open: a week, special days and holidays, in a time zone. Used by the directory's opening hours and inside flows.
import { Type, type Static } from 'typebox';
import { TenantText } from './texts.ts';

/** `24:00` is the end of the day. */
const TimeOfDay = Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' });
/** Wall-clock times. `to` at or before `from` is the next day's: 22:00 to 06:00, and 00:00 to 00:00 is a whole day. */
export const OpenRange = Type.Object({ from: TimeOfDay, to: TimeOfDay }, { additionalProperties: false });
export type OpenRange = Static<typeof OpenRange>;

export const WeekRange = Type.Object(
  {
    /** 1 is Monday, 7 Sunday (ISO 8601). */
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
    from: TimeOfDay,
    to: TimeOfDay,
  },
  { additionalProperties: false },
);

/** How many days in a row it lasts; one where left out. */
const Days = Type.Optional(Type.Integer({ minimum: 1, maximum: 62 }));
/**
 * A day that differs: one date, or a recurrence of whole days by RFC 5545: a rule alone (`FREQ=YEARLY;BYMONTH=11;BYDAY=4TH`), or lines of
 * DTSTART, RRULE, RDATE and EXDATE where it counts from a first day (INTERVAL, COUNT). `open` replaces the week's ranges; empty: closed all day.
 */
export const SpecialDay = Type.Object(
  {
    on: Type.Union([
      Type.Object({ date: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }), days: Days }, { additionalProperties: false }),
      Type.Object({ rule: Type.String({ maxLength: 4_000 }), days: Days }, { additionalProperties: false }),
    ]),
    name: Type.Optional(TenantText),
    holiday: Type.Boolean(),
    open: Type.Array(OpenRange, { maxItems: 6 }),
  },
  { additionalProperties: false },
);
export type SpecialDay = Static<typeof SpecialDay>;

const opening = {
  /** IANA, e.g. Asia/Shanghai. */
  zone: Type.String({ minLength: 1, maxLength: 60 }),
  week: Type.Array(WeekRange, { maxItems: 50 }),
  special: Type.Array(SpecialDay, { maxItems: 400 }),
};
export const OPENING_FIELDS = opening;
export const Opening = Type.Object(opening, { additionalProperties: false });
export type Opening = Static<typeof Opening>;

export const OpenState = Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('holiday')]);
export type OpenState = Static<typeof OpenState>;
