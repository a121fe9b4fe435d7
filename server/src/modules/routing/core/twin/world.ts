// One replication of a day: its arrivals as they were, everything else drawn anew from what the day showed, under the rules asked about.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import { createDice } from '../../../../kernel/dice.ts';
import { asSeen, censored, type Draw, type Seen } from './draw.ts';
import type { Day } from './day.ts';
import type { Applied } from './change.ts';
import { play, type Contact, type Played, type Reaction, type Slots } from './play.ts';

const HOUR_MS = 60 * 60_000;
/** So many offers an agent must have had for his own habits to be used; below, everybody's. */
const OWN_HABITS = 5;

export type Chances = {
  talk(queue: QueueId): Draw;
  patience(queue: QueueId): Draw;
  wrapUp(queue: QueueId): Draw;
  reaction(agent: AgentId): (dice: ReturnType<typeof createDice>) => Reaction;
};

/** The distributions of the day: by queue, or of all queues where one had fewer than ten. */
export function chancesOf(day: Day): Chances {
  const of = <T>(lists: ReadonlyMap<QueueId, readonly T[]>, make: (seen: readonly T[]) => Draw) => {
    const all = make([...lists.values()].flat());
    const own = new Map([...lists].filter(([, list]) => list.length >= 10).map(([queue, list]) => [queue, make(list)]));
    return (queue: QueueId): Draw => own.get(queue) ?? all;
  };
  const never: Draw = () => Infinity;
  const everybody = [...day.reactions.values()].flat();
  const pooled = everybody.length === 0 ? (): Reaction => ({ afterMs: 0, does: 'answer' }) : asSeen(everybody);
  const habits = new Map([...day.reactions].filter(([, list]) => list.length >= OWN_HABITS).map(([agent, list]) => [agent, asSeen(list)]));
  return {
    talk: of(day.talks, (seen) => (seen.length === 0 ? () => 0 : asSeen(seen))),
    patience: of(day.patience, (seen: readonly Seen[]) => censored(seen)),
    // A wrap-up that ran out says only that it was not ended by hand: it uses whatever is allowed.
    wrapUp: of(day.wrapUps, (seen) => (seen.length === 0 ? never : (dice) => ((one) => (one.whole ? one.ms : Infinity))(dice.pick(seen)))),
    reaction: (agent) => habits.get(agent) ?? pooled,
  };
}

/** The same seed gives each contact the same talk, patience and wrap-up under any rules: what differs is the rules alone. */
export function replicate(day: Day, chances: Chances, applied: Applied, seed: number, slots: Slots = wholeOf(day)): Played {
  const contacts = day.arrivals.map(({ at, queue }, n): Contact => {
    const dice = createDice(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b));
    dice.roll();
    const patienceMs = queue.task === 'callback' ? Infinity : chances.patience(queue.queue)(dice);
    const talkMs = chances.talk(queue.queue)(dice);
    const wrapUpMs = chances.wrapUp(queue.queue)(dice);
    return { at, queue, patienceMs, talkMs, wrapUpMs, reacts: (agent) => chances.reaction(agent)(dice) };
  });
  return play({ given: applied.given, contacts, end: day.to + HOUR_MS, slots });
}

const wholeOf = ({ from, to }: Day): Slots => ({ from, to, eachMs: to - from });
