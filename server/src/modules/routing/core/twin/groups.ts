// The figures of a played day in parts: of everything, by queue, and by slots of the day; of each part what the change made of it.
import type { QueueId } from '@tandem/contract/ids.ts';
import type { TwinQueue } from './configuration.ts';
import { differences, figuresOf, type Compared, type Figures } from './figures.ts';
import type { Played, Slots } from './play.ts';

/** Null stands for all of them. */
type Part = { queue: QueueId | null; slot: number | null };
export type Group = Part & { contacts: number; figures: Compared[] };

const HOUR_MS = 3_600_000;

/** Collects one replication after another; asks nothing of them but their contacts and hours. */
export class Groups {
  readonly #parts: readonly { part: Part; of: Played['contacts']; sides: Record<'before' | 'after', Figures[]> }[];
  readonly #queues: readonly TwinQueue[];
  readonly #costPerHour: number | undefined;
  readonly #slotOf: (at: number) => number;

  /** `recorded`: what really happened, which has the same contacts as each replication. `closely`: queues that are told by slots too. */
  constructor(world: {
    recorded: Played['contacts'];
    queues: readonly TwinQueue[];
    slots: Slots;
    costPerHour?: number | undefined;
    closely?: readonly QueueId[];
  }) {
    this.#queues = world.queues;
    this.#costPerHour = world.costPerHour;
    this.#slotOf = (at) => Math.floor((at - world.slots.from) / world.slots.eachMs);
    const counted = world.recorded.filter((each) => !each.callback);
    const queues = [...new Set(counted.map((each) => each.queue))];
    const slots = [...new Set(counted.map((each) => this.#slotOf(each.at)))].toSorted((a, b) => a - b);
    const parts: Part[] = [
      { queue: null, slot: null },
      ...queues.map((queue) => ({ queue, slot: null })),
      ...[null, ...(world.closely ?? [])].flatMap((queue) => slots.map((slot) => ({ queue, slot }))),
    ];
    this.#parts = parts
      .map((part) => ({ part, of: this.#within(counted, part), sides: { before: [], after: [] } }))
      .filter(({ of }) => of.length > 0);
  }

  add(side: 'before' | 'after', played: Played): void {
    for (const { part, sides } of this.#parts) {
      const figures = figuresOf(this.#within(played.contacts, part), this.#queues);
      sides[side].push(part.queue === null ? { ...figures, ...this.#hours(played, part.slot) } : figures);
    }
  }

  told(): Group[] {
    return this.#parts.map(({ part, of, sides }) => ({
      ...part,
      contacts: of.length,
      figures: differences(figuresOf(of, this.#queues), sides.before, sides.after),
    }));
  }

  #within(contacts: Played['contacts'], { queue, slot }: Part): Played['contacts'] {
    return contacts.filter((each) => (queue === null || each.queue === queue) && (slot === null || this.#slotOf(each.at) === slot));
  }

  /** Agents serve many queues: their time is told of all together. */
  #hours(played: Played, slot: number | null): Partial<Figures> {
    const { staffedMs, busyMs } = slot === null ? played : (played.slots[slot] ?? { staffedMs: 0, busyMs: 0 });
    const agentHours = staffedMs / HOUR_MS;
    return {
      occupancy: staffedMs === 0 ? 0 : busyMs / staffedMs,
      agentHours,
      ...(this.#costPerHour === undefined ? {} : { cost: agentHours * this.#costPerHour }),
    };
  }
}
