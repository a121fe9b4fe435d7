// The module's rows as Kysely sees them, and what a queue has before anybody set anything.
import type { MatchingSettings } from '@tandem/contract/api/matching.ts';
import type { Matching } from '@tandem/contract/routing.ts';
import type { AgentId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { ColumnType } from 'kysely';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Model } from '../core/model.ts';
import type { FallBack } from '../core/verdict.ts';

type Json<T> = ColumnType<T, string, string>;

export type Settings = MatchingSettings;
export type Record = { version: number; learnedAt: EpochMs | null; since: EpochMs | null; fallBack: FallBack | null };

export type MatchingTables = {
  matching_contact: {
    tenant: TenantId;
    work: WorkId;
    queue: QueueId;
    issue: string;
    agent: AgentId | null;
    assigned_at: number | null;
    matched: 'matched' | 'held-out' | null;
    predicted_ms: number | null;
    average_ms: number | null;
    handle_ms: number | null;
    resolved: boolean | null;
  };
  matching_queue: {
    tenant: TenantId;
    queue: QueueId;
    settings: Json<Settings>;
    record: Json<Record>;
    model: Json<Model | null>;
    applied: Json<Matching | null>;
  };
};

export type QueueRow = { queue: QueueId; settings: Settings; record: Record; model: Model | null; applied: Matching | null };

export function freshRow(queue: QueueId): QueueRow {
  return {
    queue,
    settings: { mode: 'automatic', goal: 'time', holdOut: 0.1, cap: 0.25 },
    record: { version: 0, learnedAt: null, since: null, fallBack: null },
    model: null,
    applied: null,
  };
}
