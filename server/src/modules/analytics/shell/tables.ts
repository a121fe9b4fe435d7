// The module's rows as Kysely sees them.
import type { ColumnType } from 'kysely';
import type { Alarm, Threshold } from '@tandem/contract/api/thresholds.ts';
import type { NewWallboard } from '@tandem/contract/api/wallboards.ts';
import type { AgentId, AlarmId, InteractionId, LegId, QueueId, TenantId, ThresholdId, UserId, WallboardId } from '@tandem/contract/ids.ts';
import type { AgentNow } from '../core/agent.ts';
import type { Contact } from '../core/contact.ts';
import type { NO_QUEUE } from '../core/contributions.ts';
import type { Day } from '../core/days.ts';
import type { AgentFigures, Figures } from '../core/figures.ts';

type Json<T> = ColumnType<T, string, string>;

export type ThresholdDoc = Omit<Threshold, 'id'>;
export type AlarmDoc = Pick<Alarm, 'measure' | 'comparison' | 'level' | 'limit' | 'value'> & {
  queue: QueueId | null;
  /** Of a talk that sounds badly: whose it is, and which of its legs do so. */
  agent?: AgentId | null;
  legs?: LegId[];
};
/** `user`: null for a machine. */
export type Taken = { user: UserId | null; at: number; note: string | null };
/** An alarm's row as it is read. */
export type KeptAlarm = {
  id: AlarmId;
  threshold: ThresholdId | null;
  interaction: InteractionId | null;
  doc: AlarmDoc;
  acknowledged: Taken | null;
  raised_at: number;
  cleared_at: number | null;
};
export type WallboardDoc = Pick<NewWallboard, 'name' | 'tiles'>;

export type AnalyticsTables = {
  /** Rows of an older version may lack a counter that came later. */
  kpi_queue_day: { tenant: TenantId; day: Day; queue: QueueId | typeof NO_QUEUE; figures: Json<Partial<Figures>> };
  kpi_agent_day: { tenant: TenantId; day: Day; agent: AgentId; figures: Json<Partial<AgentFigures>> };
  kpi_contact: { tenant: TenantId; id: InteractionId; closed_at: number | null; doc: Json<Contact> };
  kpi_agent_now: { tenant: TenantId; agent: AgentId; doc: Json<AgentNow> };
  kpi_service_level: { tenant: TenantId; queue: QueueId; threshold_ms: number; target: number };
  kpi_progress: { tenant: TenantId; seq: number; version: number };
  kpi_renewal: { tenant: TenantId; version: number; from_day: Day; to_day: Day; next_day: Day };
  kpi_threshold: { tenant: TenantId; id: ThresholdId; doc: Json<ThresholdDoc>; revision: number };
  kpi_alarm: {
    tenant: TenantId;
    id: AlarmId;
    /** Null where a talk that sounds badly is what it is about; then the contact is named instead. */
    threshold: ThresholdId | null;
    interaction: ColumnType<InteractionId | null, InteractionId | null | undefined, never>;
    doc: Json<AlarmDoc>;
    /** What is watched without a threshold: see alert-tables.ts. Null in all that is meant here. */
    cause: ColumnType<string | null, undefined, never>;
    acknowledged: ColumnType<Taken | null, never, string | null>;
    raised_at: number;
    cleared_at: number | null;
  };
  kpi_wallboard: { tenant: TenantId; id: WallboardId; owner: UserId; shared: boolean; version: number; doc: Json<WallboardDoc> };
};
