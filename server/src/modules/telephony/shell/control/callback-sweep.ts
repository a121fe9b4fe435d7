// Looks every second at the call-backs that nobody else looks at: whose customers are to be rung first, and those that grew too old.
import type { Db } from '../../../../platform/db/types.ts';
import { mayRing } from '../../core/callback.ts';
import type { CallState } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';
import type { Rules } from './callback-rules.ts';
import { dueCallbacks, type CallbackRow } from './callback-store.ts';
import type { Calls } from './calls.ts';
import { isAway } from './owed.ts';

const EVERY_MS = 1_000;

export type Sweep = {
  start(): void;
  /** One look; for tests also without the clock. */
  look(): Promise<void>;
  stop(): Promise<void>;
};

/** Rung, or on the line, and without an agent yet. */
const underWay =
  ({ tenant, queue }: CallbackRow) =>
  (state: CallState): boolean =>
    state.tenant === tenant && state.out?.first?.queue === queue && !state.over && state.agent === null;

export function createSweep(deps: {
  db: Db;
  log: Log;
  ports: ControlPorts;
  calls: () => Calls;
  now: () => number;
  rules: Rules;
  ring: (row: CallbackRow) => Promise<boolean>;
  rest: (row: CallbackRow) => Promise<void>;
  expire: (row: CallbackRow) => Promise<void>;
}): Sweep {
  const { db, log, ports, calls, now, rules, ring, rest, expire } = deps;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();

  async function meet(row: CallbackRow): Promise<void> {
    const { tenant, queue, priority, skills } = row;
    const ruled = await rules.of(tenant, queue);
    // The queue calls otherwise by now.
    if (ruled.way !== 'customer-first') return rest(row);
    if ((await rules.from(tenant, ruled, now())) > now()) return;
    const turn = await ports.routing.turn(tenant, { queue, priority, skills, queuedAt: row.placeAt ?? now() });
    if (mayRing(turn, calls().live().filter(underWay(row)).length, ruled.holdMs)) await ring(row);
  }

  async function look(): Promise<void> {
    const { held, expired } = await db.system((tx) => dueCallbacks(tx, now()));
    for (const row of expired) await each(row, expire);
    // In the order of their places: who is behind counts those who were rung before him.
    for (const row of held) if (!expired.some(({ interaction }) => interaction === row.interaction)) await each(row, meet);
  }

  async function each(row: CallbackRow, what: (row: CallbackRow) => Promise<void>): Promise<void> {
    try {
      await what(row);
    } catch (error) {
      if (isAway(error)) throw error;
      log.warn('a call-back could not be looked at', { interaction: row.interaction, error: String(error) });
    }
  }

  const again = (): void => {
    timer = setTimeout(() => {
      looking = look()
        // Looked at again in a second.
        .catch((error: unknown) => log.debug('call-backs were not looked at', { error: String(error) }))
        .finally(() => timer !== null && again());
    }, EVERY_MS);
    timer.unref();
  };

  return {
    look,
    start() {
      if (timer === null) again();
    },
    async stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await looking;
    },
  };
}
