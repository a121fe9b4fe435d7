// Whom an emergency lane concerns, and what it does to a priority.
import type { NewLane } from '@tandem/contract/api/lanes.ts';
import type { Id, QueueId } from '@tandem/contract/ids.ts';

export type LaneDoc = Omit<NewLane, 'id'>;
/** `queue` null: before any queue, at the beginning of a flow. `number`: the key of the address that was called. */
export type Contact = { queue: QueueId | null; number: string | null; level: string | null };

/**
 * A lane that names queues meets its contacts at their line, any other one before the flow: so nobody hears it twice, and what concerns
 * everybody is heard before the menu.
 */
export function meets(lane: LaneDoc, contact: Contact, numbers: ReadonlyMap<Id<'num'>, string>): boolean {
  const here = contact.queue === null ? lane.queues.length === 0 : lane.queues.includes(contact.queue);
  return here && ofNumbers(lane, contact, numbers) && ofLevels(lane, contact);
}

/** Of those in line already. Who would have to press a key was never asked. */
export function concernsWaiting(lane: LaneDoc, contact: Contact & { queue: QueueId }, numbers: ReadonlyMap<Id<'num'>, string>): boolean {
  if (lane.key !== null) return false;
  return (lane.queues.length === 0 || lane.queues.includes(contact.queue)) && ofNumbers(lane, contact, numbers) && ofLevels(lane, contact);
}

function ofNumbers(lane: LaneDoc, { number }: Contact, numbers: ReadonlyMap<Id<'num'>, string>): boolean {
  return lane.numbers.length === 0 || (number !== null && lane.numbers.some((each) => numbers.get(each) === number));
}

function ofLevels(lane: LaneDoc, { level }: Contact): boolean {
  return lane.levels.length === 0 || (level !== null && lane.levels.some((each) => each.toLowerCase() === level.toLowerCase()));
}

/** Variables of a run are none of a lane's: nobody says what they would hold there. */
export function namesVariables(lane: LaneDoc): boolean {
  return JSON.stringify(lane.say).includes('{{');
}
