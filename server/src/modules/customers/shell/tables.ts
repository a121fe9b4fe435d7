// The module's rows as Kysely sees them. jsonb columns are written as JSON text and come back parsed.
import type { ContactChannel } from '@tandem/contract/channel.ts';
import type { ColumnType } from 'kysely';
import type { AgentId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';

export type CustomersTables = {
  customer: {
    tenant: string;
    id: `cus_${string}`;
    name: string;
    level: string | null;
    language: Language | null;
    tags: ColumnType<string[], string, string>;
    note: string;
    known: boolean;
    owner: AgentId | null;
    created_at: number;
    updated_at: number;
    merged_into: ColumnType<`cus_${string}` | null, `cus_${string}` | null | undefined, `cus_${string}` | null>;
  };
  customer_identity: {
    tenant: string;
    id: `cid_${string}`;
    customer: `cus_${string}`;
    channel: ContactChannel;
    address: string;
    joined_from: Joined;
  };
  lookup_row: {
    tenant: string;
    table_name: string;
    key: string;
    value: ColumnType<Record<string, string>, string, string>;
    customer: `cus_${string}` | null;
    joined_from: Joined;
  };
};

/** The caller whose it was before he was joined to the customer. */
type Joined = ColumnType<`cus_${string}` | null, `cus_${string}` | null | undefined, `cus_${string}` | null>;
