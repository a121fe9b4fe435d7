// What presence needs from others; supplied by roles/wire.
import type { Actor } from '@tandem/contract/events.ts';
import type { Result } from '../../kernel/result.ts';
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { AgentId, InteractionId, QueueId, TeamId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { Tx } from '../../platform/db/types.ts';
import type { Caller } from '../../platform/http/types.ts';
import type { Engaged, Names } from './core/contacts.ts';
import type { Declared } from './core/presence.ts';
import type { Activity } from './core/shown.ts';

/** What routing says of an agent: `since` when he does it, with which work of which contact and queue, and `until` when it ends by itself. */
export type Doing = {
  activity: Activity;
  since: EpochMs | null;
  work: WorkId | null;
  interaction: InteractionId | null;
  queue: QueueId | null;
  until: EpochMs | null;
};

/** A person who takes work, as identity knows him. */
export type Person = { agent: AgentId; name: string; team: { id: TeamId; name: string } | null };

export type PresencePorts = {
  /**
   * The tenant's one writer, shared with routing: runs `decide` on what the agent declared so far, appends what it answers as
   * `presence.changed` and calls `save` in the same transaction; resolves after the commit. `save` may run twice.
   */
  mailbox(
    tenant: TenantId,
    agent: AgentId,
    turn: {
      decide(current: Declared | null, now: EpochMs): Result<readonly Declared[]>;
      save(tx: Tx, declared: Declared, at: EpochMs): Promise<void>;
      actor?: Actor;
    },
  ): Promise<Result<readonly Declared[]>>;
  /** What each agent is doing now (routing); agents it does not know are idle. */
  work(tenant: TenantId): Promise<ReadonlyMap<AgentId, Doing>>;
  /** Who is in a call now, and how (telephony). */
  engaged(tenant: TenantId): readonly Engaged[];
  /** Those of these contacts that the caller may see (interactions). */
  contacts(caller: Caller, ids: readonly InteractionId[], language: Language): Promise<readonly InteractionSummary[]>;
  /** Of all devices and queues, and of these agents (directory, identity). */
  names(tenant: TenantId, agents: readonly AgentId[], language: Language): Promise<Names>;
  /** Ends all sessions of the agent (identity). */
  endSessions(tenant: TenantId, agent: AgentId): Promise<void>;
  /** Agents the caller may do the action on, by the scope he holds it in (identity); all where `ids` is left out. */
  people(caller: Caller, action: 'presence:read' | 'presence:set' | 'agents:force', ids?: readonly AgentId[]): Promise<readonly Person[]>;
};
