// A queue's rules of calling back, as they stand now: when it may be dialled, as whom, and whether one more is taken.
import { USUAL_CALLBACKS, type CallbackRules } from '@tandem/contract/api/queue-callbacks.ts';
import { addressKey, type Address } from '@tandem/contract/address.ts';
import type { CustomerId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { DAY } from '../../../../kernel/time.ts';
import type { PersonalData } from '../../../../platform/crypto/types.ts';
import type { Tx } from '../../../../platform/db/types.ts';
import { OURSELVES } from '../../core/control/dialling.ts';
import type { Out } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import { countOpen, openOf, oneAtATime } from './callback-store.ts';

/** Closed for longer than anybody looks ahead: then it is looked at again. */
const LATER_MS = 14 * DAY;

export type Rules = ReturnType<typeof createRules>;

export function createRules({ ports, personal }: { ports: ControlPorts; personal: PersonalData }) {
  const of = async (tenant: TenantId, queue: QueueId): Promise<CallbackRules> =>
    (await ports.directory.callbackRules(tenant, queue)) ?? USUAL_CALLBACKS;

  return {
    of,

    /** Epoch ms: `at`, or when the hours open after it. */
    async from(tenant: TenantId, { hours }: Pick<CallbackRules, 'hours'>, at: number): Promise<number> {
      if (hours === null) return at;
      const opens = await ports.directory.openFrom(tenant, hours, at);
      // Hours that are gone keep nobody waiting.
      return opens === 'missing' ? at : (opens?.at ?? at + LATER_MS);
    },

    /** Throws `callback.closed` where the hour agreed on is one at which nobody is called. */
    async checkHour(tenant: TenantId, queue: QueueId, notBefore: number | null): Promise<void> {
      if (notBefore === null) return;
      const { hours } = await of(tenant, queue);
      const opens = hours === null ? 'missing' : await ports.directory.openFrom(tenant, hours, notBefore);
      if (opens === 'missing' || opens?.at === notBefore) return;
      if (opens === null) throw new AppError('callback.closed-long', { queue });
      throw new AppError('callback.closed', { queue, next: opens.text, at: opens.at });
    },

    /** As whom we call. */
    async caller(tenant: TenantId, { from }: Pick<CallbackRules, 'from'>): Promise<Out['from']> {
      return from === null ? OURSELVES : { address: await ports.directory.parse(tenant, from), display: '' };
    },

    /**
     * The open call-back of the queue to the same number, where there is one; the caller's transaction keeps a second out meanwhile.
     * Throws `callback.full` where none is and no more are taken.
     */
    async room(tx: Tx, { customer, queue, to }: { customer: CustomerId; queue: QueueId; to: Address }, rules: CallbackRules) {
      await oneAtATime(tx, queue);
      for (const row of await openOf(tx, customer, queue)) {
        const text = row.address === '' ? null : await personal.open(tx, row.address);
        if (text !== null && addressKey(JSON.parse(text) as Address) === addressKey(to)) return row;
      }
      if (rules.maxOpen !== null && (await countOpen(tx, queue)) >= rules.maxOpen)
        throw new AppError('callback.full', { queue, most: rules.maxOpen });
      return null;
    },
  };
}
