// The module's rows as Kysely sees them.
import type { MessageKind } from '@tandem/contract/api/messages.ts';
import type { AgentId, ChatSiteId, ConversationId, InteractionId, MessageId, TenantId, VisitorId, WorkId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { ColumnType } from 'kysely';
import type { SiteDoc } from '../core/site.ts';
import type { Ender } from '../core/story.ts';

/** May be left out of an insert: the column has a default. */
type Begins<T> = ColumnType<T, T | undefined, T>;

export type MessagingTables = {
  chat_site: { tenant: TenantId; id: ChatSiteId; key: string; doc: ColumnType<SiteDoc, string, string> };
  chat_visitor: {
    tenant: TenantId;
    id: VisitorId;
    site: ChatSiteId;
    token_hash: string;
    language: Language | null;
    seq: Begins<number>;
    lines: Begins<number>;
    read_line: Begins<number>;
    seen_seq: Begins<number>;
    interaction: Begins<InteractionId | null>;
    conversation: Begins<ConversationId | null>;
    work: Begins<WorkId | null>;
    queued: Begins<boolean>;
    ending: Begins<Ender | null>;
    last_at: number;
    last_kind: Begins<MessageKind | null>;
  };
  message: {
    tenant: TenantId;
    id: MessageId;
    visitor: VisitorId;
    interaction: InteractionId;
    conversation: ConversationId;
    seq: number;
    line: number | null;
    kind: MessageKind;
    agent: AgentId | null;
    client_id: string | null;
    text: string;
    at: number;
  };
};
