// Digital workers in the pool: which of the waiting work is asked of them, who of the two comes first, and why. Everything else about them is as of people.
import type { EpochMs } from '../../../kernel/time.ts';
import type { Kind, Row } from './book.ts';
import type { Agent, RoutingState, Spill, Why, Work } from './types.ts';

type Asked = Pick<Work, 'queue' | 'queuedAt'> & Partial<Pick<Work, 'task' | 'persons' | 'estimateMs'>>;

export const isDigital = (agent: Pick<Agent, 'digital'> | undefined): boolean => (agent?.digital ?? null) !== null;

/** Was with a digital worker already, asked for a person, or has to be called: no flow can do that. */
export const personsOnly = ({ task, persons }: Pick<Asked, 'task' | 'persons'>): boolean => persons === true || task === 'callback';

/** Whether digital workers are asked for it by now. True where the tenant has none: then it makes no difference, and kinds stay as few as they are. */
export function asksDigital(state: Pick<RoutingState, 'queues' | 'book'>, work: Asked, now: EpochMs): boolean {
  const { book, queues } = state;
  if (!book.digital) return true;
  return !personsOnly(work) && spilled(queues.get(work.queue)?.spill, work, book.rows.get(work.queue), now) !== null;
}

type Because = NonNullable<Why['spill']>['because'];

/** Why a digital worker may be asked; null where people come first and nothing has changed that. */
function spilled(spill: Spill | undefined, work: Asked, row: Row | undefined, now: EpochMs): Because | null {
  if (spill === undefined || spill.first === 'either') return 'either';
  if (spill.first === 'digital') return 'digital-first';
  if ((row?.people ?? 0) === 0) return 'nobody-there';
  if (now - work.queuedAt >= spill.afterMs) return 'waited';
  const expected = work.estimateMs ?? null;
  return spill.aboveMs !== null && expected !== null && expected > spill.aboveMs ? 'long-line' : null;
}

/** When waiting alone will have digital workers asked; null where it will not, or has. */
export function nextSpill(state: Pick<RoutingState, 'queues' | 'book'>, work: Asked, now: EpochMs): EpochMs | null {
  const spill = state.queues.get(work.queue)?.spill;
  if (!state.book.digital || spill?.first !== 'people' || personsOnly(work)) return null;
  const at = work.queuedAt + spill.afterMs;
  return at > now ? at : null;
}

/** Those of the kind that the queue's rule has first, then the others; each in the order they come in. Lazy: who is first is mostly the first. */
export function* preferred({ rows }: Pick<Kind, 'rows'>, order: Iterable<Agent>): Generator<Agent> {
  const first = rows[0]?.queue.spill?.first ?? 'either';
  if (first === 'either' || rows.every(({ digital }) => digital === 0)) return yield* order;
  const later: Agent[] = [];
  for (const agent of order) {
    if (isDigital(agent) === (first === 'digital')) yield agent;
    else later.push(agent);
  }
  yield* later;
}

/** What is told of the choice between people and digital workers; nothing where there was none. */
export function tellSpill({ book, queues }: RoutingState, work: Work, chosen: Agent, now: EpochMs): Pick<Why, 'spill'> {
  const row = book.rows.get(work.queue);
  const spill = queues.get(work.queue)?.spill;
  if (isDigital(chosen)) return { spill: { chosen: 'digital', because: spilled(spill, work, row, now) ?? 'either' } };
  if (work.persons === true) return { spill: { chosen: 'person', because: 'person-wanted' } };
  if (row === undefined || row.digital === 0 || work.task === 'callback') return {};
  const first = spill?.first ?? 'either';
  // Had one of them had room, he would have been asked.
  return { spill: { chosen: 'person', because: first === 'digital' ? 'digital-full' : first === 'people' ? 'people-first' : 'either' } };
}
