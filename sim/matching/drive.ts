// Plays a world through the product's own routing engine: callers come, agents answer at once and talk as long as they are good at it.
import type { AgentId, OfferId, WorkId } from '@tandem/contract/ids.ts';
import type { Matching } from '@tandem/contract/routing.ts';
import { ok } from '../../server/src/kernel/result.ts';
import { emptyState } from '../../server/src/modules/routing/core/evolve.ts';
import { turn, type Input } from '../../server/src/modules/routing/core/turn.ts';
import type { LoggedEvent, RoutingConfig, Why } from '../../server/src/modules/routing/core/types.ts';
import { createAgenda } from '../../server/src/modules/routing/core/twin/agenda.ts';
import { oneQueue } from '../../server/src/modules/routing/core/twin/one-queue.ts';
import { issueName, type Caller, type World } from './world.ts';

export type Served = { at: number; issue: number; agent: AgentId; waitedMs: number; handleMs: number; match: Why['match'] };
/** What happens to the predictions every so often: null is none. */
export type Lessons = { everyMs: number; learn(news: readonly Served[]): Matching | null };

const QUEUE = 'que_matching';
const there = { signedIn: true, presence: 'available', reason: null, onQueue: true, reachable: true } as const;

/** In the order in which they were answered; whoever still waits or talks at the end is not among them. `matching` holds until the first lesson. */
export function drive(world: World, arrivals: readonly Caller[], matching: Matching | null, lessons?: Lessons): Served[] {
  const agenda = createAgenda<Input | 'lesson'>();
  const place = new Map(world.agents.map((agent, n) => [agent, n]));
  const served: Served[] = [];
  const byWork = new Map<WorkId, Caller>();
  let told = 0;
  let offers = 0;
  let state = emptyState();

  const give = (now: number, ...inputs: Input[]): void => {
    const result = turn(state, inputs, now, (): OfferId => `off_${++offers}`);
    state = result.state;
    const answers = result.events.flatMap(({ event }) => follow(event));
    if (answers.length > 0) give(now, ...answers);
  };
  function follow(event: LoggedEvent): Input[] {
    if (event.type === 'work.offered') return [{ kind: 'offer-answered', offer: event.data.offer }];
    if (event.type !== 'work.assigned') return [];
    const { work, agent, waitedMs, why } = event.data;
    const { issue, ms } = byWork.get(work)!;
    byWork.delete(work);
    const handleMs = Math.max(1, Math.round(ms * world.factors[place.get(agent)!]![issue]!));
    served.push({ at: event.at, issue, agent, waitedMs, handleMs, match: why.match });
    agenda.add(event.at + handleMs, { kind: 'release', work, reason: 'ended' });
    return [];
  }

  give(0, { kind: 'config', config: configOf(world, matching) });
  for (const agent of world.agents) give(0, { kind: 'declare', agent, decide: () => ok([{ agent, ...there }]) });
  if (lessons) agenda.add(lessons.everyMs, 'lesson');
  for (let n = 0; n < arrivals.length;) {
    const caller = arrivals[n]!;
    const next = agenda.peek();
    if (next === undefined || next.at > caller.at) {
      const work: WorkId = `wrk_${String(n++).padStart(9, '0')}`;
      byWork.set(work, caller);
      give(caller.at, { kind: 'queue', work, interaction: `int_${n}`, queue: QUEUE, topic: issueName(caller.issue) });
      continue;
    }
    agenda.take();
    if (next.what !== 'lesson') give(next.at, next.what);
    else if (lessons) {
      // Of those who still talk nobody knows how long it takes.
      const over = served.slice(told).filter(({ at, handleMs }) => at + handleMs <= next.at);
      const open = served.slice(told).filter(({ at, handleMs }) => at + handleMs > next.at);
      served.splice(told, served.length - told, ...over, ...open);
      told += over.length;
      give(next.at, { kind: 'config', config: configOf(world, lessons.learn(over)) });
      agenda.add(next.at + lessons.everyMs, 'lesson');
    }
  }
  return served;
}

function configOf({ agents }: World, matching: Matching | null): RoutingConfig {
  return { queues: [{ ...oneQueue(QUEUE, agents), order: 'best-outcome', matching }], agents: [] };
}
