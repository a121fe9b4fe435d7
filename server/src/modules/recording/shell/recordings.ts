// Recordings put together: begun with a key, sealed into the blob store, read for listening, erased with their customer.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Recording } from '@tandem/contract/api/recordings.ts';
import type { EdgeFact } from '@tandem/contract/edge.ts';
import type { CallId, InteractionId, RecordingId, TenantId } from '@tandem/contract/ids.ts';
import type { Selectable } from 'kysely';
import type { Blobs } from '../../../platform/blob/blobs.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { forgetMarks } from './marks.ts';

type Row = {
  tenant: string;
  id: RecordingId;
  interaction: InteractionId;
  call: CallId;
  state: Recording['state'];
  wrapped_key: string | null;
  started_at: number;
  sealed_at: number | null;
  duration_ms: number | null;
  bytes: number | null;
  sha256: string | null;
  whole: boolean | null;
};
type Tables = { recording: Row };

export type RecordingsOptions = {
  db: Db;
  log: EventLog;
  keyring: KeyRing;
  blobs: Blobs;
  /** Where the edge leaves sealed files. */
  edgeFolder: string;
  /** False where the disk is so full that a recording might be cut: none begins then. */
  hasRoom: () => boolean;
};
export type Recordings = ReturnType<typeof createRecordings>;

const actor = { kind: 'system', part: 'recording' } as const;
const EXPIRED_AT_ONCE = 100;

