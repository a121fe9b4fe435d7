// An agent takes a call-back himself: its work leaves the line, his phone rings, and then the customer's. What does not come to that goes back.
import type { Address } from '@tandem/contract/address.ts';
import type { AgentId, DeviceId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../../../../platform/db/types.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { reachesCallback, type CallbackReach } from '../../core/callback.ts';
import type { CallState } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';
import { changeCallback, lockCallback, type CallbackRow } from './callback-store.ts';
import type { ShownCallback } from './callbacks.ts';
import type { CallIds, Calls } from './calls.ts';

export type Taking = {
  /** `phone`: whose rings. Rejects with `callback.not-found` (also where it is out of reach), `callback.under-way`, `call.no-such-target`, and as `phone` does. */
  take(
    tenant: TenantId,
    interaction: InteractionId,
    reach: CallbackReach,
    phone: () => Promise<{ agent: AgentId; device: DeviceId }>,
  ): Promise<ShownCallback>;
  /** The customer was not called after all; idempotent by the call. */
  putBack(state: CallState): Promise<void>;
};

export function createTaking(
  deps: CallIds & {
    db: Db;
    log: Log;
    ports: ControlPorts;
    calls: () => Calls;
    addressOf: (tenant: TenantId, row: CallbackRow) => Promise<Address | null>;
    shown: (row: CallbackRow) => Promise<ShownCallback>;
    openCall: (row: CallbackRow, address: Address, place?: number) => Promise<boolean>;
    abandon: (row: CallbackRow) => Promise<void>;
    cancel: (row: CallbackRow) => Promise<void>;
    /** To its old place in the line. */
    requeue: (row: CallbackRow) => Promise<void>;
  },
): Taking & {
  left(row: CallbackRow): Promise<void>;
  /** The customer is rung first: his work leaves the line, and comes back as he answers. False where an agent was quicker. */
  ring(row: CallbackRow): Promise<boolean>;
  /** Out of the line and in again by the rules of now, with the place it has. */
  rest(row: CallbackRow): Promise<void>;
} {
  const { db, ports, calls, id, now, addressOf, shown, openCall, abandon, cancel, requeue } = deps;
  /** Between the line and the phone. */
  const underWay = new Set<InteractionId>();

  /** From `taken`, if it still is and by that call, to `to`; null where it is not. */
  const untake = (
    row: Pick<CallbackRow, 'tenant' | 'interaction' | 'call'>,
    to: { state: 'waiting' } | Pick<CallbackRow, 'state' | 'work' | 'call'>,
  ) =>
    db.tenant(row.tenant, async (tx) => {
      const current = await lockCallback(tx, { interaction: row.interaction });
      if (current?.state !== 'taken' || current.call !== row.call) return null;
      await changeCallback(tx, row.interaction, to, now());
      return { ...current, ...to };
    });

  async function back(row: Pick<CallbackRow, 'tenant' | 'interaction' | 'call'>): Promise<void> {
    const fresh = await untake(row, { state: 'new', work: id('wrk'), call: id('cal') });
    if (fresh) await requeue(fresh);
  }

  return {
    async take(tenant, interaction, reach, phone) {
      const known = await db.tenant(tenant, (tx) => lockCallback(tx, { interaction }));
      if (!known || !reachesCallback(reach, known)) throw new AppError('callback.not-found', { id: interaction });
      const late = (): AppError => new AppError('callback.under-way', { id: interaction });
      if (known.state !== 'waiting') throw late();
      const by = await phone();
      const address = await addressOf(tenant, known);
      const queuedAt = known.placeAt ?? (await ports.routing.queuedAt(tenant, known.work)) ?? known.requestedAt;
      underWay.add(interaction);
      try {
        // Told first and taken out then: a crash in between leaves what `left` finds.
        const row = await db.tenant(tenant, async (tx) => {
          const current = await lockCallback(tx, { interaction });
          if (current?.state !== 'waiting' || current.work !== known.work) return null;
          const change = { state: 'taken' as const, takenBy: by.agent, queuedAt };
          await changeCallback(tx, interaction, change, now());
          return { ...current, ...change };
        });
        if (row === null) throw late();
        if (!(await ports.routing.takeBack(tenant, row.work))) {
          await untake(row, { state: 'waiting' });
          throw late();
        }
        if (address === null || !(await openCall(row, address))) {
          await back(row);
          throw new AppError('call.no-such-target', { target: interaction });
        }
        await calls().input(row.call, tenant, { kind: 'dial-out', leg: id('leg'), queue: row.queue, ...by });
        return await shown(row);
      } finally {
        underWay.delete(interaction);
      }
    },

    async ring(row) {
      const { tenant, interaction } = row;
      const address = await addressOf(tenant, row);
      const queuedAt = row.placeAt ?? now();
      underWay.add(interaction);
      try {
        const mine = await db.tenant(tenant, async (tx) => {
          const current = await lockCallback(tx, { interaction });
          if (current?.state !== 'waiting' || !current.held || current.work !== row.work) return false;
          await changeCallback(tx, interaction, { state: 'taken', takenBy: null, queuedAt }, now());
          return true;
        });
        if (!mine) return false;
        if (!(await ports.routing.takeBack(tenant, row.work))) {
          await untake(row, { state: 'waiting' });
          return false;
        }
        if (address === null || !(await openCall(row, address, queuedAt))) {
          // Erased, or no trunk leads there: as with an agent that had it.
          await untake(row, { state: 'waiting' });
          await cancel(row);
          return false;
        }
        await calls().input(row.call, tenant, { kind: 'ring-customer' });
        return true;
      } finally {
        underWay.delete(interaction);
      }
    },

    async rest(row) {
      const { tenant, interaction } = row;
      const queuedAt = row.placeAt ?? (await ports.routing.queuedAt(tenant, row.work));
      if (!(await ports.routing.takeBack(tenant, row.work))) return;
      const fresh = await db.tenant(tenant, async (tx) => {
        const current = await lockCallback(tx, { interaction });
        if (current?.state !== 'waiting' || current.work !== row.work) return null;
        const to = { state: 'new' as const, work: id('wrk'), call: id('cal'), queuedAt, held: false };
        await changeCallback(tx, interaction, to, now());
        return { ...current, ...to };
      });
      if (fresh) await requeue(fresh);
    },

    putBack: ({ tenant, interaction, call }) => back({ tenant, interaction, call }),

    /** What an earlier core was about to do; nothing where the call goes on. */
    async left(row) {
      if (underWay.has(row.interaction)) return;
      const state = calls().byCall(row.call);
      if (state === null) {
        // Its work may be in the line still.
        await ports.routing.takeBack(row.tenant, row.work);
        return back(row);
      }
      if (!state.over && state.ringing === null && state.agent === null && state.out?.dialled === false) await abandon(row);
    },
  };
}
