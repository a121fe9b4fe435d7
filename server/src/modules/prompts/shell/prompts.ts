// Prompts and music as people work on them: made, recorded anew in versions, taken back, removed where nothing uses them.
import { createHash } from 'node:crypto';
import type { NewPrompt, Prompt, PromptKind, PromptVersion, Slot } from '@tandem/contract/api/prompts.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { Id, TenantId } from '@tandem/contract/ids.ts';
import { LANGUAGES, type TenantText } from '@tandem/contract/texts.ts';
import { sql } from 'kysely';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Blobs } from '../../../platform/blob/types.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import { readUpload } from '../core/upload.ts';
import type { Place, PromptPorts, TelephoneSound } from '../ports.ts';
import { CHANNEL, readPrompts, viewOf, type PromptRow, type PromptTables, type VersionRow } from './tables.ts';

type PromptId = Id<'prm'>;
type Made = TelephoneSound & { source: PromptVersion['source']; text: string | null };

const ENGINE = 'prompts/1';
/** Of one recording; what is older goes. */
const KEPT_VERSIONS = 10;
const MOST_PROMPTS = 1_000;

export type PromptsDeps = { db: Db; log: EventLog; blobs: Blobs; clock: Clock; random: Random; tell: Log; ports: PromptPorts };

export function createPrompts({ db, log, blobs, clock, random, tell, ports }: PromptsDeps) {
  async function locked(tx: Tx, id: PromptId): Promise<PromptRow> {
    const row = await tx.tables<PromptTables>().selectFrom('prompt').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (!row) throw new AppError('prompt.not-found', { id });
    return row;
  }

  async function view(tx: Tx, id: PromptId): Promise<Prompt> {
    const { prompts, versions } = await readPrompts(tx, id);
    if (!prompts[0]) throw new AppError('prompt.not-found', { id });
    return viewOf(prompts[0], versions);
  }

  /** One event with the full new value, and a notice to every process that keeps a copy. */
  async function changed(tx: Tx, id: PromptId, value: Prompt | null, actor: Actor): Promise<void> {
    await log.append(tx, [{ stream: id, type: 'config.changed', data: { kind: 'prompt', id, value, engine: ENGINE }, actor }]);
    await sql`select pg_notify(${CHANNEL}, '')`.execute(tx.tables<unknown>());
  }

  /** What is left behind is sealed and named by nothing. */
  async function forget(tenant: TenantId, gone: readonly Pick<VersionRow, 'blob'>[]): Promise<void> {
    for (const { blob } of gone)
      await blobs.delete(tenant, blob).catch((error: unknown) => tell.warn('a recording was not deleted', { blob, error: String(error) }));
  }

  async function kindOf(tenant: TenantId, id: PromptId, slot: Slot): Promise<PromptKind> {
    const { kind } = await db.tenant(tenant, (tx) => view(tx, id), { read: true });
    if ((slot === 'all') !== (kind === 'music')) throw new AppError('prompt.wrong-slot', { slot, kind });
    return kind;
  }

  async function keep(tenant: TenantId, id: PromptId, slot: Slot, made: Made, actor: Actor): Promise<Prompt> {
    const clip = createHash('sha256').update(made.wav).digest('hex');
    const { ref } = await blobs.put(tenant, made.wav, 'audio/wav');
    const blob = ref as VersionRow['blob'];
    const dropped: Pick<VersionRow, 'blob'>[] = [];
    try {
      const shown = await db.tenant(tenant, async (tx) => {
        const { current } = await locked(tx, id);
        const tables = tx.tables<PromptTables>();
        const rows = tables.selectFrom('prompt_version').select(['version', 'blob']).where('prompt', '=', id).where('slot', '=', slot);
        const before = await rows.orderBy('version', 'desc').execute();
        const version = (before[0]?.version ?? 0) + 1;
        const { source, text, durationMs } = made;
        await tables
          .insertInto('prompt_version')
          .values({ tenant, prompt: id, slot, version, blob, clip, duration_ms: durationMs, source, text, made_at: clock.now() })
          .execute();
        const next = JSON.stringify({ ...current, [slot]: version });
        await tables.updateTable('prompt').set({ current: next }).where('id', '=', id).execute();
        const old = before.slice(KEPT_VERSIONS - 1);
        dropped.splice(0, dropped.length, ...old);
        for (const each of old) await tables.deleteFrom('prompt_version').where('blob', '=', each.blob).execute();
        const value = await view(tx, id);
        await changed(tx, id, value, actor);
        return value;
      });
      await forget(tenant, dropped);
      return shown;
    } catch (error) {
      await forget(tenant, [{ blob }]);
      throw error;
    }
  }

  return {
    async prompts(tenant: TenantId): Promise<Prompt[]> {
      const { prompts, versions } = await db.tenant(tenant, (tx) => readPrompts(tx), { read: true });
      return prompts.map((row) => viewOf(row, versions));
    },
    prompt: (tenant: TenantId, id: PromptId): Promise<Prompt> => db.tenant(tenant, (tx) => view(tx, id), { read: true }),

    async uses(tenant: TenantId, id: PromptId): Promise<Place[]> {
      const { key } = await db.tenant(tenant, (tx) => view(tx, id), { read: true });
      return ports.uses(tenant, key);
    },

    async create(tenant: TenantId, wanted: NewPrompt, actor: Actor): Promise<Prompt> {
      const { key, kind, name } = wanted;
      if (ports.isShipped(key)) throw new AppError('prompt.shipped', { key });
      const id = wanted.id ?? makeId('prm', clock.now(), random.bytes(10));
      try {
        return await db.tenant(tenant, async (tx) => {
          const tables = tx.tables<PromptTables>();
          const { count } = await tables
            .selectFrom('prompt')
            .select(sql<number>`count(*)::int`.as('count'))
            .executeTakeFirstOrThrow();
          if (count >= MOST_PROMPTS) throw new AppError('prompt.too-many', { most: MOST_PROMPTS });
          await tables
            .insertInto('prompt')
            .values({ tenant, id, key, kind, name: JSON.stringify(name), current: '{}' })
            .execute();
          const value = await view(tx, id);
          await changed(tx, id, value, actor);
          return value;
        });
      } catch (error) {
        // PostgreSQL reports a second row under a unique key as 23505.
        if (error instanceof Error && 'code' in error && error.code === '23505')
          throw new AppError('prompt.exists', { key }, { cause: error });
        throw error;
      }
    },

    rename: (tenant: TenantId, id: PromptId, name: TenantText, actor: Actor): Promise<Prompt> =>
      db.tenant(tenant, async (tx) => {
        await locked(tx, id);
        const set = { name: JSON.stringify(name) };
        await tx.tables<PromptTables>().updateTable('prompt').set(set).where('id', '=', id).execute();
        const value = await view(tx, id);
        await changed(tx, id, value, actor);
        return value;
      }),

    /** Calls that hear it go on. Throws `prompt.in-use` with the places. */
    async remove(tenant: TenantId, id: PromptId, actor: Actor): Promise<void> {
      const { key } = await db.tenant(tenant, (tx) => view(tx, id), { read: true });
      const errors = await ports.uses(tenant, key);
      if (errors.length > 0) throw new AppError('prompt.in-use', { places: errors.length, errors });
      const gone = await db.tenant(tenant, async (tx) => {
        await locked(tx, id);
        const tables = tx.tables<PromptTables>();
        const rows = await tables.deleteFrom('prompt_version').where('prompt', '=', id).returning('blob').execute();
        await tables.deleteFrom('prompt').where('id', '=', id).execute();
        await changed(tx, id, null, actor);
        return rows;
      });
      await forget(tenant, gone);
    },

    /** Throws `prompt.no-wav` and the like, `prompt.wrong-slot`, `prompt.not-found`. */
    async record(
      tenant: TenantId,
      id: PromptId,
      slot: Slot,
      sent: { wav: Uint8Array; source: 'upload' | 'microphone' },
      actor: Actor,
    ): Promise<Prompt> {
      const read = readUpload(sent.wav, await kindOf(tenant, id, slot));
      if (!read.ok) throw new AppError(read.reason);
      const sound = await ports.toTelephone(read.sound);
      return keep(tenant, id, slot, { ...sound, source: sent.source, text: null }, actor);
    },

    async speak(tenant: TenantId, id: PromptId, slot: Slot, text: string, actor: Actor): Promise<Prompt> {
      const kind = await kindOf(tenant, id, slot);
      const language = LANGUAGES.find((each) => each === slot);
      if (language === undefined) throw new AppError('prompt.wrong-slot', { slot, kind });
      return keep(tenant, id, slot, { ...(await ports.speak(tenant, text, language)), source: 'text', text }, actor);
    },

    /** An older recording is heard again, or the newer one after all. */
    restore: (tenant: TenantId, id: PromptId, slot: Slot, version: number, actor: Actor): Promise<Prompt> =>
      db.tenant(tenant, async (tx) => {
        const { current } = await locked(tx, id);
        await found(tx, id, slot, version);
        const set = { current: JSON.stringify({ ...current, [slot]: version }) };
        await tx.tables<PromptTables>().updateTable('prompt').set(set).where('id', '=', id).execute();
        const value = await view(tx, id);
        await changed(tx, id, value, actor);
        return value;
      }),

    /** A WAV at 8 kHz, as a caller hears it; the current version where none is named. */
    async audio(tenant: TenantId, id: PromptId, slot: Slot, version?: number): Promise<Uint8Array> {
      const { blob } = await db.tenant(
        tenant,
        async (tx) => {
          const { prompts } = await readPrompts(tx, id);
          if (!prompts[0]) throw new AppError('prompt.not-found', { id });
          return found(tx, id, slot, version ?? prompts[0].current[slot] ?? 0);
        },
        { read: true },
      );
      return (await blobs.get(tenant, blob)).bytes;
    },
  };

  async function found(tx: Tx, id: PromptId, slot: Slot, version: number): Promise<VersionRow> {
    const rows = tx.tables<PromptTables>().selectFrom('prompt_version').selectAll().where('prompt', '=', id).where('slot', '=', slot);
    const row = await rows.where('version', '=', version).executeTakeFirst();
    if (!row) throw new AppError('prompt.no-version', { slot, version });
    return row;
  }
}
