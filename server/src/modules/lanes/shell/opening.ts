// A lane opened and closed: for everybody who comes from then on, and for those who wait already.
import type { SurgeSeen } from '@tandem/contract/api/lanes.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { InteractionId, LaneId, TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { concernsWaiting } from '../core/lane.ts';
import { QUIET_MS } from '../core/surge.ts';
import type { LanesDeps } from './lanes.ts';
import { standing } from './line.ts';
import { locked, personOf, put } from './store.ts';
import type { LaneRow, LanesTables } from './tables.ts';

/** Why a surge rule or somebody opens a lane. */
export type Why = { reason: string | null; seen: SurgeSeen | null };
export type Openings = ReturnType<typeof createOpenings>;

const SYSTEM = { kind: 'system', part: 'lanes' } as const;

export function createOpenings(deps: LanesDeps) {
  const { db, log, ports, clock, logger } = deps;

  /** Raised whole before anybody is lowered, and the other way round. */
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  /** The contact carries the tag from now on; false where it came through this opening before. */
  async function enter(tx: Tx, tenant: TenantId, lane: LaneRow, interaction: InteractionId, raisedTo: number | null): Promise<boolean> {
    const made = await tx
      .tables<LanesTables>()
      .insertInto('lane_contact')
      .values({
        tenant,
        lane: lane.id,
        interaction,
        opening: lane.state.opening,
        at: clock.now(),
        raised_to: raisedTo,
        raised_by: lane.doc.priority,
        settled: lane.doc.priority === 0,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows !== 1n) return false;
    const { tag, priority } = lane.doc;
    const data = { lane: lane.id, interaction, tag, priority, waiting: raisedTo !== null };
    await log.append(tx, [{ stream: interaction, type: 'lane.entered', data, actor: SYSTEM }]);
    return true;
  }

  async function cameThrough(tenant: TenantId, { id, state }: LaneRow): Promise<Set<InteractionId>> {
    const rows = await db.tenant(
      tenant,
      (tx) =>
        tx
          .tables<LanesTables>()
          .selectFrom('lane_contact')
          .select('interaction')
          .where('tenant', '=', tenant)
          .where('lane', '=', id)
          .where('opening', '=', state.opening)
          .execute(),
      { read: true },
    );
    return new Set(rows.map(({ interaction }) => interaction));
  }

  /** Those in line whom the lane concerns come before the others, and carry its tag. Done again it changes nothing. */
  async function raise(tenant: TenantId, lane: LaneRow): Promise<void> {
    const { numbers } = await ports.known(tenant);
    const came = await cameThrough(tenant, lane);
    for (const contact of await standing(ports, tenant, lane.doc, ({ interaction }) => !came.has(interaction))) {
      if (!concernsWaiting(lane.doc, contact, numbers)) continue;
      const to = contact.priority + lane.doc.priority;
      const entered = await db.tenant(tenant, async (tx) => {
        const { state } = await locked(tx, tenant, lane.id);
        // Closed since, or opened anew: what was read before says nothing any more.
        if (state.state !== 'open' || state.opening !== lane.state.opening) return false;
        return enter(tx, tenant, lane, contact.interaction, to);
      });
      if (!entered) continue;
      if (lane.doc.priority > 0) await ports.move(tenant, contact, to, noteOf(lane));
    }
  }

  /** Whoever still waits stands where he would stand without the lane. */
  async function lower(tenant: TenantId, lane: LaneRow): Promise<void> {
    const waiting = new Map((await ports.line(tenant)).map((each) => [each.interaction, each]));
    // Noted before it is done: to lower somebody twice is worse than not at all.
    const open = await db.tenant(tenant, async (tx) => {
      if ((await locked(tx, tenant, lane.id)).state.state === 'open') return [];
      return tx
        .tables<LanesTables>()
        .updateTable('lane_contact')
        .set({ settled: true })
        .where('tenant', '=', tenant)
        .where('lane', '=', lane.id)
        .where('settled', '=', false)
        .returning(['interaction', 'raised_to', 'raised_by'])
        .execute();
    });
    for (const { interaction, raised_to: raisedTo, raised_by: raisedBy } of open) {
      const contact = waiting.get(interaction);
      // A supervisor who gave it another priority since has the last word.
      if (!contact || (raisedTo !== null && contact.priority !== raisedTo)) continue;
      await ports.move(tenant, contact, contact.priority - raisedBy, noteOf(lane));
    }
  }

  /** What could not be done now (routing is just being taken over) is done at the next look. */
  async function tried(what: 'raised' | 'lowered', lane: LaneId, work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => logger.warn(`those in line were not ${what} yet`, { lane, error: String(error) }));
  }

  const raiseInTurn = (tenant: TenantId, lane: LaneRow): Promise<void> => inTurn(() => raise(tenant, lane));
  const lowerInTurn = (tenant: TenantId, lane: LaneRow): Promise<void> => inTurn(() => lower(tenant, lane));

  return {
    raise: raiseInTurn,
    lower: lowerInTurn,

    /** Nothing where it is open already. */
    async open(tenant: TenantId, id: LaneId, { reason, seen }: Why, actor: Actor): Promise<boolean> {
      const opened = await db.tenant(tenant, async (tx): Promise<LaneRow | null> => {
        const row = await locked(tx, tenant, id);
        const { state: before } = row;
        if (before.state === 'open') return null;
        const why = seen ?? (before.state === 'proposed' ? before.seen : null);
        const state = {
          ...before,
          state: 'open' as const,
          since: clock.now(),
          by: personOf(actor),
          reason,
          seen: why,
          opening: before.opening + 1,
        };
        await put(tx, log, { tenant, id, state, event: { type: 'lane.opened', data: { lane: id, seen: why } }, actor });
        return { ...row, state };
      });
      if (opened) await tried('raised', id, raiseInTurn(tenant, opened));
      return opened !== null;
    },

    /** Nothing where it is closed already; a proposal is dismissed. */
    async close(tenant: TenantId, id: LaneId, { reason, only }: { reason: string | null; only?: 'proposed' }, actor: Actor): Promise<void> {
      const closed = await db.tenant(tenant, async (tx): Promise<LaneRow | null> => {
        const row = await locked(tx, tenant, id);
        const { state: before } = row;
        if (only === 'proposed' && before.state === 'open') throw new AppError('lane.open', { id });
        if (before.state === 'closed') return null;
        const now = clock.now();
        const state = {
          ...before,
          state: 'closed' as const,
          since: now,
          by: personOf(actor),
          reason,
          seen: null,
          quietUntil: now + QUIET_MS,
        };
        const data = { lane: id, dismissed: before.state === 'proposed' };
        await put(tx, log, { tenant, id, state, event: { type: 'lane.closed', data }, actor });
        return data.dismissed ? null : row;
      });
      if (closed) await tried('lowered', id, lowerInTurn(tenant, closed));
    },

    /** By its surge rule; nothing where it is not closed any more. */
    async propose(tenant: TenantId, id: LaneId, seen: SurgeSeen): Promise<void> {
      await db.tenant(tenant, async (tx) => {
        const { state: before } = await locked(tx, tenant, id);
        if (before.state !== 'closed') return;
        const state = { ...before, state: 'proposed' as const, since: clock.now(), by: null, reason: null, seen };
        await put(tx, log, { tenant, id, state, event: { type: 'lane.proposed', data: { lane: id, seen } }, actor: SYSTEM });
      });
    },

    /** A contact comes through it on its way; nothing where it is not open any more. */
    async entered(tenant: TenantId, id: LaneId, interaction: InteractionId): Promise<void> {
      await db.tenant(tenant, async (tx) => {
        const row = await locked(tx, tenant, id);
        if (row.state.state === 'open') await enter(tx, tenant, row, interaction, null);
      });
    },
  };
}

function noteOf({ doc }: LaneRow): string {
  return (doc.name['zh-CN'] ?? doc.name.en ?? '').slice(0, 200);
}
