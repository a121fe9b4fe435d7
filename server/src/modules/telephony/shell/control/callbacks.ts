// Calling customers back: a contact without a call waits in the line; when an agent takes it, his phone rings and then the customer is called. Or the customer is rung first (callback-sweep.ts).
import { addressKey, type Address } from '@tandem/contract/address.ts';
import type { AgentId, DeviceId, InteractionId, OfferId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { Actor } from '@tandem/contract/events.ts';
import { MINUTE } from '../../../../kernel/time.ts';
import type { PersonalData } from '../../../../platform/crypto/types.ts';
import type { Db } from '../../../../platform/db/types.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import type { EventLog } from '../../../../platform/eventlog/types.ts';
import { reachesCallback, type CallbackReach } from '../../core/callback.ts';
import { OURSELVES } from '../../core/control/dialling.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';
import { changeCallback, listCallbacks, lockCallback, unfinishedCallbacks, type CallbackList, type CallbackRow } from './callback-store.ts';
import { createAsking, type Asking } from './callback-asking.ts';
import { createOutcomes, type Outcomes } from './callback-outcomes.ts';
import { createRules } from './callback-rules.ts';
import { createSweep, type Sweep } from './callback-sweep.ts';
import { createForgetting, type Forgetting } from './callback-forgetting.ts';
import { createTaking, type Taking } from './callback-taking.ts';
import type { CallIds, Calls } from './calls.ts';

/** One who is to be rung first and never is, as no agent is ever to be expected in time, is called by an agent after so long. */
const HELD_MS = 30 * MINUTE;
const ACTOR: Actor = { kind: 'system', part: 'telephony' };

export type ShownCallback = CallbackRow & { shownAddress: string | null };

export type Callbacks = Taking &
  Forgetting &
  Sweep &
  Asking &
  Outcomes & {
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
  const rules = createRules({ ports, personal });
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
    const ruled = await rules.of(tenant, queue);
    const held = ruled.way === 'customer-first';
    const due = await rules.from(tenant, ruled, Math.max(now(), notBefore ?? 0));
    const later = due > now() ? due : notBefore;
    const place = queuedAt ?? Math.min(row.notBefore ?? due, due);
    const until = held ? { notBefore: Math.max(now(), due) + HELD_MS, queuedAt: place } : { notBefore: later, queuedAt };
    const wanted = { tenant, interaction, work, queue, task: 'callback' as const, priority, skills, ...until };
    const queued = await ports.routing.queue(replaces === null ? wanted : { ...wanted, replaces });
    const kept = held && replaces !== null ? await ports.routing.queuedAt(tenant, work) : place;
    const moved = await db.tenant(tenant, async (tx) => {
      const current = await lockCallback(tx, { interaction });
      if (current?.state !== 'new' || current.work !== work) return false;
      // The place has been taken: what comes after this try takes none.
      const state = queued ? ('waiting' as const) : ('cancelled' as const);
      await changeCallback(tx, interaction, { state, held, placeAt: held ? kept : null, notBefore: later }, now());
      if (queued && first) {
        const data = { interaction, origin: row.origin, queue, notBefore: later };
        await events.append(tx, [{ stream: interaction, type: 'callback.requested', data, actor: ACTOR, at: now() }]);
      }
      return true;
    });
    if (queued || !moved) return;
    await end(row, 'failed', 'system');
    throw new AppError('callback.not-queued', { queue });
  }

  /** The call of the next try, without a leg yet; false where nothing leads to the address. `place`: the customer is rung first, and stands there. */
  async function openCall(row: CallbackRow, address: Address, place?: number): Promise<boolean> {
    const { tenant, interaction, call } = row;
    const target = await ports.directory.resolve(tenant, address);
    if (target === null || target.kind === 'flow') return false;
    if (calls().byCall(call)) return true;
    const customer = await ports.customers.find(tenant, row.customer);
    const caller = { address, display: (customer?.name ?? addressKey(address)).slice(0, 64) };
    const ruled = await rules.of(tenant, row.queue);
    const { queue, priority, skills } = row;
    const first = place === undefined ? {} : { first: { work: id('wrk'), queue, queuedAt: place, priority, skills, holdMs: ruled.holdMs } };
    const from = await rules.caller(tenant, ruled);
    const out = { to: target, from, timeoutMs: ruled.ringMs, callback: true, dialled: false, ...first };
    await calls().open({ tenant, call, interaction, person: row.customer, caller, out }, id('leg'), 0, null);
    return true;
  }

  /** Lets a call that has no leg of the customer go, where one was begun. */
  const abandon = async (row: CallbackRow): Promise<void> => {
    if (calls().byCall(row.call)) await calls().input(row.call, row.tenant, { kind: 'hang-up', cause: 'cancelled', by: 'system' });
  };

  /** Erased, or nothing leads to the number. */
  const giveUp = async (tenant: TenantId, interaction: InteractionId): Promise<void> => {
    await self
      .cancel(tenant, interaction)
      .catch((error: unknown) => log.warn('a call-back could not be given up', { error: String(error) }));
  };

  async function requeue(row: CallbackRow): Promise<void> {
    const address = await addressOf(row.tenant, row);
    if (address === null) return self.dropped(row.tenant, row.interaction);
    await finish(row, address).catch((error: unknown) => log.warn('a call-back was not queued again', { error: String(error) }));
  }

  const outcomes = createOutcomes({ db, events, ports, now, id, rules, end, requeue });
  const taking = createTaking({
    db,
    log,
    ports,
    calls,
    id,
    now,
    addressOf,
    shown,
    openCall,
    abandon,
    cancel: (row) => giveUp(row.tenant, row.interaction),
    requeue,
  });
  const sweep = createSweep({
    db,
    log,
    ports,
    calls,
    now,
    rules,
    ring: (row) => taking.ring(row),
    rest: (row) => taking.rest(row),
    expire: (row) => outcomes.expire(row),
  });

  const self: Callbacks = {
    ...taking,
    ...sweep,
    ...outcomes,
    ...createAsking({ db, personal, ports, id, now, rules, addressOf, shown, finish }),
    ...createForgetting({ db, log, cancel: (tenant, interaction) => self.cancel(tenant, interaction) }),

    async offered({ tenant, interaction, work, queue, offer, agent, device, ringMs }) {
      const row = await db.tenant(tenant, (tx) => lockCallback(tx, { interaction }));
      if (!row || row.work !== work) throw new AppError('offer.no-device', { agent });
      // The hours are over: it keeps its place for when they open.
      if ((await rules.from(tenant, await rules.of(tenant, queue), now())) > now()) return taking.rest(row);
      const address = await addressOf(tenant, row);
      if (address === null || !(await openCall(row, address))) {
        // Erased, or no trunk leads there: no agent can do anything about it.
        await giveUp(tenant, interaction);
        throw new AppError('call.no-such-target', { target: interaction });
      }
      void calls()
        .input(row.call, tenant, { kind: 'offer.made', offer, work, queue, agent, device, leg: id('leg'), ringMs })
        .catch(() => undefined);
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
      await outcomes.recall();
      sweep.start();
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
