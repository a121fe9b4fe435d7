// What becomes of tries to call back, and of those that nobody was reached by: tried again, reached, given up.
import type { EventData } from '@tandem/contract/events.ts';
import type { InteractionId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { DAY } from '../../../../kernel/time.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { EventLog } from '../../../../platform/eventlog/types.ts';
import { nextTry } from '../../core/callback.ts';
import type { CallState } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Rules } from './callback-rules.ts';
import { changeCallback, givenUpSince, lockCallback, type CallbackRow } from './callback-store.ts';
import type { CallIds } from './calls.ts';

const ACTOR = { kind: 'system', part: 'telephony' } as const;
/** So long supervisors are told of one that was given up. */
const TOLD_MS = DAY;

export type Outcomes = {
  /** What became of a try; idempotent by the call. */
  attempted(state: CallState, outcome: EventData<'callback.attempted'>['outcome']): Promise<void>;
  /** Whom nobody reached and nobody calls any more in the last day, where the queue's supervisors are told. */
  givenUp(tenant: TenantId): { contact: InteractionId; queue: QueueId; since: number }[];
};
type GivenUp = { contact: InteractionId; queue: QueueId; since: number };

export function createOutcomes({
  db,
  events,
  ports,
  now,
  id,
  rules,
  end,
  requeue,
}: CallIds & {
  db: Db;
  events: EventLog;
  ports: ControlPorts;
  rules: Rules;
  end: (row: CallbackRow, cause: 'no-answer' | 'failed', by: 'system') => Promise<void>;
  requeue: (row: CallbackRow) => Promise<void>;
}): Outcomes & {
  /** It grew too old. */
  expire(row: CallbackRow): Promise<void>;
  /** What an earlier core was telling of. */
  recall(): Promise<void>;
} {
  const given = new Map<TenantId, GivenUp[]>();

  async function note(
    { tenant, interaction: contact, queue }: Pick<CallbackRow, 'tenant' | 'interaction' | 'queue'>,
    since: number,
  ): Promise<void> {
    if (!(await rules.of(tenant, queue)).notice) return;
    const others = (given.get(tenant) ?? []).filter((each) => each.contact !== contact && now() - each.since < TOLD_MS);
    given.set(tenant, [...others, { contact, queue, since }]);
  }

  async function tellGivenUp(tx: Tx, row: CallbackRow, reason: EventData<'callback.given-up'>['reason'], at: number): Promise<void> {
    const { interaction, queue, attempts } = row;
    const data = { interaction, queue, attempts, reason };
    await events.append(tx, [{ stream: interaction, type: 'callback.given-up', data, actor: ACTOR, at }]);
  }

  return {
    givenUp: (tenant) => (given.get(tenant) ?? []).filter(({ since }) => now() - since < TOLD_MS),

    async recall() {
      for (const { row, at } of await db.system((tx) => givenUpSince(tx, now() - TOLD_MS))) await note(row, at);
    },

    async expire(row) {
      if (!(await ports.routing.takeBack(row.tenant, row.work))) return;
      const over = await db.tenant(row.tenant, async (tx) => {
        const current = await lockCallback(tx, row);
        if (current?.state !== 'waiting' || current.work !== row.work) return false;
        await changeCallback(tx, row.interaction, { state: 'given-up' }, now());
        await tellGivenUp(tx, row, 'expired', now());
        return true;
      });
      if (!over) return;
      await end(row, 'no-answer', 'system');
      await note(row, now());
    },

    async attempted({ tenant, interaction, call }, outcome) {
      const at = now();
      const known = await db.tenant(tenant, (tx) => lockCallback(tx, { interaction }));
      if (known === null) return;
      const ruled = await rules.of(tenant, known.queue);
      const attempt = known.attempts + 1;
      const reached = outcome === 'reached';
      const planned = reached ? null : nextTry(attempt, at, ruled);
      const opens = planned === null ? null : await rules.from(tenant, ruled, planned);
      const expired = opens !== null && known.expiresAt !== null && opens >= known.expiresAt;
      const next = expired ? null : opens;
      const row = await db.tenant(tenant, async (tx) => {
        const current = await lockCallback(tx, { interaction });
        if (current?.call !== call || (current.state !== 'waiting' && current.state !== 'taken')) return null;
        const state = reached ? ('reached' as const) : next === null ? ('given-up' as const) : ('new' as const);
        const change = {
          state,
          attempts: reached ? current.attempts : attempt,
          notBefore: next,
          replaces: null,
          // Whom we kept waiting in vain loses nothing by it.
          queuedAt: outcome === 'not-served' ? current.queuedAt : null,
          held: false,
          ...(next === null ? {} : { work: id('wrk'), call: id('cal') }),
        };
        await changeCallback(tx, interaction, change, at);
        const data = { interaction, attempt, outcome, next };
        await events.append(tx, [{ stream: interaction, type: 'callback.attempted', data, actor: ACTOR, at }]);
        if (state === 'given-up') await tellGivenUp(tx, { ...current, ...change }, expired ? 'expired' : 'attempts', at);
        return { ...current, ...change };
      });
      if (row?.state === 'given-up') {
        await end(row, outcome === 'no-answer' ? 'no-answer' : 'failed', 'system');
        return note(row, at);
      }
      if (row?.state === 'new') await requeue(row);
    },
  };
}
