// Marks in recordings: put while one listens or while the call still runs, changed and removed by whoever put them.
import type { MarkPatch, NewMark, RecordingMark } from '@tandem/contract/api/recordings.ts';
import type { InteractionId, MarkId, RecordingId, TenantId, UserId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { actorOf, type Caller } from '../../../platform/http/types.ts';
import { placeOf } from '../core/mark-place.ts';

type MarkRow = {
  tenant: TenantId;
  id: MarkId;
  recording: RecordingId;
  at_ms: number;
  text: string;
  by_user: UserId;
  made_at: number;
  changed_at: number | null;
};
type Tables = {
  recording_mark: MarkRow;
  recording: { id: RecordingId; interaction: InteractionId; state: string; started_at: number; duration_ms: number | null };
};
type Held = { interaction: InteractionId; startedAt: number; durationMs: number | null };

/** More than anybody finds his way in. */
const MOST = 200;

export type Marks = ReturnType<typeof createMarks>;
export type MarksOptions = {
  db: Db;
  log: EventLog;
  clock: Clock;
  random: Random;
  userNames: (tenant: TenantId, users: readonly UserId[]) => Promise<ReadonlyMap<UserId, string>>;
};

export function createMarks({ db, log, clock, random, userNames }: MarksOptions) {
  const marks = (tx: Tx) => tx.tables<Tables>();

  /** Held against an erasure until the transaction ends. Throws `recording.not-found`, `recording.gone`. */
  async function holdRecording(tx: Tx, id: RecordingId): Promise<Held> {
    const row = await marks(tx)
      .selectFrom('recording')
      .select(['interaction', 'state', 'started_at', 'duration_ms'])
      .where('id', '=', id)
      .forShare()
      .executeTakeFirst();
    if (!row) throw new AppError('recording.not-found', { id });
    if (row.state !== 'recording' && row.state !== 'sealed') throw new AppError('recording.gone', { id, state: row.state });
    return {
      interaction: row.interaction,
      startedAt: Number(row.started_at),
      durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    };
  }

  /** His own, held. Throws `recording.mark-not-found`, `recording.mark-not-yours`. */
  async function holdOwn(tx: Tx, caller: Caller, recording: RecordingId, id: MarkId): Promise<MarkRow> {
    const row = await marks(tx)
      .selectFrom('recording_mark')
      .selectAll()
      .where('id', '=', id)
      .where('recording', '=', recording)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError('recording.mark-not-found', { id });
    if (row.by_user !== caller.user) throw new AppError('recording.mark-not-yours', { id });
    return row;
  }

  function tell(
    tx: Tx,
    caller: Caller,
    type: 'recording.marked' | 'recording.mark-changed' | 'recording.mark-removed',
    { interaction, mark }: { interaction: InteractionId; mark: MarkRow },
  ): Promise<void> {
    // The words stay in the row: they go with the recording, and the log is not rewritten.
    const data = { interaction, recording: mark.recording, mark: mark.id, atMs: mark.at_ms };
    return log.append(tx, [{ stream: interaction, type, data, actor: actorOf(caller) }]);
  }

  async function shown(caller: Caller, rows: readonly MarkRow[]): Promise<RecordingMark[]> {
    const names = await userNames(caller.tenant, [...new Set(rows.map((row) => row.by_user))]);
    return rows.map((row) => ({
      id: row.id,
      recording: row.recording,
      atMs: row.at_ms,
      text: row.text,
      by: { id: row.by_user, name: names.get(row.by_user) ?? '' },
      own: row.by_user === caller.user,
      madeAt: Number(row.made_at),
      changedAt: row.changed_at === null ? null : Number(row.changed_at),
    }));
  }
  const one = async (caller: Caller, row: MarkRow): Promise<RecordingMark> => (await shown(caller, [row]))[0]!;

  return {
    /** In the order of the recording. */
    async list(caller: Caller, recording: RecordingId): Promise<RecordingMark[]> {
      const rows = await db.tenant(
        caller.tenant,
        (tx) =>
          marks(tx).selectFrom('recording_mark').selectAll().where('recording', '=', recording).orderBy('at_ms').orderBy('id').execute(),
        { read: true },
      );
      return shown(caller, rows);
    },

    /** At this moment of a recording that runs, where no time is told. */
    async add(caller: Caller, recording: RecordingId, { atMs, text }: NewMark): Promise<RecordingMark> {
      const now = clock.now();
      const row = await db.tenant(caller.tenant, async (tx) => {
        const held = await holdRecording(tx, recording);
        const { count } = await marks(tx)
          .selectFrom('recording_mark')
          .select((select) => select.fn.countAll<string | number>().as('count'))
          .where('recording', '=', recording)
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST) throw new AppError('recording.too-many-marks', { most: MOST });
        const fresh: MarkRow = {
          tenant: caller.tenant,
          id: makeId('mrk', now, random.bytes(10)),
          recording,
          at_ms: placeOf(atMs ?? now - held.startedAt, held, now),
          text: text.trim(),
          by_user: caller.user,
          made_at: now,
          changed_at: null,
        };
        await marks(tx).insertInto('recording_mark').values(fresh).execute();
        await tell(tx, caller, 'recording.marked', { interaction: held.interaction, mark: fresh });
        return fresh;
      });
      return one(caller, row);
    },

    async change(caller: Caller, recording: RecordingId, id: MarkId, patch: MarkPatch): Promise<RecordingMark> {
      const now = clock.now();
      const row = await db.tenant(caller.tenant, async (tx) => {
        const held = await holdRecording(tx, recording);
        const before = await holdOwn(tx, caller, recording, id);
        const at_ms = patch.atMs === undefined ? before.at_ms : placeOf(patch.atMs, held, now);
        const text = patch.text?.trim() ?? before.text;
        if (at_ms === before.at_ms && text === before.text) return before;
        const after: MarkRow = { ...before, at_ms, text, changed_at: now };
        await marks(tx).updateTable('recording_mark').set({ at_ms, text, changed_at: now }).where('id', '=', id).execute();
        await tell(tx, caller, 'recording.mark-changed', { interaction: held.interaction, mark: after });
        return after;
      });
      return one(caller, row);
    },

    async remove(caller: Caller, recording: RecordingId, id: MarkId): Promise<void> {
      await db.tenant(caller.tenant, async (tx) => {
        const held = await holdRecording(tx, recording);
        const mark = await holdOwn(tx, caller, recording, id);
        await marks(tx).deleteFrom('recording_mark').where('id', '=', id).execute();
        await tell(tx, caller, 'recording.mark-removed', { interaction: held.interaction, mark });
      });
    },
  };
}

/** In the transaction that erases the recordings: what was said of them goes with them. */
export async function forgetMarks(tx: Tx, recordings: readonly RecordingId[]): Promise<void> {
  if (recordings.length === 0) return;
  await tx
    .tables<Tables>()
    .deleteFrom('recording_mark')
    .where('recording', 'in', [...recordings])
    .execute();
}