export function createRecordings({ db, log, keyring, blobs, edgeFolder, hasRoom }: RecordingsOptions) {
  const find = (tenant: TenantId, id: RecordingId): Promise<Selectable<Row> | undefined> =>
    db.tenant(tenant, (tx) => tx.tables<Tables>().selectFrom('recording').selectAll().where('id', '=', id).executeTakeFirst(), {
      read: true,
    });

  return {
    /** A recording begins: its key, the same at every repetition. Null where the disk has no room: it counts as lost, and the log says why. */
    async begin(start: {
      tenant: TenantId;
      interaction: InteractionId;
      recording: RecordingId;
      call: CallId;
      at: number;
    }): Promise<{ dataKey: Uint8Array; wrappedKey: string } | null> {
      const { tenant, interaction, recording, call, at } = start;
      const known = await find(tenant, recording);
      if (known?.wrapped_key) return { dataKey: await keyring.unwrap(tenant, known.wrapped_key), wrappedKey: known.wrapped_key };
      if (known) return null;
      const room = hasRoom();
      const { plain, wrapped } = await keyring.dataKey(tenant);
      await db.tenant(tenant, async (tx) => {
        await tx
          .tables<Tables>()
          .insertInto('recording')
          .values({
            tenant,
            id: recording,
            interaction,
            call,
            state: room ? 'recording' : 'lost',
            wrapped_key: room ? wrapped : null,
            started_at: at,
            sealed_at: room ? null : at,
            duration_ms: null,
            bytes: null,
            sha256: null,
            whole: null,
          })
          .execute();
        const about = { stream: interaction, actor, at };
        const started = { ...about, type: 'recording.started', data: { interaction, recording } } as const;
        const lost = { ...about, type: 'recording.lost', data: { interaction, recording, reason: 'disk-full' } } as const;
        await log.append(tx, room ? [started] : [started, lost]);
      });
      if (!room) return null;
      return { dataKey: plain, wrappedKey: wrapped };
    },

    /** The edge has sealed the file: it moves into the blob store, then the row and the event say so. Safe to repeat. */
    async sealed(fact: Extract<EdgeFact, { kind: 'recording.sealed' }>): Promise<void> {
      const { tenant, recording, durationMs, bytes, sha256, whole, at } = fact;
      const known = await find(tenant, recording);
      // Told before: nothing to do.
      if (!known || known.state === 'sealed' || known.state === 'lost') return;
      const file = fact.file === '' ? null : path.join(edgeFolder, path.basename(fact.file));
      // Erased while it ran: its key is gone already, now the file goes.
      if (known.state === 'erased') return file === null ? undefined : rm(file, { force: true });
      if (file !== null) await blobs.adopt(tenant, file, recording);
      const { interaction } = known;
      await db.tenant(tenant, async (tx) => {
        const changed = await tx
          .tables<Tables>()
          .updateTable('recording')
          .set({ state: file === null ? 'lost' : 'sealed', sealed_at: at, duration_ms: durationMs, bytes, sha256, whole })
          .where('id', '=', recording)
          .where('state', '=', 'recording')
          .returning('id')
          .executeTakeFirst();
        if (!changed) return;
        const about = { stream: interaction, actor, at };
        await log.append(tx, [
          file === null
            ? { ...about, type: 'recording.lost', data: { interaction, recording, reason: 'no file' } }
            : { ...about, type: 'recording.sealed', data: { interaction, recording, durationMs, bytes, sha256, whole } },
        ]);
      });
    },

    async view(tenant: TenantId, id: RecordingId): Promise<Recording | null> {
      const row = await find(tenant, id);
      return row ? viewOf(row) : null;
    },

    /**
     * Recorded samples `range[0]` (inclusive) to `range[1]` (exclusive), all where left out, decrypted; and how many there are. Throws
     * `recording.not-ready` while it runs, `recording.gone` where it was lost or erased.
     */
    async samples(tenant: TenantId, id: RecordingId, range?: readonly [number, number]): Promise<{ samples: Uint8Array; total: number }> {
      const row = await find(tenant, id);
      if (!row) throw new AppError('recording.not-found', { id });
      if (row.state === 'recording') throw new AppError('recording.not-ready', { id });
      if (row.state !== 'sealed') throw new AppError('recording.gone', { id, state: row.state });
      const { bytes, size } = await blobs.get(tenant, id, range);
      return { samples: bytes, total: size };
    },

    /** In the erasure's transaction: keys and states. The files follow by `sweep`. */
    async erase(tx: Tx, interactions: readonly InteractionId[]): Promise<number> {
      if (interactions.length === 0) return 0;
      const rows = await tx
        .tables<Tables>()
        .updateTable('recording')
        .set({ state: 'erased', wrapped_key: null, sha256: null })
        .where('interaction', 'in', [...interactions])
        .where('state', '!=', 'erased')
        .returning(['id', 'interaction'])
        .execute();
      if (rows.length > 0) {
        await forgetMarks(
          tx,
          rows.map((row) => row.id),
        );
        await log.append(
          tx,
          rows.map(({ id, interaction }) => ({
            stream: interaction,
            type: 'recording.erased' as const,
            data: { interaction, recording: id, reason: 'customer-erased' },
            actor,
          })),
        );
      }
      return rows.length;
    },

    /** Keys and states of recordings that ended before `before` (epoch ms), a few in each transaction; the files follow by `sweep`. */
    async expire(tenant: TenantId, before: number, signal: AbortSignal): Promise<number> {
      let gone = 0;
      while (!signal.aborted) {
        const count = await db.tenant(tenant, async (tx) => {
          const tables = tx.tables<Tables>();
          const due = await tables
            .selectFrom('recording')
            .select('id')
            .where('tenant', '=', tenant)
            .where('state', 'in', ['sealed', 'lost'])
            .where('sealed_at', '<', before)
            .orderBy('id')
            .limit(EXPIRED_AT_ONCE)
            .forUpdate()
            .execute();
          if (due.length === 0) return 0;
          const rows = await tables
            .updateTable('recording')
            .set({ state: 'erased', wrapped_key: null, sha256: null })
            .where(
              'id',
              'in',
              due.map((row) => row.id),
            )
            .returning(['id', 'interaction'])
            .execute();
          await forgetMarks(
            tx,
            rows.map((row) => row.id),
          );
          await log.append(
            tx,
            rows.map(({ id, interaction }) => ({
              stream: interaction,
              type: 'recording.erased' as const,
              data: { interaction, recording: id, reason: 'retention' },
              actor,
            })),
          );
          return rows.length;
        });
        gone += count;
        if (count < EXPIRED_AT_ONCE) return gone;
      }
      return gone;
    },

    /** Deletes the files of erased recordings; those that are gone already cost nothing. */
    async sweep(tenant: TenantId): Promise<void> {
      const rows = await db.tenant(
        tenant,
        (tx) =>
          tx.tables<Tables>().selectFrom('recording').select('id').where('state', '=', 'erased').where('bytes', 'is not', null).execute(),
        { read: true },
      );
      for (const { id } of rows) {
        await blobs.delete(tenant, id);
        await db.tenant(tenant, (tx) => tx.tables<Tables>().updateTable('recording').set({ bytes: null }).where('id', '=', id).execute());
      }
    },
  };
}

function viewOf(row: Selectable<Row>): Recording {
  return {
    id: row.id,
    interaction: row.interaction,
    call: row.call,
    state: row.state,
    startedAt: Number(row.started_at),
    sealedAt: numberOf(row.sealed_at),
    durationMs: numberOf(row.duration_ms),
    bytes: numberOf(row.bytes),
    sha256: row.sha256,
    whole: row.whole,
  };
}

/** bigint columns may come as text. */
const numberOf = (value: number | string | null): number | null => (value === null ? null : Number(value));
