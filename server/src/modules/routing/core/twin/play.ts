// Plays contacts, agents and their habits through the product's own routing engine, from event to event; repeats exactly with the same draws.
import type { AgentId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../../kernel/time.ts';
import { isDigital } from '../digital.ts';
import { nextTimer } from '../settle.ts';
import { emptyState } from '../evolve.ts';
import { turn, type Input } from '../turn.ts';
import type { Agent, LoggedEvent, RoutingState } from '../types.ts';
import { createAgenda } from './agenda.ts';

/** What an agent does with an offer: answers or declines after so long; null lets it ring out. */
export type Reaction = { afterMs: number; does: 'answer' | 'decline' | 'fail' } | null;

export type Contact = {
  at: EpochMs;
  queue: Extract<Input, { kind: 'queue' }>;
  /** Infinity: he never hangs up while he waits. */
  patienceMs: number;
  talkMs: number;
  /** How long the agent writes afterwards; Infinity: as long as he is let. */
  wrapUpMs: number;
  reacts(agent: AgentId): Reaction;
};

export type End = 'served' | 'abandoned' | 'timed-out' | 'refused' | 'open';
export type Played = {
  contacts: readonly {
    queue: QueueId;
    at: EpochMs;
    waitedMs: number;
    end: End;
    agent: AgentId | null;
    /** Nobody is on the line: the agent calls. */ callback: boolean;
  }[];
  /** Agents' time on queue, and of it with contacts: talking and wrapping up. */
  staffedMs: number;
  busyMs: number;
  /** The same by slots, where they were asked for; time outside of them counts nowhere then. */
  slots: readonly AgentTime[];
};
export type AgentTime = { staffedMs: number; busyMs: number };
/** Equal parts of a time. */
export type Slots = { from: EpochMs; to: EpochMs; eachMs: number };

/** `given`: what happens whatever the engine does: configuration, agents that come and go. Runs until everything is over, or to `end`. */
export function play(world: {
  given: readonly { at: EpochMs; input: Input }[];
  contacts: readonly Contact[];
  end: EpochMs;
  /** Is told every event, in order. */
  tell?: (event: LoggedEvent) => void;
  slots?: Slots;
}): Played {
  const agenda = createAgenda<{ input: Input; of?: WorkId; when?: 'waiting' }>();
  for (const { at, input } of world.given) agenda.add(at, { input });
  const contacts = new Map(world.contacts.map((contact) => [contact.queue.work, contact]));
  for (const { at, queue } of world.contacts) agenda.add(at, { input: queue });
  const fates = new Map<WorkId, Played['contacts'][number]>();
  const hours = new Hours(world.slots);
  let state: RoutingState = emptyState();
  let offers = 0;
  const nextId = (): OfferId => `off_${++offers}`;

  const follow = (event: LoggedEvent): void => {
    const { at } = event;
    if (event.type === 'presence.changed' || event.type === 'agent.occupied') return;
    const { work } = event.data;
    const contact = contacts.get(work);
    if (!contact) return;
    const over = (end: End, agent: AgentId | null, waitedMs: number) =>
      fates.set(work, { queue: event.data.queue, at: contact.at, waitedMs, end, agent, callback: contact.queue.task !== undefined });
    if (event.type === 'work.queued' && contact.patienceMs < Infinity) {
      agenda.add(at + contact.patienceMs, { input: { kind: 'leave', work }, of: work, when: 'waiting' });
    } else if (event.type === 'work.offered') {
      const { offer, agent } = event.data;
      const reaction = contact.reacts(agent);
      if (reaction === null) return;
      const input: Input =
        reaction.does === 'answer'
          ? { kind: 'offer-answered', offer }
          : { kind: 'offer-ended', offer, outcome: reaction.does === 'decline' ? 'declined' : 'unreachable' };
      agenda.add(at + reaction.afterMs, { input });
    } else if (event.type === 'work.assigned') {
      over('served', event.data.agent, event.data.waitedMs);
      agenda.add(at + contact.talkMs, { input: { kind: 'release', work, reason: 'ended' } });
    } else if (event.type === 'work.released' && event.data.wrapUpUntil !== null && at + contact.wrapUpMs < event.data.wrapUpUntil) {
      agenda.add(at + contact.wrapUpMs, { input: { kind: 'wrap-up-done', work, agent: event.data.agent } });
    } else if (event.type === 'work.abandoned') over('abandoned', null, event.data.waitedMs);
    else if (event.type === 'work.removed') over('timed-out', null, event.data.waitedMs);
  };

  let now = -Infinity;
  for (;;) {
    const next = agenda.peek();
    const timer = Number.isFinite(now) ? nextTimer(state) : null;
    const due = Math.min(next?.at ?? Infinity, timer === null ? Infinity : Math.max(timer, now));
    if (due === Infinity || due > world.end) break;
    now = due;
    let input: Input = { kind: 'tick' };
    if (next && next.at <= due) {
      const { what } = agenda.take()!;
      const stage = what.of === undefined ? undefined : state.works.get(what.of)?.stage;
      if (what.when === 'waiting' && stage !== 'waiting' && stage !== 'offered') continue;
      input = what.input;
    }
    const result = turn(state, [input], now, nextId);
    state = result.state;
    for (const { event } of result.events) {
      world.tell?.(event);
      follow(event);
    }
    if (input.kind === 'queue' && result.answers[0]?.ok === false) {
      fates.set(input.work, { queue: input.queue, at: now, waitedMs: 0, end: 'refused', agent: null, callback: input.task !== undefined });
    }
    hours.look(state, result.events, now, input.kind === 'config');
  }
  const ended = Math.min(now, world.end);
  hours.close(ended);
  return {
    contacts: world.contacts.map(({ at, queue }) => {
      const fate = fates.get(queue.work);
      return (
        fate ?? {
          queue: queue.queue,
          at,
          waitedMs: Math.max(0, ended - at),
          end: 'open' as const,
          agent: null,
          callback: queue.task !== undefined,
        }
      );
    }),
    staffedMs: hours.staffedMs,
    busyMs: hours.busyMs,
    slots: hours.slots,
  };
}

/** Sums how long agents were on queue, and how long of it with a contact. Whoever has a contact counts as staffed until it is over. */
class Hours {
  staffedMs = 0;
  busyMs = 0;
  readonly slots: AgentTime[];
  readonly #asked: Slots | undefined;
  readonly #on = new Map<AgentId, { staffed: boolean; busy: boolean; since: EpochMs }>();

  constructor(asked: Slots | undefined) {
    this.#asked = asked;
    const count = asked === undefined ? 0 : Math.ceil((asked.to - asked.from) / asked.eachMs);
    this.slots = Array.from({ length: count }, () => ({ staffedMs: 0, busyMs: 0 }));
  }

  look(state: RoutingState, events: readonly { event: LoggedEvent }[], now: EpochMs, all: boolean): void {
    const touched = all ? [...state.agents.keys()] : events.flatMap(({ event }) => ('agent' in event.data ? [event.data.agent] : []));
    for (const id of touched) {
      const agent = state.agents.get(id);
      // Of digital workers nobody's time is spent.
      if (agent && !isDigital(agent)) this.#set(id, isOn(agent), isBusy(state, agent), now);
    }
  }

  /** Whoever did not sign out is there to the end of what was asked about, also when nobody comes any more. */
  close(now: EpochMs): void {
    for (const id of this.#on.keys()) this.#set(id, false, false, Math.max(now, this.#asked?.to ?? now));
  }

  #set(id: AgentId, on: boolean, busy: boolean, now: EpochMs): void {
    const was = this.#on.get(id);
    if (was?.staffed) this.#add(was.since, now, was.busy);
    this.#on.set(id, { staffed: on || busy, busy, since: now });
  }

  #add(since: EpochMs, until: EpochMs, busy: boolean): void {
    if (this.#asked === undefined) return this.#count(this, until - since, busy);
    const { from, to, eachMs } = this.#asked;
    for (let at = Math.max(since, from); at < Math.min(until, to);) {
      const slot = Math.floor((at - from) / eachMs);
      const end = Math.min(until, to, from + (slot + 1) * eachMs);
      this.#count(this, end - at, busy);
      this.#count(this.slots[slot]!, end - at, busy);
      at = end;
    }
  }

  #count(time: AgentTime, ms: number, busy: boolean): void {
    time.staffedMs += ms;
    if (busy) time.busyMs += ms;
  }
}

const isOn = ({ declared }: Agent): boolean =>
  declared !== null && declared.signedIn && declared.presence === 'available' && declared.onQueue && declared.reachable;

function isBusy(state: RoutingState, agent: Agent): boolean {
  return agent.holds.map((id) => state.works.get(id)?.stage).some((stage) => stage === 'assigned' || stage === 'wrap-up');
}
