// How long a tenant keeps what.
import { Type, type Static } from 'typebox';

const days = (minimum: number, description: string) =>
  Type.Union([Type.Integer({ minimum, maximum: 36_500 }), Type.Null()], { description: `${description} Null keeps for ever.` });

export const RetentionPolicy = Type.Object(
  {
    logDays: days(1, 'Events of interactions, counted from their last event, and of presence.'),
    recordingDays: days(1, 'Recordings, counted from their end.'),
    personalDays: days(
      1,
      'Numbers and notes in closed interactions, counted from their end; call-backs that are over; messages that were seen to.',
    ),
    auditDays: days(90, 'The audit trail.'),
  },
  { additionalProperties: false },
);
export type RetentionPolicy = Static<typeof RetentionPolicy>;

export const Retention = Type.Object({
  logDays: RetentionPolicy.properties.logDays,
  recordingDays: RetentionPolicy.properties.recordingDays,
  personalDays: RetentionPolicy.properties.personalDays,
  auditDays: RetentionPolicy.properties.auditDays,
  logErasedBefore: Type.Union([Type.Integer(), Type.Null()], { description: 'UTC epoch ms: older events are no longer there.' }),
});
export type Retention = Static<typeof Retention>;
