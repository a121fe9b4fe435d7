// Rows of kpi_alarm as the alert feed sees them: those of a cause that is watched, beside the alarms of limits and talks.
import type { AlarmId, InteractionId, TenantId, ThresholdId } from '@tandem/contract/ids.ts';
import type { ColumnType } from 'kysely';
import type { EpochMs } from '../../../kernel/time.ts';
import type { AlertDoc } from '../core/alert.ts';
import type { AlarmDoc, Taken } from './tables.ts';

export type AlertTables = {
  kpi_alarm: {
    tenant: TenantId;
    id: AlarmId;
    /** Both null where a cause is watched. */
    threshold: ThresholdId | null;
    interaction: ColumnType<InteractionId | null, undefined, never>;
    cause: ColumnType<string | null, string, never>;
    doc: ColumnType<AlertDoc | AlarmDoc, string, string>;
    times: ColumnType<number, number | undefined, number>;
    acknowledged: ColumnType<Taken | null, never, string | null>;
    rests_until: ColumnType<EpochMs | null, never, EpochMs | null>;
    raised_at: EpochMs;
    cleared_at: EpochMs | null;
  };
};
