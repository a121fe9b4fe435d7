// The calls under control: one mailbox a call, each input stepped, saved with its events in one transaction, then carried out.
import type { LegQuality } from '@tandem/contract/edge.ts';
import type { CallId, FlowId, InteractionId, LegId, TenantId } from '@tandem/contract/ids.ts';
import type { NewEvent, EventLog } from '../../../../platform/eventlog/types.ts';
import type { PersonalData } from '../../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { CallState, ControlInput, LogFact } from '../../core/control/state.ts';
import { legsOf } from '../../core/control/ending.ts';
import { occupied } from '../../core/control/occupied.ts';
import { finished, newCall, stepCall, type NewCall } from '../../core/control/step.ts';
import { nextTimer } from '../../core/control/timers.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';
import { carryOut, type CarryOutOptions } from './carry-out.ts';
import { atOnce, createDebts, isAway, soon, type Debtor, type Owed } from './owed.ts';
import { closeCall, insertCall, openCalls, readCall, saveCall, type StoredCall } from './store.ts';

export type CallIds = { id: <P extends 'leg' | 'rec' | 'cal' | 'int' | 'wrk'>(prefix: P) => `${P}_${string}`; now: () => number };
export type CallsOptions = CallIds & {
  db: Db;
  events: EventLog;
  personal: PersonalData;
  log: Log;
  ports: ControlPorts;
  /** What became of a try to call a customer back. */
  attempted: CarryOutOptions['attempted'];
  /** A call-back that an agent took and did not get to call. */
  putBack: CarryOutOptions['putBack'];
};

export type Calls = {
  /** Takes a new call under control; idempotent. `first` runs inside its mailbox before anything else. */
  open(call: NewCall, customerLeg: LegId, n: number, arrived: NewEvent | null): Promise<void>;
  /** Queues an input; resolves when it was stepped, saved and carried out, or while the database is away when it was stepped. `n` is the journal number of a fact. */
  input(call: CallId, tenant: TenantId, input: ControlInput, n?: number, at?: number): Promise<void>;
  /** Resolves when every step of the call so far is in the database. */
  saved(call: CallId): Promise<void>;
  byLeg(leg: LegId): { tenant: TenantId; call: CallId } | null;
  /** Of all calls that are up. */
  legs(): LegId[];
  byInteraction(interaction: InteractionId): CallState | null;
  /** Puts a flow in charge of a call's customer. */
  startFlow(call: CallId, flow: FlowId, variables: Record<string, string>): Promise<void>;
  byCall(call: CallId): CallState | null;
  /** How legs sound, as the edge told last; of legs that are up. */
  quality: Map<LegId, LegQuality>;
  live(): CallState[];
  /** Loads what an earlier core left. */
  restore(): Promise<void>;
  /** Carries out again what it had not finished; all of it is idempotent. */
  finishPending(): Promise<void>;
  /** Resolves when every input given so far was worked through. */
  settled(): Promise<void>;
};

type Box = StoredCall & Debtor & { tail: Promise<void>; variables: Record<string, string>; timer: NodeJS.Timeout | null };

/** A timer that is due already waits so long: the turn that set it comes to its end first. */
const TIMER_MIN_MS = 20;

/** addressKey of an E.164 or a national service number. */
const OUTSIDE = /^(\+|[A-Z]{2}:)/;

