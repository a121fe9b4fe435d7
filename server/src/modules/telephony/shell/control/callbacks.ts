// Calling customers back: a contact without a call waits in the line; when an agent takes it, his phone rings and then the customer is called.
import { addressKey, type Address } from '@tandem/contract/address.ts';
import type { AgentId, CustomerId, DeviceId, Id, InteractionId, OfferId, QueueId, TenantId, UserId, WorkId } from '@tandem/contract/ids.ts';
import type { Actor, EventData } from '@tandem/contract/events.ts';
import type { PersonalData } from '../../../../platform/crypto/types.ts';
import type { Db } from '../../../../platform/db/types.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import type { EventLog } from '../../../../platform/eventlog/types.ts';
import { nextTry, reachesCallback, type CallbackReach } from '../../core/callback.ts';
import { OURSELVES } from '../../core/control/dialling.ts';
import type { CallState } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';
import {
  changeCallback,
  insertCallback,
  listCallbacks,
  lockCallback,
  unfinishedCallbacks,
  type CallbackList,
  type CallbackRow,
} from './callback-store.ts';
import { createForgetting, type Forgetting } from './callback-forgetting.ts';
import { createTaking, type Taking } from './callback-taking.ts';
import type { CallIds, Calls } from './calls.ts';

/** How long the customer's phone rings. */
const RING_MS = 30_000;
const ACTOR: Actor = { kind: 'system', part: 'telephony' };

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
export type ShownCallback = CallbackRow & { shownAddress: string | null };

export type Callbacks = Taking &
  Forgetting & {
    /** Rejects with `callback.not-queued` where the customer has an agent already or the queue is gone. */
    request(wanted: WantedCallback): Promise<ShownCallback>;
    /** Its work is offered to an agent. Rejects where it is no call-back's, or cannot be called. */
    offered(offer: {
      tenant: TenantId;
      interaction: InteractionId;
      work: WorkId;
      queue: QueueId;
      offer: OfferId;
      agent: AgentId;
      device: DeviceId;
      ringMs: number;
    }): Promise<void>;
    /** What became of a try; idempotent by the call. */
    attempted(state: CallState, outcome: EventData<'callback.attempted'>['outcome']): Promise<void>;
    /** Routing gave its work up (the queue was taken away); nothing where it is no call-back's. */
    dropped(tenant: TenantId, interaction: InteractionId): Promise<void>;
    /** Rejects with `callback.not-found` (also where it is out of reach), `callback.under-way`. */
    cancel(tenant: TenantId, interaction: InteractionId, reach?: CallbackReach): Promise<ShownCallback>;
    list(tenant: TenantId, page: CallbackList): Promise<ShownCallback[]>;
    /** Queues what an earlier core had not yet. */
    restore(): Promise<void>;
  };

export type CallbackOptions = CallIds & {
  db: Db;
  events: EventLog;
  personal: PersonalData;
  log: Log;
  ports: ControlPorts;
  calls: () => Calls;
};

