// Waits of what agents answered in the last half hour, by queue, for the parity of this moment.
import type { QueueId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Contact } from './contact.ts';
import { RECENT_MS } from './live.ts';
import { groupOf, sumOfWaits, waitsOf, type Waits } from './parity.ts';

/** `contacts`: all under way, and those that ended in the last half hour. Counted by when they were answered: who came long ago may only now be. */
export function waitsNow(contacts: Iterable<Contact>, now: EpochMs): Map<QueueId, Waits> {
  const answers = new Map<QueueId, Waits[]>();
  for (const { works } of contacts)
    for (const work of works) {
      const { takenAt, queue, queuedAt, waitedMs } = work;
      if (takenAt === undefined || now - takenAt > RECENT_MS || waitedMs === null) continue;
      const those = answers.get(queue) ?? [];
      those.push(waitsOf({ group: groupOf(work), queue, queuedAt, waitedMs }));
      answers.set(queue, those);
    }
  return new Map([...answers].map(([queue, waits]) => [queue, sumOfWaits(waits)]));
}
