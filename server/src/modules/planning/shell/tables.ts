// The module's rows as Kysely sees them.
import type { WhatIfRequest, WhatIfResult, WhatIfState } from '@tandem/contract/api/what-if.ts';
import type { Id, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { ColumnType, Selectable } from 'kysely';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Step } from '../core/what-if.ts';

type Json<T> = ColumnType<T, string, string>;

/** An error as it is kept: told in the language of whoever reads it. */
export type KeptProblem = { code: string; detail: Record<string, unknown> };
export type PlanningTables = {
  planning_what_if: {
    tenant: TenantId;
    id: Id<'wif'>;
    made_at: EpochMs;
    made_by: UserId;
    day: string;
    asked: Json<WhatIfRequest>;
    state: WhatIfState;
    step: Step | null;
    progress: ColumnType<number, number | undefined, number>;
    ended_at: EpochMs | null;
    problem: Json<KeptProblem | null>;
    result: Json<WhatIfResult | null>;
  };
};
export type RunRow = Omit<Selectable<PlanningTables['planning_what_if']>, 'tenant'>;
