// Why work is where it is: for waiting work the reason each agent of the queue is not given it, for the rest the stored decision.
import type { EventData, StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { PriorityPart } from '@tandem/contract/priority.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { ineligible, openQueues, type Ineligible } from './eligible.ts';
import { outlook } from './estimate.ts';
import { needsIn } from './skills.ts';
import type { Outcome, RoutingState, SkillNeed, Stage, Why, WorkEventName } from './types.ts';

export type Considered = { agent: AgentId; tried: boolean; no: Ineligible | null };
export type Explanation = {
  work: WorkId;
  stage: Stage;
  /** 1 is next; null where it does not wait. */
  position: number | null;
  /** All needs: the queue's and the work's own. */
  skills: readonly SkillNeed[];
  considered: readonly Considered[];
  why: Why | null;
};

/** null where the work is not (or no longer) routed. */
export function explain(state: RoutingState, id: WorkId, now: EpochMs): Explanation | null {
  const work = state.works.get(id);
  if (!work) return null;
  const waiting = work.stage === 'waiting';
  const queue = state.queues.get(work.queue);
  const open = openQueues(state, work, now);
  const members = [...state.agents.values()]
    .filter((agent) => agent.id === work.reservedFor || open.some((each) => agent.queues.has(each.id)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    work: id,
    stage: work.stage,
    position: outlook(state, id)?.position ?? null,
    skills: queue ? needsIn(queue, work) : work.skills,
    considered: waiting
      ? members.map((agent) => ({ agent: agent.id, tried: work.tried.includes(agent.id), no: ineligible(state, work, agent, now) }))
      : [],
    why: work.offer?.why ?? null,
  };
}

export type Decision = {
  offer: OfferId;
  agent: AgentId;
  offeredAt: EpochMs;
  why: Why;
  outcome: Outcome | 'answered' | null;
  endedAt: EpochMs | null;
  /** Who answered first, where several were asked at once. */
  takenBy: AgentId | null;
};
export type Story = {
  work: WorkId;
  queue: QueueId;
  priority: number;
  /** Empty where none were given, or before they were kept. */
  points: readonly PriorityPart[];
  queuedAt: EpochMs;
  decisions: Decision[];
  /** How the wait ended: `assigned`, or as the event says; null while it goes on. */
  ended: { as: 'assigned' | 'abandoned' | 'removed'; detail: string | null; at: EpochMs } | null;
};

type WorkFact = Pick<Extract<StoredEvent, { type: WorkEventName }>, 'type' | 'data' | 'at'>;

/** The whole history of an interaction's routing, from its own stream: also long after the work is done. */
export function stories(events: readonly StoredEvent[]): Story[] {
  const stories = new Map<WorkId, Story>();
  for (const event of events) {
    if (!event.type.startsWith('work.')) continue;
    tell(stories, event as WorkFact);
  }
  return [...stories.values()];
}

function tell(stories: Map<WorkId, Story>, event: WorkFact): void {
  if (event.type === 'work.queued') {
    const { work, queue, priority, points = [], queuedAt } = event.data as EventData<'work.queued'>;
    stories.set(work, { work, queue, priority, points, queuedAt, decisions: [], ended: null });
    return;
  }
  const story = stories.get(event.data.work);
  if (!story) return;
  switch (event.type) {
    case 'work.offered': {
      const { offer, agent, why } = event.data as EventData<'work.offered'>;
      story.decisions.push({ offer, agent, offeredAt: event.at, why, outcome: null, endedAt: null, takenBy: null });
      return;
    }
    case 'work.offer-ended': {
      const { offer, outcome, takenBy = null } = event.data as EventData<'work.offer-ended'>;
      close(story, offer, outcome, event.at, takenBy);
      return;
    }
    case 'work.moved': {
      const { queue, priority, points = [] } = event.data as EventData<'work.moved'>;
      Object.assign(story, { queue, priority, points });
      return;
    }
    case 'work.assigned':
      close(story, (event.data as EventData<'work.assigned'>).offer, 'answered', event.at);
      story.ended = { as: 'assigned', detail: null, at: event.at };
      return;
    case 'work.abandoned':
      story.ended = { as: 'abandoned', detail: (event.data as EventData<'work.abandoned'>).stage, at: event.at };
      return;
    case 'work.removed':
      story.ended = { as: 'removed', detail: (event.data as EventData<'work.removed'>).reason, at: event.at };
      return;
    default:
      return;
  }
}

function close(story: Story, offer: OfferId, outcome: Decision['outcome'], at: EpochMs, takenBy: AgentId | null = null): void {
  const decision = story.decisions.find((made) => made.offer === offer);
  if (decision) Object.assign(decision, { outcome, endedAt: at, takenBy });
}