export function createCalls(options: CallsOptions): Calls {
  const { db, events, personal, log, ports, now } = options;
  const boxes = new Map<CallId, Box>();
  const legs = new Map<LegId, CallId>();
  const quality = new Map<LegId, LegQuality>();
  const byInteraction = new Map<InteractionId, CallId>();

  const index = (box: Box): void => {
    const { state } = box;
    byInteraction.set(state.interaction, state.call);
    for (const leg of legsOf(state)) if (state.giving?.leg !== leg || !legs.has(leg)) legs.set(leg, state.call);
    setTimer(box);
  };
  const setTimer = (box: Box): void => {
    if (box.timer) clearTimeout(box.timer);
    const at = nextTimer(box.state);
    const { call, tenant } = box.state;
    const due = (): void => void calls.input(call, tenant, { kind: 'timer' }).catch(() => setTimer(box));
    box.timer = at === null ? null : setTimeout(due, Math.max(TIMER_MIN_MS, at - now()));
  };
  const forget = (box: Box): void => {
    if (box.timer) clearTimeout(box.timer);
    box.timer = null;
    boxes.delete(box.state.call);
    // An interaction may have another call by now: the next try of a call-back.
    if (byInteraction.get(box.state.interaction) === box.state.call) byInteraction.delete(box.state.interaction);
    for (const [leg, call] of legs) {
      if (call !== box.state.call) continue;
      legs.delete(leg);
      quality.delete(leg);
    }
  };
  const adopt = (stored: StoredCall): Box => {
    const box: Box = { ...stored, tail: Promise.resolve(), variables: {}, timer: null, owed: [], paid: null };
    boxes.set(stored.state.call, box);
    index(box);
    return box;
  };

  async function eventOf(tx: Tx, state: CallState, fact: LogFact, at: number): Promise<NewEvent> {
    const { interaction } = state;
    // A number outside is somebody's: it stands in the log only under the customer's key.
    const data =
      (fact.type === 'call.transferred' || fact.type === 'call.consulted') && OUTSIDE.test(fact.data.target)
        ? { ...fact.data, target: await personal.seal(tx, state.person, fact.data.target) }
        : fact.data;
    return {
      stream: interaction,
      type: fact.type,
      data: { interaction, ...data },
      actor: { kind: 'system', part: 'telephony' },
      at,
    } as NewEvent;
  }

  async function step(box: Box, input: ControlInput, n: number, at: number): Promise<void> {
    if (n > 0 && n <= box.lastN) return;
    await catchUp(box);
    const { state, effects } = stepCall(box.state, input, at);
    if (state === box.state && effects.length === 0) {
      // Nothing to be written: told again after a crash, it would be nothing again.
      box.lastN = Math.max(n, box.lastN);
      return;
    }
    const facts = effects.flatMap((effect) => (effect.do === 'log' ? [effect.fact] : []));
    const rest = effects.filter((effect) => effect.do !== 'log');
    const taken: Owed = { version: box.version + 1, state, lastN: Math.max(n, box.lastN), at, facts, effects: rest, written: false };
    const written = box.owed.length === 0 && !debts.away() && (await wrote(taken));
    box.state = state;
    box.lastN = taken.lastN;
    box.version = taken.version;
    index(box);
    if (written) {
      await performAll(box, { ...taken, written });
      return settled(box);
    }
    debts.owe(box, { ...taken, effects: rest.filter((effect) => !atOnce(effect)) });
    for (const effect of rest.filter(atOnce)) await perform(box, effect, at);
  }

  /** False where the database is away: whether the step is in it is then not known. */
  async function wrote(taken: Owed): Promise<boolean> {
    try {
      await soon(db.tenant(taken.state.tenant, (tx) => write(tx, taken)));
      return true;
    } catch (error) {
      if (isAway(error)) return false;
      throw error;
    }
  }

  async function write(tx: Tx, { state, facts, at, lastN, version, effects }: Owed): Promise<void> {
    if (!(await saveCall(tx, { state, lastN, version, pending: effects }))) return;
    const stored = await Promise.all(facts.map((fact) => eventOf(tx, state, fact, at)));
    if (stored.length > 0) await events.append(tx, stored);
  }

  /** What an absent database keeps from being done is owed. */
  async function performAll(box: Box, taken: Owed): Promise<void> {
    for (const [i, effect] of taken.effects.entries()) {
      try {
        await perform(box, effect, taken.at);
      } catch (error) {
        if (!isAway(error)) throw error;
        return debts.owe(box, { ...taken, effects: taken.effects.slice(i) });
      }
    }
  }

  /** What an earlier core had not carried out comes before anything new: told late, it would undo what followed. */
  async function catchUp(box: Box): Promise<void> {
    const effects = box.pending.splice(0);
    const { state, lastN, version } = box;
    if (effects.length > 0) await performAll(box, { state, lastN, version, effects, at: now(), facts: [], written: true });
  }

  /** The call is over, and so is all that followed from it. */
  async function settled(box: Box): Promise<void> {
    const { state } = box;
    if (!finished(state) || box.owed.length > 0 || !boxes.has(state.call)) return;
    try {
      await db.tenant(state.tenant, (tx) => closeCall(tx, state, now()));
      forget(box);
    } catch (error) {
      if (!isAway(error)) throw error;
      debts.owe(box, { version: box.version, state, lastN: box.lastN, at: now(), facts: [], effects: [], written: true });
    }
  }

  const debts = createDebts<Box>({
    log,
    settled,
    async pay(box) {
      const first = box.owed[0]!;
      if (!first.written) {
        await db.tenant(first.state.tenant, (tx) => write(tx, first));
        first.written = true;
      }
      await turn(box, async () => {
        while (first.effects.length > 0) {
          await perform(box, first.effects[0]!, first.at);
          first.effects.shift();
        }
      });
      box.owed.shift();
    },
  });

  const perform = (box: Box, effect: StoredCall['pending'][number], at: number): Promise<void> =>
    carryOut(box.state, effect, at, {
      ports,
      log,
      now,
      id: options.id,
      attempted: options.attempted,
      putBack: options.putBack,
      again: (input) => step(box, input, 0, now()),
      tell(call, input) {
        // Calls of one tenant only ever name each other.
        void calls.input(call, box.state.tenant, input).catch(() => undefined);
        // A call that is gone cannot take part: who waits for it is told.
        if (!boxes.has(call) && input.kind === 'give')
          void calls
            .input(box.state.call, box.state.tenant, { kind: 'leg.moved', leg: input.leg, call, done: false })
            .catch(() => undefined);
        if (!boxes.has(call) && input.kind === 'join.asked')
          void calls.input(box.state.call, box.state.tenant, { kind: 'hang-up', cause: 'not-found', by: 'system' }).catch(() => undefined);
      },
      startFlow: (flow) => launchFlow(box, flow, box.variables),
    });

  async function launchFlow(box: Box, flow: FlowId, variables: Record<string, string>): Promise<void> {
    const { tenant, interaction, call, customer } = box.state;
    box.variables = variables;
    // The flow is in charge before its first effect comes.
    if (!box.state.flow) await step(box, { kind: 'flow.began' }, 0, now());
    if (!box.state.flow) return;
    await ports.flow.start({ tenant, interaction, call, leg: customer.leg, flow, variables, answered: customer.up });
  }

  /** One turn of a call's mailbox. A turn that fails is told and does not stop the ones after it. */
  function turn(box: Box, work: () => Promise<void>): Promise<void> {
    const result = box.tail.then(work);
    box.tail = result.catch((error: unknown) =>
      log.error('a step of a call failed', {
        call: box.state.call,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    );
    return result;
  }

  const calls: Calls = {
    async open(call, customerLeg, n, arrived) {
      if (boxes.has(call.call)) return;
      const state = newCall(call, customerLeg);
      const known = await db.tenant(call.tenant, async (tx) => {
        const found = await readCall(tx, call.call);
        if (found) return found;
        await insertCall(tx, state, n, now());
        if (arrived) await events.append(tx, [arrived]);
        return null;
      });
      if (known?.ended) return;
      adopt(known?.stored ?? { state, lastN: n, version: 0, pending: [] });
    },
    input(call, tenant, input, n = 0, at = now()) {
      const box = boxes.get(call);
      // A call that is over, or was never ours: facts of it were folded already.
      if (!box || box.state.tenant !== tenant) return Promise.resolve();
      return turn(box, () => step(box, input, n, at));
    },
    byLeg(leg) {
      const call = legs.get(leg);
      const box = call === undefined ? undefined : boxes.get(call);
      return box ? { tenant: box.state.tenant, call: box.state.call } : null;
    },
    saved(call) {
      const box = boxes.get(call);
      return box ? debts.paid(box) : Promise.resolve();
    },
    legs: () => [...boxes.values()].flatMap((box) => legsOf(box.state)),
    quality,
    byCall: (call) => boxes.get(call)?.state ?? null,
    byInteraction(interaction) {
      const call = byInteraction.get(interaction);
      return (call && boxes.get(call)?.state) ?? null;
    },
    startFlow(call, flow, variables) {
      const box = boxes.get(call);
      return box ? turn(box, () => launchFlow(box, flow, variables)) : Promise.resolve();
    },
    live: () => [...boxes.values()].map((box) => box.state),
    async restore() {
      for (const stored of await openCalls(db)) adopt(stored);
    },
    async settled() {
      await Promise.all([...boxes.values()].flatMap((box) => [box.tail, debts.paid(box)]));
    },
    async finishPending() {
      for (const box of boxes.values()) {
        await turn(box, async () => {
          await catchUp(box);
          await settled(box);
        }).catch(() => undefined);
        const { tenant, call } = box.state;
        for (const agent of occupied(box.state)) await ports.routing.occupy(tenant, agent, call, true).catch(() => undefined);
      }
    },
  };
  return calls;
}
