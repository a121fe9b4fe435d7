// What planning needs from others; supplied by roles/wire.
import type { Id, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { Played, Resolved, Step } from './core/what-if.ts';

/** A question that can be asked. */
export type Prepared = {
  /** Plays it, beside the core's own thread. Rejects where `signal` ends it, or with what went wrong. */
  play(
    span: { from: number; to: number; replications: number },
    watch: { told: (step: Step, share: number) => void; signal: AbortSignal },
  ): Promise<Played>;
};

export type PlanningPorts = {
  /** Throws where it asks for what there is none of, or what cannot be read (`queue.not-found`, `queue.bad-rule`). */
  prepare(tenant: TenantId, asked: Resolved): Promise<Prepared>;
  /** Midnight to midnight in the company's zone; null where it is no day. */
  day(tenant: TenantId, day: string): Promise<{ from: number; to: number } | null>;
  /** The company's day of now. */
  today(tenant: TenantId): Promise<string>;
  /** Days with contacts, with how many. */
  days(tenant: TenantId): Promise<readonly { day: string; contacts: number }[]>;
  userNames(tenant: TenantId, users: readonly UserId[]): Promise<ReadonlyMap<UserId, string>>;
  /** Of agents, queues and skills; others are passed over. */
  names(tenant: TenantId, ids: readonly string[]): Promise<Readonly<Record<string, TenantText | string>>>;
  /** Has `work` be called in the worker. */
  send(tenant: TenantId, run: Id<'wif'>): Promise<void>;
};
