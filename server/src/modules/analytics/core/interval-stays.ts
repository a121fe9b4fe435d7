// What one contact adds to figures that can be asked for by any interval: a line for itself and one for each stay in a queue.
import type { AgentId, InteractionId, QueueId } from '@tandem/contract/ids.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { answered, leftInFlow, type Contact, type Work } from './contact.ts';
import { figuresOfWork, NO_QUEUE } from './contributions.ts';
import { NO_FIGURES, type Figures } from './figures.ts';
import { groupOf, tenthsOf, type WaitGroup } from './parity.ts';

export type Stay = {
  contact: InteractionId;
  /** 0: the contact as such, in no queue; from 1 on its stays, in the order in which they began. */
  n: number;
  /** When it counts: the moment it was queued; of the contact as such, the moment it arrived. */
  at: EpochMs;
  queue: QueueId | typeof NO_QUEUE;
  /** The number of ours that was reached; empty where it was not kept yet. */
  number: string;
  /** Who took it, and when: his own figures count then. */
  agent: AgentId | null;
  agentAt: EpochMs | null;
  figures: Figures;
  /** Of a stay that an agent answered: what it is compared as, and its wait in tenths of a second (parity.ts). */
  wait: { group: WaitGroup; tenths: number } | null;
};

export function staysOf(contact: Contact, shortAbandonMs: DurationMs): Stay[] {
  const { id, number = '' } = contact;
  const stays = contact.works.map((work, n): Stay => {
    const taken = answered(work);
    return {
      contact: id,
      n: n + 1,
      at: work.queuedAt,
      queue: work.queue,
      number,
      agent: taken ? work.agent : null,
      agentAt: taken ? takenAt(work) : null,
      figures: figuresOfWork(work, shortAbandonMs),
      wait: taken ? { group: groupOf(work), tenths: tenthsOf(work.waitedMs ?? 0) } : null,
    };
  });
  if (contact.direction !== 'inbound') return stays;
  const figures = { ...NO_FIGURES, arrived: 1, abandonedInFlow: leftInFlow(contact) ? 1 : 0 };
  return [{ contact: id, n: 0, at: contact.startedAt, queue: NO_QUEUE, number, agent: null, agentAt: null, figures, wait: null }, ...stays];
}

/** Contacts folded by an earlier version do not say when: it was after the wait. */
const takenAt = (work: Work): EpochMs => work.takenAt ?? work.queuedAt + (work.waitedMs ?? 0);