export function createCallbacks({ db, events, personal, log, ports, calls, id, now }: CallbackOptions): Callbacks {
  const addressOf = async (tenant: TenantId, row: CallbackRow): Promise<Address | null> => {
    const text = row.address === '' ? null : await db.tenant(tenant, (tx) => personal.open(tx, row.address));
    return text === null ? null : (JSON.parse(text) as Address);
  };
  const shown = async (row: CallbackRow): Promise<ShownCallback> => {
    const address = await addressOf(row.tenant, row);
    return { ...row, shownAddress: address === null ? null : addressKey(address) };
  };
  const end = (row: CallbackRow, cause: 'cancelled' | 'no-answer' | 'failed', by: 'api' | 'system'): Promise<void> =>
    ports.interactions.end({ tenant: row.tenant, interaction: row.interaction, cause, by, stage: 'queue', at: now() });

  /** From `new` to `waiting`: each step may be repeated after a crash. */
  async function finish(row: CallbackRow, address: Address): Promise<void> {
    const { tenant, interaction, queue, work, call, customer, priority, skills, notBefore, replaces, queuedAt } = row;
    const first = row.attempts === 0 && queuedAt === null;
    if (first) {
      const local = OURSELVES.address;
      const at = row.requestedAt;
      await ports.interactions.begin({ tenant, interaction, direction: 'outbound', call, customer, remote: address, local, at });
    }
    const wanted = { tenant, interaction, work, queue, task: 'callback' as const, priority, skills, notBefore, queuedAt };
    const queued = await ports.routing.queue(replaces === null ? wanted : { ...wanted, replaces });
    const moved = await db.tenant(tenant, async (tx) => {
      const current = await lockCallback(tx, { interaction });
      if (current?.state !== 'new' || current.work !== work) return false;
      // The place has been taken: what comes after this try takes none.
      await changeCallback(tx, interaction, { state: queued ? 'waiting' : 'cancelled' }, now());
      if (queued && first) {
        const data = { interaction, origin: row.origin, queue, notBefore };
        await events.append(tx, [{ stream: interaction, type: 'callback.requested', data, actor: ACTOR, at: now() }]);
      }
      return true;
    });
    if (queued || !moved) return;
    await end(row, 'failed', 'system');
    throw new AppError('callback.not-queued', { queue });
  }

  /** The call of the next try, without a leg yet; false where nothing leads to the address. */
  async function openCall(row: CallbackRow, address: Address): Promise<boolean> {
    const { tenant, interaction, call } = row;
    const target = await ports.directory.resolve(tenant, address);
    if (target === null || target.kind === 'flow') return false;
    if (calls().byCall(call)) return true;
    const customer = await ports.customers.find(tenant, row.customer);
    const caller = { address, display: (customer?.name ?? addressKey(address)).slice(0, 64) };
    const out = { to: target, from: OURSELVES, timeoutMs: RING_MS, callback: true, dialled: false };
    await calls().open({ tenant, call, interaction, person: row.customer, caller, out }, id('leg'), 0, null);
    return true;
  }

  /** Lets a call that has no leg of the customer go, where one was begun. */
  const abandon = async (row: CallbackRow): Promise<void> => {
    if (calls().byCall(row.call)) await calls().input(row.call, row.tenant, { kind: 'hang-up', cause: 'cancelled', by: 'system' });
  };

  const taking = createTaking({
    db,
    log,
    ports,
    calls,
    id,
    now,
    addressOf,
    shown,
    openCall: (row, address) => openCall(row, address),
    abandon,
    async requeue(row) {
      const address = await addressOf(row.tenant, row);
      if (address === null) return self.dropped(row.tenant, row.interaction);
      await finish(row, address).catch((error: unknown) => log.warn('a call-back was not queued again', { error: String(error) }));
    },
  });

  const self: Callbacks = {
    ...taking,
    ...createForgetting({ db, log, cancel: (tenant, interaction) => self.cancel(tenant, interaction) }),

    async request(wanted) {
      const { tenant, customer, to, replaces } = wanted;
      const { row, made } = await db.tenant(tenant, async (tx) => {
        const fresh: CallbackRow = {
          tenant,
          interaction: id('int'),
          customer,
          origin: wanted.origin,
          replaces,
          queue: wanted.queue,
          address: await personal.seal(tx, customer, JSON.stringify(to)),
          priority: wanted.priority,
          skills: wanted.skills,
          work: id('wrk'),
          call: id('cal'),
          notBefore: wanted.notBefore,
          attempts: 0,
          state: 'new',
          requestedAt: now(),
          askedBy: wanted.askedBy,
          takenBy: null,
          queuedAt: null,
        };
        if (await insertCallback(tx, fresh)) return { row: fresh, made: true };
        return { row: (await lockCallback(tx, { replaces: replaces! }))!, made: false };
      });
      if (made || row.state === 'new') await finish(row, to);
      return { ...row, state: 'waiting', shownAddress: addressKey(to) };
    },

    async offered({ tenant, interaction, work, queue, offer, agent, device, ringMs }) {
      const row = await db.tenant(tenant, (tx) => lockCallback(tx, { interaction }));
      if (!row || row.work !== work) throw new AppError('offer.no-device', { agent });
      const address = await addressOf(tenant, row);
      if (address === null || !(await openCall(row, address))) {
        // Erased, or no trunk leads there: no agent can do anything about it.
        await self
          .cancel(tenant, interaction)
          .catch((error: unknown) => log.warn('a call-back could not be given up', { error: String(error) }));
        throw new AppError('call.no-such-target', { target: interaction });
      }
      void calls()
        .input(row.call, tenant, { kind: 'offer.made', offer, work, queue, agent, device, leg: id('leg'), ringMs })
        .catch(() => undefined);
    },

    async attempted({ tenant, interaction, call }, outcome) {
      const at = now();
      const row = await db.tenant(tenant, async (tx) => {
        const current = await lockCallback(tx, { interaction });
        if (current?.call !== call || (current.state !== 'waiting' && current.state !== 'taken')) return null;
        const attempt = current.attempts + 1;
        const reached = outcome === 'reached';
        const next = reached ? null : nextTry(attempt, at);
        const state = reached ? ('reached' as const) : next === null ? ('given-up' as const) : ('new' as const);
        const change = {
          state,
          attempts: reached ? current.attempts : attempt,
          notBefore: next,
          replaces: null,
          queuedAt: null,
          ...(next === null ? {} : { work: id('wrk'), call: id('cal') }),
        };
        await changeCallback(tx, interaction, change, at);
        const data = { interaction, attempt, outcome, next };
        await events.append(tx, [{ stream: interaction, type: 'callback.attempted', data, actor: ACTOR, at }]);
        return { ...current, ...change };
      });
      if (row?.state === 'given-up') return end(row, outcome === 'no-answer' ? 'no-answer' : 'failed', 'system');
      if (row?.state !== 'new') return;
      const address = await addressOf(tenant, row);
      if (address !== null)
        await finish(row, address).catch((error: unknown) => log.warn('a call-back was not queued again', { error: String(error) }));
      else await self.dropped(tenant, interaction);
    },

    async dropped(tenant, interaction) {
      const row = await db.tenant(tenant, async (tx) => {
        const current = await lockCallback(tx, { interaction });
        if (!current || (current.state !== 'waiting' && current.state !== 'new')) return null;
        await changeCallback(tx, interaction, { state: 'given-up' }, now());
        return current;
      });
      if (!row) return;
      await abandon(row);
      await end(row, 'failed', 'system');
    },

    async cancel(tenant, interaction, reach = 'all') {
      const row = await db.tenant(tenant, (tx) => lockCallback(tx, { interaction }));
      if (!row || !reachesCallback(reach, row)) throw new AppError('callback.not-found', { id: interaction });
      if (row.state !== 'waiting' && row.state !== 'new') throw new AppError('callback.under-way', { id: interaction });
      if (!(await ports.routing.takeBack(tenant, row.work))) throw new AppError('callback.under-way', { id: interaction });
      await db.tenant(tenant, (tx) => changeCallback(tx, interaction, { state: 'cancelled' }, now()));
      await abandon(row);
      await end(row, 'cancelled', 'api');
      return shown({ ...row, state: 'cancelled' });
    },

    list: async (tenant, page) => Promise.all((await db.tenant(tenant, (tx) => listCallbacks(tx, page))).map(shown)),

    async restore() {
      for (const row of await db.system(unfinishedCallbacks)) {
        if (row.state === 'taken') {
          await taking.left(row);
          continue;
        }
        const address = await addressOf(row.tenant, row);
        if (address === null) await self.dropped(row.tenant, row.interaction);
        else await finish(row, address).catch((error: unknown) => log.warn('a call-back was not queued', { error: String(error) }));
      }
    },
  };
  return self;
}
