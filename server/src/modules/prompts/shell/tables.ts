// The rows of prompts as Kysely sees them, and what people are shown of them.
import type { Prompt, PromptKind, PromptVersion, Slot } from '@tandem/contract/api/prompts.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { ColumnType, Selectable } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';

type Json<T> = ColumnType<T, string, string>;

export type PromptTables = {
  prompt: {
    tenant: string;
    id: `prm_${string}`;
    key: string;
    kind: PromptKind;
    name: Json<TenantText>;
    current: Json<Partial<Record<Slot, number>>>;
  };
  prompt_version: {
    tenant: string;
    prompt: `prm_${string}`;
    slot: Slot;
    version: number;
    blob: `blb_${string}`;
    clip: string;
    duration_ms: number;
    source: PromptVersion['source'];
    text: string | null;
    made_at: number;
  };
};
export type PromptRow = Selectable<PromptTables['prompt']>;
export type VersionRow = Selectable<PromptTables['prompt_version']>;

export const CHANNEL = 'tandem_prompts';

/** All prompts, or one, by key; versions newest first. */
export async function readPrompts(tx: Tx, only?: `prm_${string}`): Promise<{ prompts: PromptRow[]; versions: VersionRow[] }> {
  const tables = tx.tables<PromptTables>();
  const prompts = tables.selectFrom('prompt').selectAll().orderBy('key');
  const versions = tables.selectFrom('prompt_version').selectAll().orderBy('slot').orderBy('version', 'desc');
  return {
    prompts: await (only === undefined ? prompts : prompts.where('id', '=', only)).execute(),
    versions: await (only === undefined ? versions : versions.where('prompt', '=', only)).execute(),
  };
}

export function viewOf({ id, key, kind, name, current }: PromptRow, versions: readonly VersionRow[]): Prompt {
  const bySlot = Map.groupBy(
    versions.filter((row) => row.prompt === id),
    (row) => row.slot,
  );
  const recordings = [...bySlot].map(([slot, rows]) => ({
    slot,
    versions: rows.map((row) => ({
      version: row.version,
      current: current[slot] === row.version,
      source: row.source,
      text: row.text,
      durationMs: row.duration_ms,
      madeAt: Number(row.made_at),
    })),
  }));
  return { id, key, kind, name, recordings };
}
