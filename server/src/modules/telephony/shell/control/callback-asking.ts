// Asking to be called back: one call-back a number and queue, as many as the queue takes, at hours at which it calls.
import { addressKey, type Address } from '@tandem/contract/address.ts';
import type { CustomerId, Id, InteractionId, QueueId, TenantId, UserId, WorkId } from '@tandem/contract/ids.ts';
import type { PersonalData } from '../../../../platform/crypto/types.ts';
import type { Db } from '../../../../platform/db/types.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { expiryOf } from '../../core/callback.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Rules } from './callback-rules.ts';
import { changeCallback, insertCallback, lockCallback, type CallbackRow } from './callback-store.ts';
import type { ShownCallback } from './callbacks.ts';
import type { CallIds } from './calls.ts';

export type WantedCallback = {
  tenant: TenantId;
  customer: CustomerId;
  to: Address;
  queue: QueueId;
  origin: InteractionId | null;
  /** Waiting work whose place it takes; asking twice for the same is asking once. */
  replaces: WorkId | null;
  notBefore: number | null;
  priority: number;
  skills: { skill: Id<'skl'>; level: number }[];
  /** The user who asks; null where the customer does. */
  askedBy: UserId | null;
};

export type Asking = {
  /** Rejects with `callback.not-queued` where the customer has an agent already or the queue is gone, `callback.exists`, `callback.full`, `callback.closed`. */
  request(wanted: WantedCallback): Promise<ShownCallback>;
};

export function createAsking({
  db,
  personal,
  ports,
  id,
  now,
  rules,
  addressOf,
  shown,
  finish,
}: CallIds & {
  db: Db;
  personal: PersonalData;
  ports: ControlPorts;
  rules: Rules;
  addressOf: (tenant: TenantId, row: CallbackRow) => Promise<Address | null>;
  shown: (row: CallbackRow) => Promise<ShownCallback>;
  /** Its work into the line. Rejects with `callback.not-queued`. */
  finish: (row: CallbackRow, address: Address) => Promise<void>;
}): Asking {
  /** What was asked for before takes the place he has now, where that is the better one, and he leaves the line. */
  async function joined(row: CallbackRow, replaces: WorkId): Promise<CallbackRow> {
    const { tenant, interaction } = row;
    const here = await ports.routing.queuedAt(tenant, replaces);
    const there = row.placeAt ?? (await ports.routing.queuedAt(tenant, row.work));
    const sooner = here !== null && (there === null || here < there) && (await ports.routing.takeBack(tenant, row.work));
    if (!sooner) {
      if (!(await ports.routing.takeBack(tenant, replaces))) throw new AppError('callback.not-queued', { queue: row.queue });
      return row;
    }
    const fresh = { state: 'new' as const, work: id('wrk'), replaces, notBefore: null, queuedAt: here };
    await db.tenant(tenant, (tx) => changeCallback(tx, interaction, fresh, now()));
    const address = await addressOf(tenant, row);
    if (address !== null) await finish({ ...row, ...fresh }, address);
    return { ...row, ...fresh, state: 'waiting' };
  }

  return {
    async request(wanted) {
      const { tenant, customer, to, replaces, queue } = wanted;
      await rules.checkHour(tenant, queue, wanted.notBefore);
      const ruled = await rules.of(tenant, queue);
      const { row, made } = await db.tenant(tenant, async (tx) => {
        // Asked again for the same place: a crash, or a second key.
        const same = replaces === null ? null : await lockCallback(tx, { replaces });
        if (same) return { row: same, made: false };
        const open = await rules.room(tx, wanted, ruled);
        if (open && (replaces === null || open.state !== 'waiting')) throw new AppError('callback.exists', { id: open.interaction, queue });
        if (open) return { row: open, made: false };
        const requestedAt = now();
        const fresh: CallbackRow = {
          tenant,
          interaction: id('int'),
          customer,
          origin: wanted.origin,
          replaces,
          queue,
          address: await personal.seal(tx, customer, JSON.stringify(to)),
          priority: wanted.priority,
          skills: wanted.skills,
          work: id('wrk'),
          call: id('cal'),
          notBefore: wanted.notBefore,
          attempts: 0,
          state: 'new',
          requestedAt,
          askedBy: wanted.askedBy,
          takenBy: null,
          queuedAt: null,
          held: false,
          placeAt: null,
          expiresAt: expiryOf(requestedAt, wanted.notBefore, ruled),
        };
        if (await insertCallback(tx, fresh)) return { row: fresh, made: true };
        return { row: (await lockCallback(tx, { replaces: replaces! }))!, made: false };
      });
      // He stands in the line and is to be called already: one call-back, in the better of his two places.
      if (!made && replaces !== null && row.replaces !== replaces) return shown(await joined(row, replaces));
      if (made || row.state === 'new') await finish(row, to);
      return { ...row, state: 'waiting', shownAddress: addressKey(to) };
    },
  };
}
