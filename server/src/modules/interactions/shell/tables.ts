// The module's rows as Kysely sees them.
import type { ColumnType } from 'kysely';
import type { AgentId, CallId, CustomerId, InteractionId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Doc, State } from '../core/doc.ts';

export type InteractionsTables = {
  interaction: {
    tenant: TenantId;
    id: InteractionId;
    call: CallId;
    customer: CustomerId;
    remote: string;
    state: State;
    queue: QueueId | null;
    started_at: number;
    ending: ColumnType<boolean, boolean | undefined, boolean>;
    doc: ColumnType<Doc, string, string>;
  };
  interaction_agent: { tenant: TenantId; interaction: InteractionId; agent: AgentId };
};
