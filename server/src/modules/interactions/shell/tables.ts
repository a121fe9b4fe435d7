// The module's rows as Kysely sees them.
import type { ColumnType } from 'kysely';
import type { ContactChannel } from '@tandem/contract/channel.ts';
import type { Disposition } from '@tandem/contract/api/dispositions.ts';
import type { VoicemailState } from '@tandem/contract/api/voicemails.ts';
import type {
  AgentId,
  CallId,
  ConversationId,
  CustomerId,
  InteractionId,
  MatterId,
  QueueId,
  RecordingId,
  TenantId,
  UserId,
  VoicemailId,
} from '@tandem/contract/ids.ts';
import type { MatterKind, MatterState } from '@tandem/contract/matter.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { Doc, State } from '../core/doc.ts';
import type { Head } from '../core/head.ts';

export type InteractionsTables = {
  interaction: {
    tenant: TenantId;
    id: InteractionId;
    /** Null on channels without calls. */
    call: CallId | null;
    channel: ColumnType<ContactChannel, ContactChannel | undefined, never>;
    customer: CustomerId;
    remote: string;
    state: State;
    queue: QueueId | null;
    started_at: number;
    ending: ColumnType<boolean, boolean | undefined, boolean>;
    conversation: ColumnType<ConversationId | null, ConversationId | null | undefined, ConversationId | null>;
    /** Of a call-back: where it was asked for. */
    origin: ColumnType<InteractionId | null, InteractionId | null | undefined, InteractionId | null>;
    /** The caller it was of before somebody said who he is; its personal data is under his key. */
    joined_from: ColumnType<CustomerId | null, CustomerId | null | undefined, CustomerId | null>;
    doc: ColumnType<Doc, string, string>;
    /** Null in contacts folded by earlier versions, and before the first fold. */
    head: ColumnType<Head | null, string | null | undefined, string>;
  };
  interaction_agent: { tenant: TenantId; interaction: InteractionId; agent: AgentId };
  interaction_missed: { tenant: TenantId; interaction: InteractionId; agent: AgentId; at: number };
  voicemail: VoicemailRow;
  conversation: {
    tenant: TenantId;
    id: ConversationId;
    customer: CustomerId;
    channel: ContactChannel;
    started_at: number;
    last_at: number;
  };
  conversation_rule: { tenant: TenantId; days: number };
  disposition_tree: {
    tenant: TenantId;
    /** Empty: the tenant's. */
    queue: QueueId | '';
    version: number;
    items: ColumnType<Disposition[] | null, string | null, never>;
    changed_at: number;
    by_user: UserId | null;
  };
  disposition_name: { tenant: TenantId; key: string; path: ColumnType<TenantText[], string, string> };
  matter: MatterRow;
  matter_interaction: { tenant: TenantId; matter: MatterId; interaction: InteractionId; linked_at: number };
};

export type VoicemailRow = {
  tenant: TenantId;
  id: VoicemailId;
  interaction: InteractionId;
  recording: RecordingId;
  customer: CustomerId;
  queue: QueueId | null;
  agent: AgentId | null;
  duration_ms: number;
  state: VoicemailState;
  by_user: UserId | null;
  left_at: number;
  changed_at: number;
};

export type MatterRow = {
  tenant: TenantId;
  id: MatterId;
  customer: CustomerId;
  /** As in `interaction`. */
  joined_from: CustomerId | null;
  title: string;
  kind: MatterKind;
  state: MatterState;
  reference: string | null;
  opened_at: number;
  changed_at: number;
  closed_at: number | null;
};
