// What flow needs from others; supplied by roles/wire.
import type { Address } from '@tandem/contract/address.ts';
import type { FullRule } from '@tandem/contract/api/queue-callbacks.ts';
import type { Collect, HangupCause, PlayItem } from '@tandem/contract/edge.ts';
import type {
  AgentId,
  CallId,
  FlowId,
  HoursId,
  Id,
  InteractionId,
  LaneId,
  LegId,
  QueueId,
  RecordingId,
  TenantId,
  WorkId,
} from '@tandem/contract/ids.ts';
import type { Opening, OpenState } from '@tandem/contract/opening.ts';
import type { Mood } from '@tandem/contract/priority.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { MetLane } from './core/lanes.ts';
import type { Outcome, Outlook, Variables } from './core/run.ts';

export type { Outlook } from './core/run.ts';

/** `open`: all that are open; null where nobody can tell. */
export type LanesMet = { met: MetLane[]; open: LaneId[] | null };

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
  /** Calls somebody for the customer; the flow stays in charge. Comes back as `dialled`, and after an answer as `dial-ended`. */
  dial(line: Line, dial: { to: Address; timeoutMs: number }): Promise<void>;
  /** Records the customer alone until an end key, `maxMs` or his leaving. Comes back as `recorded`. */
  record(line: Line, step: string, record: { recording: RecordingId; maxMs: number; endKeys: string; beep: boolean }): Promise<void>;
  stopRecord(line: Line): Promise<void>;
};

export type FlowPorts = {
  channel: ChannelPort;
  routing: {
    /** Idempotent by `work`. A rejection is the queue node's `failed`. */
    queue(
      wanted: Line & {
        gathered: Variables;
        persons?: boolean;
        work: WorkId;
        queue: QueueId;
        priority: number;
        skills: { skill: Id<'skl'>; level: number }[];
        topic?: string;
        mood?: Mood;
      },
    ): Promise<void>;
    /** False where an agent has the work already. */
    takeBack(tenant: TenantId, work: WorkId): Promise<boolean>;
    /** The customer hung up while he waited. */
    leave(tenant: TenantId, work: WorkId): Promise<void>;
    /** Of work that waits; null where it waits no more. */
    outlook(tenant: TenantId, work: WorkId): Promise<Outlook | null>;
    /** Of somebody who came to the queue now. */
    outlookOf(tenant: TenantId, queue: QueueId): Promise<Outlook & { staffed: boolean }>;
  };
  callbacks: {
    /** Gives the waiting work's place to a call-back: the work leaves the line with reason `callback`, the call-back stands where it stood. Idempotent by `work`. */
    request(
      wanted: Line & { work: WorkId; queue: QueueId; to: Address; priority: number; skills: { skill: Id<'skl'>; level: number }[] },
    ): Promise<void>;
  };
  lanes: {
    /** The open emergency lanes that a contact meets: at the beginning of its flow (`queue` null), or before a line. */
    meeting(tenant: TenantId, contact: { queue: QueueId | null; number: string | null; level: string | null }): Promise<LanesMet>;
    /** It came through one and carries its tag. Idempotent. */
    entered(tenant: TenantId, lane: LaneId, interaction: InteractionId): Promise<void>;
  };
  /** Whether it is open then, by hours that the directory holds or by a node's own; null where there are no such hours. */
  hours(tenant: TenantId, hours: HoursId | Opening, at: number): Promise<OpenState | null>;
  /** Why such hours cannot be read (an unknown zone, a rule of another kind); null where they can. */
  openingFault(opening: Opening): Readonly<Record<Language, string>> | null;
  /** What a caller keyed in, or shows as his number, as the tenant's country reads it; null where it is none. */
  readNumber(tenant: TenantId, text: string): Promise<Address | null>;
  speech: {
    available(language: Language): Promise<{ ok: true } | { ok: false; reason: string }>;
    /** Made speech, kept by the channel until it is played. Rejects with `speech.failed`. */
    clip(tenant: TenantId, text: string, language: Language): Promise<PlayItem>;
  };
  /** What the tenant recorded itself. */
  prompts: {
    /** Those that can be heard. */
    names(tenant: TenantId): Promise<{ prompts: readonly string[]; music: readonly string[] }>;
    /** Null where there is none of that name. Rejects where its sound cannot be had. */
    speech(tenant: TenantId, key: string, language: Language): Promise<PlayItem | null>;
    /** `key` null: what the queue has chosen; null where it has chosen nothing. */
    music(tenant: TenantId, key: string | null, queue: QueueId | null): Promise<PlayItem | null>;
  };
  /** A message was left: it goes to the inbox of a queue or an agent. Idempotent by `recording`. */
  voicemail(left: Line & { recording: RecordingId; durationMs: number; box: { queue: QueueId } | { agent: AgentId } }): Promise<void>;
  /** Whether the queue's calls are recorded, and whether the customer is told so. */
  recordingRule(tenant: TenantId, queue: QueueId): Promise<{ record: boolean; announce: boolean }>;
  /** What becomes of those who come to the queue when it is full. */
  fullRules(tenant: TenantId, queue: QueueId): Promise<readonly FullRule[]>;
  lookup(tenant: TenantId, table: string, key: string): Promise<Readonly<Record<string, string>> | null>;
  /** A run is over and no other flow has the customer; `vars`: what it gathered. */
  ended?(run: Line & { outcome: Outcome; vars: Variables }): void;
  /** Whether a digital worker works by the flow: then every menu of it must have a way to a person. */
  worked?(tenant: TenantId, flow: FlowId): Promise<boolean>;
  /** Our numbers that lead to the flow. */
  numbersTo(tenant: TenantId, flow: FlowId): Promise<{ id: string; display: string }[]>;
  /** What a graph may name, of other modules. */
  known(tenant: TenantId): Promise<{
    queues: readonly string[];
    skills: readonly string[];
    tables: readonly string[];
    hours: readonly string[];
    agents: readonly string[];
  }>;
};
