// A day as a running house writes it, for the tests of the twin: turns of the engine, their facts in the log.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import { ok } from '../../../../kernel/result.ts';
import { emptyState } from '../evolve.ts';
import { turn, type Input } from '../turn.ts';

const uuid = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const AGENTS: readonly AgentId[] = [1, 2].map((n): AgentId => `agt_${uuid(n)}`);
const ID: QueueId = `que_${uuid(1)}`;
export const QUEUE = {
  id: ID,
  key: 'support',
  name: { en: 'Support' },
  wrapUpMs: 10_000,
  offerTimeoutMs: 20_000,
  maxWaitMs: 300_000,
  priority: 3,
  skills: [],
  members: AGENTS,
};
const EACH_MS = 40_000;

const there = (agent: AgentId): Input => ({
  kind: 'declare',
  agent,
  decide: () => ok([{ agent, signedIn: true, presence: 'available', reason: null, onQueue: true, reachable: true }]),
});

/** So many contacts from `from` (epoch ms, at least a minute) on; every second caller gives up, some offers are not answered. Configured and signed in just after 0, or `begin`. */
export function madeLog(contacts: number, from: number, begin = 0, queue: typeof QUEUE = QUEUE): StoredEvent[] {
  const events: StoredEvent[] = [];
  let state = emptyState();
  let offers = 0;
  const add = (at: number, type: string, data: unknown): void =>
    void events.push({ seq: events.length + 1, at, type, data } as unknown as StoredEvent);
  const go = (at: number, ...inputs: Input[]) => {
    const result = turn(state, inputs, at, () => `off_${uuid(++offers)}`);
    state = result.state;
    for (const { event } of result.events) add(at, event.type, JSON.parse(JSON.stringify(event.data)));
  };
  const ringing = () => [...state.works.values()].flatMap((each) => (each.stage === 'offered' && each.offer ? [each.offer.id] : []));
  add(begin, 'config.changed', { kind: 'queue', id: queue.id, value: queue, engine: 'directory/1' });
  go(begin + 5, { kind: 'config', config: { queues: [queue], agents: [] } }, ...queue.members.map(there));
  for (let n = 0; n < contacts; n++) {
    const at = from + n * EACH_MS;
    const work: WorkId = `wrk_${uuid(n)}`;
    go(at, { kind: 'queue', work, interaction: `int_${uuid(n)}`, queue: queue.id, priority: n % 2 });
    // Every seventh time nobody answers: it rings out, and is offered to the other.
    for (const offer of n % 7 === 6 ? [] : ringing()) go(at + 3_000, { kind: 'offer-answered', offer });
    go(at + 20_000, { kind: 'tick' });
    if (n % 2 === 1 && state.works.get(work)?.stage === 'waiting') go(at + 25_000, { kind: 'leave', work });
    for (const offer of ringing()) go(at + 30_000, { kind: 'offer-answered', offer });
    for (const each of state.works.values()) {
      if (each.stage === 'assigned' && at - (each.assignedAt ?? at) > 50_000)
        go(at + 35_000, { kind: 'release', work: each.id, reason: 'ended' });
    }
  }
  return events;
}
