// What flow needs from others; supplied by roles/wire.
import type { Address } from '@tandem/contract/address.ts';
import type { Collect, HangupCause, PlayItem } from '@tandem/contract/edge.ts';
import type { CallId, Id, InteractionId, LegId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';

/** The call a run speaks to: its customer's leg. */
export type Line = { tenant: TenantId; interaction: InteractionId; call: CallId; leg: LegId };

/** Commands to the caller's channel, carried out in the order they are given. Ends come back as inputs of the runner. */
export type ChannelPort = {
  answer(line: Line): Promise<void>;
  /** `play` comes back in `said`. A later play replaces it. */
  say(line: Line, play: string, items: PlayItem[], loop: boolean): Promise<void>;
  /** `ask` comes back in `asked`. */
  ask(line: Line, ask: string, items: PlayItem[], collect: Collect, bargeIn: boolean): Promise<void>;
  stop(line: Line): Promise<void>;
  echo(line: Line): Promise<void>;
  hangUp(line: Line, cause: HangupCause): Promise<void>;
  /** Comes back as the input `transferred` or `transfer-failed`. */
  transfer(line: Line, to: Address): Promise<void>;
};

export type FlowPorts = {
  channel: ChannelPort;
  routing: {
    /** Idempotent by `work`. A rejection is the queue node's `failed`. */
    queue(wanted: Line & { work: WorkId; queue: QueueId; priority: number; skills: { skill: Id<'skl'>; level: number }[] }): Promise<void>;
    /** False where an agent has the work already. */
    takeBack(tenant: TenantId, work: WorkId): Promise<boolean>;
    /** The customer hung up while he waited. */
    leave(tenant: TenantId, work: WorkId): Promise<void>;
  };
  lookup(tenant: TenantId, table: string, key: string): Promise<Readonly<Record<string, string>> | null>;
  /** What a graph may name, of other modules. */
  known(tenant: TenantId): Promise<{ queues: readonly string[]; skills: readonly string[]; tables: readonly string[] }>;
};
