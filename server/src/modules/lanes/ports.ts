// What emergency lanes need of others; supplied by roles/wire.
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import type { Id, InteractionId, QueueId, TenantId, UserId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../kernel/time.ts';

/** Somebody in the line. */
export type InLine = {
  work: WorkId;
  interaction: InteractionId;
  queue: QueueId;
  priority: number;
  callback: boolean;
  /** Since when he waits. */ queuedAt: EpochMs;
};
/** `number`: the address of ours that he called, as a key. */
export type CallerOf = { number: string | null; level: string | null };

export type LanesPorts = {
  /** Those in line now, the ones being rung too. Rejects with `routing.not-here`. */
  line(tenant: TenantId): Promise<InLine[]>;
  callers(tenant: TenantId, interactions: readonly InteractionId[]): Promise<ReadonlyMap<InteractionId, CallerOf>>;
  /** Has a contact wait sooner or later than it did; false where it waits no more. `note` stands in its timeline. */
  move(tenant: TenantId, contact: Pick<InLine, 'work' | 'interaction'>, priority: number, note: string): Promise<boolean>;
  /** Contacts that came from `from` up to but not at `to`: into these queues, else to these numbers of ours (keys), else at all. */
  arrivals(
    tenant: TenantId,
    among: { queues: readonly QueueId[]; numbers: readonly string[] | null },
    from: EpochMs,
    to: EpochMs,
  ): Promise<number>;
  /** The tenant's queues, and its numbers with the key of each. */
  known(tenant: TenantId): Promise<{ queues: ReadonlySet<QueueId>; numbers: ReadonlyMap<Id<'num'>, string> }>;
  /** The first thing that cannot be said: a prompt that is not there, a language without a voice. Null where all can. */
  cannotSay(tenant: TenantId, say: Say): Promise<string | null>;
  userNames(tenant: TenantId, users: readonly UserId[]): Promise<ReadonlyMap<UserId, string>>;
};
