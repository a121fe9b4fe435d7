// The calls under control: one mailbox a call, each input stepped, saved with its events in one transaction, then carried out.
import type { CallId, FlowId, InteractionId, LegId, TenantId } from '@tandem/contract/ids.ts';
import type { NewEvent, EventLog } from '../../../../platform/eventlog/types.ts';
import type { PersonalData } from '../../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { CallState, ControlEffect, ControlInput, LogFact } from '../../core/control/state.ts';
import { finished, newCall, stepCall } from '../../core/control/step.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';
import { insertCall, openCalls, readCall, saveCall, type StoredCall } from './store.ts';

export type CallIds = { id<P extends 'leg' | 'rec'>(prefix: P): `${P}_${string}`; now: () => number };
export type CallsOptions = CallIds & { db: Db; events: EventLog; personal: PersonalData; log: Log; ports: ControlPorts };

export type Calls = {
  /** Takes a new call under control; idempotent. `first` runs inside its mailbox before anything else. */
  open(
    call: Pick<CallState, 'tenant' | 'call' | 'interaction' | 'person' | 'caller'>,
    customerLeg: LegId,
    n: number,
    arrived: NewEvent,
  ): Promise<void>;
  /** Queues an input; resolves when it was stepped, saved and carried out. `n` is the journal number of a fact. */
  input(call: CallId, tenant: TenantId, input: ControlInput, n?: number, at?: number): Promise<void>;
  byLeg(leg: LegId): { tenant: TenantId; call: CallId } | null;
  byInteraction(interaction: InteractionId): CallState | null;
  /** Puts a flow in charge of a call's customer. */
  startFlow(call: CallId, flow: FlowId, variables: Record<string, string>): Promise<void>;
  live(): CallState[];
  /** Loads what an earlier core left. */
  restore(): Promise<void>;
  /** Carries out again what it had not finished; all of it is idempotent. */
  finishPending(): Promise<void>;
  /** Resolves when every input given so far was worked through. */
  settled(): Promise<void>;
};

type Box = StoredCall & { tail: Promise<void>; variables: Record<string, string> };

/** addressKey of an E.164 or a national service number. */
const OUTSIDE = /^(\+|[A-Z]{2}:)/;

export function createCalls(options: CallsOptions): Calls {
  const { db, events, personal, log, ports, now } = options;
  const boxes = new Map<CallId, Box>();
  const legs = new Map<LegId, CallId>();
  const byInteraction = new Map<InteractionId, CallId>();

  const index = (box: Box): void => {
    const { state } = box;
    byInteraction.set(state.interaction, state.call);
    for (const leg of [state.customer.leg, state.offer?.leg, state.agent?.leg, state.other?.leg]) if (leg) legs.set(leg, state.call);
  };
  const forget = (box: Box): void => {
    boxes.delete(box.state.call);
    byInteraction.delete(box.state.interaction);
    for (const [leg, call] of legs) if (call === box.state.call) legs.delete(leg);
  };
  const adopt = (stored: StoredCall): Box => {
    const box: Box = { ...stored, tail: Promise.resolve(), variables: {} };
    boxes.set(stored.state.call, box);
    index(box);
    return box;
  };

  async function eventOf(tx: Tx, state: CallState, fact: LogFact, at: number): Promise<NewEvent> {
    const { interaction } = state;
    // A number outside is somebody's: it stands in the log only under the customer's key.
    const data =
      fact.type === 'call.transferred' && OUTSIDE.test(fact.data.target)
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
    const { state, effects } = stepCall(box.state, input);
    const facts = effects.flatMap((effect) => (effect.do === 'log' ? [effect.fact] : []));
    const rest = effects.filter((effect) => effect.do !== 'log');
    const done = finished(state);
    await db.tenant(state.tenant, async (tx) => {
      const stored = await Promise.all(facts.map((fact) => eventOf(tx, state, fact, at)));
      if (stored.length > 0) await events.append(tx, stored);
      await saveCall(tx, state, Math.max(n, box.lastN), rest, done ? now() : null);
    });
    box.state = state;
    box.lastN = Math.max(n, box.lastN);
    index(box);
    for (const effect of rest) await carryOut(box, effect, at);
    if (done) forget(box);
  }

  async function carryOut(box: Box, effect: ControlEffect, at: number): Promise<void> {
    const { state } = box;
    const { tenant, interaction } = state;
    switch (effect.do) {
      case 'edge':
        return ports.edge.command(effect.command);
      case 'flow':
        return ports.flow.input(tenant, state.call, effect.input);
      case 'start-flow':
        return launchFlow(box, effect.flow, box.variables);
      case 'offer-answered': {
        const stands = await ports.routing.offerAnswered(tenant, effect.offer);
        const answer: ControlInput = stands
          ? { kind: 'offer.accepted', offer: effect.offer, recording: options.id('rec') }
          : { kind: 'offer.refused', offer: effect.offer };
        // Inside the same turn: nothing may come between the answer and the bridge.
        return step(box, answer, 0, now());
      }
      case 'offer-ended':
        return ports.routing.offerEnded(tenant, effect.offer, effect.outcome);
      case 'release':
        return ports.routing.release(tenant, effect.work, effect.reason);
      case 'start-recording': {
        const { recording, left, right } = effect;
        const key = await ports.recording.begin({ tenant, interaction, recording, call: state.call, at });
        const dataKey = Buffer.from(key.dataKey).toString('base64');
        return ports.edge.command({ do: 'record', tenant, recording, call: state.call, left, right, dataKey, wrappedKey: key.wrappedKey });
      }
      case 'end-interaction':
        return ports.interactions.end({ tenant, interaction, cause: effect.cause, by: effect.by, stage: effect.stage, at });
      case 'log':
        return;
    }
  }

  async function launchFlow(box: Box, flow: FlowId, variables: Record<string, string>): Promise<void> {
    const { tenant, interaction, call, customer } = box.state;
    box.variables = variables;
    // The flow is in charge before its first effect comes.
    await step(box, { kind: 'flow.began' }, 0, now());
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

  return {
    async open(call, customerLeg, n, arrived) {
      if (boxes.has(call.call)) return;
      const state = newCall(call, customerLeg);
      const known = await db.tenant(call.tenant, async (tx) => {
        const found = await readCall(tx, call.call);
        if (found) return found;
        await insertCall(tx, state, n, now());
        await events.append(tx, [arrived]);
        return null;
      });
      if (known?.ended) return;
      adopt(known?.stored ?? { state, lastN: n, pending: [] });
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
      await Promise.all([...boxes.values()].map((box) => box.tail));
    },
    async finishPending() {
      for (const box of boxes.values()) {
        const pending = box.pending.splice(0);
        await turn(box, async () => {
          for (const effect of pending) await carryOut(box, effect, now());
        }).catch(() => undefined);
      }
    },
  };
}
