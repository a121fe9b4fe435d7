// What routing needs from others; supplied by roles/wire. All calls are idempotent by the ids they carry: after a crash they may come again.
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { AgentId, InteractionId, OfferId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { Caller } from '../../platform/http/types.ts';
import type { Declared, Outcome, RoutingConfig } from './core/types.ts';

export type { Declared, RoutingConfig } from './core/types.ts';

type About = { tenant: TenantId; interaction: InteractionId; work: WorkId; queue: QueueId };

export type RoutingPorts = {
  offers: {
    /** Rings the agent, or gives it to a digital worker's hands. The answer comes back as `offerAnswered` or `offerEnded`; a rejection counts as `unreachable`. */
    make(offer: About & { offer: OfferId; agent: AgentId; expiresAt: EpochMs; digital: boolean }): Promise<void>;
    /** Stops the ringing, where it still rings: the offer ended on this side (time, customer left, agent no longer ready). */
    withdraw(offer: About & { offer: OfferId; agent: AgentId; outcome: Outcome }): Promise<void>;
  };
  /** The customer goes back to his flow: he waited too long, or his queue was taken away. */
  waiting: { timedOut(work: About & { reason: 'timed-out' | 'system' }): Promise<void> };
  /** The configuration as it stands (directory). `configChanged` makes routing ask again. */
  config(tenant: TenantId): Promise<RoutingConfig>;
  /** What each agent last declared (presence), for the rebuild at start. */
  declared(tenant: TenantId): Promise<readonly Declared[]>;
  agentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
  /** Whether the caller may see the interaction: the rule of `GET /interactions/{id}`. */
  mayRead(caller: Caller, interaction: InteractionId): Promise<boolean>;
};

/** What the routes by which supervisors see and change the line need. */
export type LinePorts = {
  /** Whether the caller's scope for the action reaches the contact. */
  reaches(caller: Caller, action: Action, interaction: InteractionId): Promise<boolean>;
  /** Those of the contacts that there are. */
  contacts(tenant: TenantId, interactions: readonly InteractionId[], language: Language): Promise<readonly InteractionSummary[]>;
  /** The text under the key of the contact's customer. */
  seal(tenant: TenantId, interaction: InteractionId, text: string): Promise<string>;
  agentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
};
