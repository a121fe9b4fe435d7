// The module's rows as Kysely sees them.
import type { LaneState, SurgeSeen } from '@tandem/contract/api/lanes.ts';
import type { InteractionId, LaneId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { ColumnType } from 'kysely';
import type { LaneDoc } from '../core/lane.ts';

type Json<T> = ColumnType<T, string, string>;

export type StateDoc = {
  state: LaneState;
  since: number | null;
  by: UserId | null;
  reason: string | null;
  seen: SurgeSeen | null;
  /** How often it was opened. */
  opening: number;
  /** Its surge rule is not looked at before. */
  quietUntil: number;
};

export type LanesTables = {
  lane: { tenant: TenantId; id: LaneId; doc: Json<LaneDoc>; state: Json<StateDoc> };
  lane_contact: {
    tenant: TenantId;
    lane: LaneId;
    interaction: InteractionId;
    opening: number;
    at: number;
    raised_to: number | null;
    raised_by: number;
    settled: boolean;
  };
};

export const CLOSED: StateDoc = { state: 'closed', since: null, by: null, reason: null, seen: null, opening: 0, quietUntil: 0 };
export type LaneRow = { id: LaneId; doc: LaneDoc; state: StateDoc };
