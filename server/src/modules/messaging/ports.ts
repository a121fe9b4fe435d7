// What messaging needs of others; supplied by roles/wire. All that changes something is idempotent by the ids it carries: after a crash it comes again.
import type { Action } from '@tandem/contract/permissions.ts';
import type {
  AgentId,
  ChatSiteId,
  ConversationId,
  InteractionId,
  OfferId,
  QueueId,
  TenantId,
  VisitorId,
  WorkId,
} from '@tandem/contract/ids.ts';
import type { Result } from '../../kernel/result.ts';
import type { Caller } from '../../platform/http/types.ts';
import type { Ender, Standing } from './core/story.ts';

export type MessagingPorts = {
  interactions: {
    begin(contact: { tenant: TenantId; interaction: InteractionId; visitor: VisitorId; site: ChatSiteId }): Promise<ConversationId>;
    end(contact: { tenant: TenantId; interaction: InteractionId; by: Ender; stage: 'queue' | 'agent' }): Promise<void>;
    /** The text under the key of the contact's customer. */
    seal(tenant: TenantId, interaction: InteractionId, text: string): Promise<string>;
    reaches(caller: Caller, action: Action, interaction: InteractionId): Promise<boolean>;
  };
  routing: {
    /** Refuses `queue.not-found`, `queue.full`. */
    queue(request: { tenant: TenantId; work: WorkId; interaction: InteractionId; queue: QueueId }): Promise<Result<unknown>>;
    /** The customer left, or `ended` of the agent. */
    leave(tenant: TenantId, work: WorkId, by: Ender): Promise<void>;
    standing(tenant: TenantId, work: WorkId): Promise<(Omit<Standing, 'agent'> & { agent: AgentId | null }) | null>;
    /** The chat that is offered, and to whom; null where there is no such offer. */
    offered(tenant: TenantId, offer: OfferId): Promise<{ agent: AgentId; interaction: InteractionId } | 'by-phone' | null>;
    answer(tenant: TenantId, offer: OfferId): Promise<Result<unknown>>;
    decline(tenant: TenantId, offer: OfferId): Promise<void>;
  };
  agentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
  hasQueue(tenant: TenantId, queue: QueueId): Promise<boolean>;
  /** Whether somebody serves the queue now. */
  staffed(tenant: TenantId, queue: QueueId): Promise<boolean>;
};
