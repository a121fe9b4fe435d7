// The catalogue of every event type in the log.
import type { Static } from 'typebox';
import { Type } from 'typebox';
import type { EventOf } from './events/define.ts';
import { INTERACTION_EVENTS } from './events/interactions.ts';
import { LANE_EVENTS } from './events/lanes.ts';
import { MATCHING_EVENTS } from './events/matching.ts';
import { OTHER_EVENTS } from './events/others.ts';
import { WORK_EVENTS } from './events/work.ts';
import { WORKER_EVENTS } from './events/workers.ts';

export const EVENT_TYPES = [
  ...INTERACTION_EVENTS,
  ...WORK_EVENTS,
  ...OTHER_EVENTS,
  ...LANE_EVENTS,
  ...MATCHING_EVENTS,
  ...WORKER_EVENTS,
] as const;
export type TandemEvent = EventOf<(typeof EVENT_TYPES)[number]>;
export type EventName = TandemEvent['type'];
export type EventData<N extends EventName> = Extract<TandemEvent, { type: N }>['data'];

/** Who did it: a user, an API key (and the user who made it), a flow, the system itself. */
export const Actor = Type.Union([
  Type.Object({ kind: Type.Literal('user'), id: Type.String() }),
  Type.Object({ kind: Type.Literal('api-key'), id: Type.String(), user: Type.String() }),
  Type.Object({ kind: Type.Literal('system'), part: Type.String() }),
]);
export type Actor = Static<typeof Actor>;

/** An event as it stands in the log. `seq` is gap-free over the installation; `version` counts within the stream from 1. */
export type StoredEvent<E extends { type: string; data: unknown } = TandemEvent> = E extends unknown
  ? {
      seq: number;
      id: string;
      tenant: string;
      stream: string;
      version: number;
      schemaVersion: number;
      cause: string | null;
      actor: Actor;
      at: number;
      type: E['type'];
      data: E['data'];
    }
  : never;
