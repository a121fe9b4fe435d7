// The module's rows as Kysely sees them.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { CallId, FlowId, FlowRunId, InteractionId, LegId, TenantId, UserId, WorkId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { ColumnType } from 'kysely';
import type { Outcome, RunState } from '../core/run.ts';

type Json<T> = ColumnType<T, string, string>;

export type FlowTables = {
  flow: {
    tenant: TenantId;
    id: FlowId;
    key: string;
    name: Json<TenantText>;
    draft: Json<unknown>;
    draft_updated_at: number;
    published_version: number | null;
    published_at: number | null;
    removed_at: ColumnType<number | null, number | null | undefined, number | null>;
  };
  flow_version: {
    tenant: TenantId;
    flow: FlowId;
    version: number;
    graph: Json<FlowGraph>;
    published_at: number;
    published_by: UserId | null;
  };
  flow_secret: { tenant: TenantId; name: string; sealed: string; updated_at: number };
  flow_host: { tenant: TenantId; private_hosts: Json<string[]> };
  flow_run: {
    tenant: TenantId;
    id: FlowRunId;
    interaction: InteractionId;
    call: CallId;
    leg: LegId;
    flow: FlowId;
    version: number;
    started_at: number;
    ended_at: ColumnType<number | null, number | undefined, number>;
    outcome: ColumnType<Outcome | null, Outcome | undefined, Outcome>;
    state: ColumnType<RunState | null, string | undefined, string | null>;
    /** The version of each sub-flow that the run began with. */
    subs: ColumnType<Record<string, number>, string | undefined, never>;
    work: ColumnType<WorkId | null, WorkId | undefined, WorkId | null>;
  };
};
