// The inbox: messages kept as they are left, taken and seen to by who reaches their box. Row and event in one transaction.
import type { Voicemail, VoicemailCounts, VoicemailQuery } from '@tandem/contract/api/voicemails.ts';
import type { AgentId, CustomerId, InteractionId, QueueId, RecordingId, TenantId, VoicemailId } from '@tandem/contract/ids.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { sql } from 'kysely';
import { Type, type Static } from 'typebox';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { actorOf, type Caller, type Page } from '../../../platform/http/types.ts';
import { reachesBox, type BoxReach } from '../core/reach.ts';
import { actOn, type VoicemailAct } from '../core/voicemail.ts';
import type { Presenter } from './present.ts';
import { inBoxes } from './store.ts';
import type { InteractionsTables, VoicemailRow } from './tables.ts';

export type Left = {
  tenant: TenantId;
  interaction: InteractionId;
  recording: RecordingId;
  /** ms. */
  durationMs: number;
  box: { queue: QueueId } | { agent: AgentId };
};

const SYSTEM: Actor = { kind: 'system', part: 'interactions' };
const AT_ONCE = 200;
const Place = Type.Object({ at: Type.Integer(), id: IdOf('vml') });
const tables = (tx: Tx) => tx.tables<InteractionsTables>();

export function createVoicemails(deps: {
  db: Db;
  log: EventLog;
  clock: Clock;
  random: Random;
  presenter: Presenter;
  boxReach: (caller: Caller, action: Action) => BoxReach;
}) {
  const { db, log, clock, random, presenter, boxReach } = deps;

  async function reached(caller: Caller, action: Action, row: VoicemailRow | undefined, id: string): Promise<VoicemailRow> {
    // One answer for "none" and "not yours".
    if (!row || !reachesBox(boxReach(caller, action), row)) throw new AppError('voicemail.not-found', { id });
    return row;
  }

  return {
    /** Idempotent by the recording: whoever is not sure tells it again. */
    async left({ tenant, interaction, recording, durationMs, box }: Left): Promise<void> {
      const at = clock.now();
      const id = makeId('vml', at, random.bytes(10));
      const where = { queue: 'queue' in box ? box.queue : null, agent: 'agent' in box ? box.agent : null };
      await db.tenant(tenant, async (tx) => {
        const { customer } = await tables(tx)
          .selectFrom('interaction')
          .select('customer')
          .where('id', '=', interaction)
          .executeTakeFirstOrThrow();
        const fresh = { tenant, id, interaction, recording, customer, ...where, duration_ms: durationMs, left_at: at, changed_at: at };
        const row = await tables(tx)
          .insertInto('voicemail')
          .values({ ...fresh, state: 'new', by_user: null })
          .onConflict((conflict) => conflict.columns(['tenant', 'recording']).doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!row) return;
        const data = { interaction, voicemail: id, recording, durationMs, ...where };
        await log.append(tx, [{ stream: interaction, type: 'voicemail.left', data, actor: SYSTEM, at }]);
      });
    },

    async list(caller: Caller, query: Static<typeof VoicemailQuery>, language: Language): Promise<Page<Voicemail>> {
      const { limit = 50, cursor } = query;
      const reach = boxReach(caller, 'voicemails:read');
      const after = cursor === undefined ? null : decodeCursor(cursor, Place);
      const rows = await db.tenant(
        caller.tenant,
        (tx) => {
          let select = tables(tx).selectFrom('voicemail as v').selectAll();
          if (reach !== 'all') select = select.where(inBoxes(reach));
          if (query.state) select = select.where('v.state', '=', query.state);
          if (query.queue) select = select.where('v.queue', '=', query.queue);
          if (query.agent) select = select.where('v.agent', '=', query.agent);
          if (query.customer) select = select.where('v.customer', '=', query.customer);
          if (after) select = select.where(sql<boolean>`(v.left_at, v.id) < (${after.at}, ${after.id})`);
          return select
            .orderBy('v.left_at', 'desc')
            .orderBy('v.id', 'desc')
            .limit(limit + 1)
            .execute();
        },
        { read: true },
      );
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        items: await presenter.voicemails(caller.tenant, shown, language),
        nextCursor: last ? encodeCursor({ at: last.left_at, id: last.id }) : null,
      };
    },

    counts(caller: Caller): Promise<VoicemailCounts> {
      const reach = boxReach(caller, 'voicemails:read');
      return db.tenant(
        caller.tenant,
        async (tx) => {
          let select = tables(tx)
            .selectFrom('voicemail as v')
            .select([
              sql<number>`count(*) filter (where v.state = 'new')::int`.as('new'),
              sql<number>`count(*) filter (where v.state = 'taken' and v.by_user = ${caller.user})::int`.as('mine'),
            ])
            .where('v.state', '<>', 'done');
          if (reach !== 'all') select = select.where(inBoxes(reach));
          return select.executeTakeFirstOrThrow();
        },
        { read: true },
      );
    },

    async one(caller: Caller, id: VoicemailId, language: Language): Promise<Voicemail> {
      const found = await db.tenant(
        caller.tenant,
        (tx) => tables(tx).selectFrom('voicemail').selectAll().where('id', '=', id).executeTakeFirst(),
        { read: true },
      );
      const row = await reached(caller, 'voicemails:read', found, id);
      return (await presenter.voicemails(caller.tenant, [row], language))[0]!;
    },

    /** The recording's audio is open to who reaches the message's box. */
    async hears(caller: Caller, recording: RecordingId): Promise<boolean> {
      const row = await db.tenant(
        caller.tenant,
        (tx) => tables(tx).selectFrom('voicemail').select(['queue', 'agent']).where('recording', '=', recording).executeTakeFirst(),
        { read: true },
      );
      return row !== undefined && reachesBox(boxReach(caller, 'voicemails:read'), row);
    },

    async act(caller: Caller, id: VoicemailId, act: VoicemailAct, language: Language): Promise<Voicemail> {
      const row = await db.tenant(caller.tenant, async (tx) => {
        // Two who take it at once come one after the other.
        const found = await tables(tx).selectFrom('voicemail').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
        const known = await reached(caller, 'voicemails:handle', found, id);
        const overOthers = caller.scope('voicemails:handle') !== 'own';
        const now = { state: known.state, by: known.by_user };
        const next = actOn(now, act, { user: caller.user, overOthers });
        if (!next.ok) throw new AppError(next.refusal.code, { id });
        if (next.value === now) return known;
        return change(tx, known, next.value, actorOf(caller));
      });
      return (await presenter.voicemails(caller.tenant, [row], language))[0]!;
    },

    /** Messages whose recording is gone by age wait for nobody any more: there is nothing left to hear. */
    async closeUnheard(tenant: TenantId): Promise<void> {
      await db.tenant(tenant, async (tx) => {
        const rows = await tables(tx)
          .selectFrom('voicemail as v')
          .innerJoin('interaction as i', 'i.id', 'v.interaction')
          .selectAll('v')
          .where('v.tenant', '=', tenant)
          .where('v.state', '<>', 'done')
          .where(sql<boolean>`i.doc -> 'recordings' @> jsonb_build_array(jsonb_build_object('id', v.recording, 'state', 'erased'))`)
          .orderBy('v.id')
          .limit(AT_ONCE)
          .forUpdate('v')
          .execute();
        for (const row of rows) await change(tx, row, { state: 'done', by: null }, SYSTEM);
      });
    },

    /** Messages that were seen to before `before` (epoch ms), a few in each transaction. Returns how many. */
    async expire(tenant: TenantId, before: number, signal: AbortSignal): Promise<number> {
      let gone = 0;
      while (!signal.aborted) {
        const count = await db.tenant(tenant, async (tx) => {
          const done = tables(tx).selectFrom('voicemail').select('id').where('tenant', '=', tenant).where('state', '=', 'done');
          const due = done.where('changed_at', '<', before).limit(AT_ONCE);
          return Number((await tables(tx).deleteFrom('voicemail').where('id', 'in', due).executeTakeFirst()).numDeletedRows);
        });
        gone += count;
        if (count < AT_ONCE) break;
      }
      return gone;
    },

    /** Nobody can hear or call back an erased customer: his messages wait for nobody. In the erasure's transaction. */
    async closeOf(tx: Tx, customer: CustomerId): Promise<void> {
      const rows = await tables(tx)
        .selectFrom('voicemail')
        .selectAll()
        .where('customer', '=', customer)
        .where('state', '<>', 'done')
        .orderBy('id')
        .forUpdate()
        .execute();
      for (const row of rows) await change(tx, row, { state: 'done', by: null }, SYSTEM);
    },
  };

  async function change(tx: Tx, row: VoicemailRow, to: Pick<VoicemailRow, 'state'> & { by: VoicemailRow['by_user'] }, actor: Actor) {
    const at = clock.now();
    const next = { ...row, state: to.state, by_user: to.by, changed_at: at };
    await tables(tx)
      .updateTable('voicemail')
      .set({ state: next.state, by_user: next.by_user, changed_at: at })
      .where('id', '=', row.id)
      .execute();
    const { interaction, queue, agent } = row;
    const data = { interaction, voicemail: row.id, state: to.state, by: to.by, queue, agent };
    await log.append(tx, [{ stream: interaction, type: 'voicemail.changed', data, actor, at }]);
    return next;
  }
}
