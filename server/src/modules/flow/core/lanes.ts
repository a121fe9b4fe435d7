// Emergency lanes on a contact's way: what is told first, the key that says whom it concerns, and what coming through one changes in a queue.
import type { Collect } from '@tandem/contract/edge.ts';
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import type { LaneId, QueueId } from '@tandem/contract/ids.ts';
import { SECOND } from '../../../kernel/time.ts';
import { spokenNow, type Program } from './program.ts';
import type { RunEffect, RunState, Stepped } from './run.ts';

/** An open lane that the contact meets. `queues`: where its priority counts; empty: in every queue. */
export type MetLane = { lane: LaneId; say: Say; key: string | null; priority: number; callback: boolean; queues: readonly QueueId[] };
/** One that it came through. */
export type ThroughLane = Pick<MetLane, 'lane' | 'priority' | 'callback' | 'queues'>;

/** At a lane: `met[0]` is being told, the others follow. Then the flow begins, or the way into the queue goes on. */
export type AtLane = {
  on: 'lane';
  token: number;
  stage: 'answer' | 'said' | 'asked';
  met: readonly MetLane[];
  onward: 'start' | { queue: { announce: boolean } };
};

/** Pressed while it is told, or in so long after it. */
const ONE_KEY: Collect = { min: 1, max: 1, terminators: '', firstDigitMs: 4 * SECOND, interDigitMs: 4 * SECOND };

/** Tells what has not been told to this contact yet, one lane after the other; where there is nothing to be heard, only the state changes. */
export function meetLanes(
  program: Program,
  from: RunState,
  met: readonly MetLane[],
  onward: AtLane['onward'],
): Stepped & { waits: boolean } {
  let state = from;
  const effects: RunEffect[] = [];
  for (let at = 0; at < met.length; at++) {
    const lane = met[at]!;
    if (state.heardLanes.includes(lane.lane)) continue;
    const rest = met.slice(at);
    if (lane.say.length > 0 && !state.answered) {
      const waiting: AtLane = { on: 'lane', token: state.token, stage: 'answer', met: rest, onward };
      return { state: { ...state, waiting }, effects: [...effects, { do: 'answer' }], waits: true };
    }
    state = { ...state, heardLanes: [...state.heardLanes, lane.lane] };
    if (lane.key === null) {
      const came = through(state, lane);
      state = came.state;
      effects.push(...came.effects);
    }
    const items = spokenNow(program, state, lane.say);
    if (items.length === 0) continue;
    const token = state.token + 1;
    const stage = lane.key === null ? 'said' : 'asked';
    effects.push(
      stage === 'said' ? { do: 'say', token, items, loop: false } : { do: 'ask', token, items, collect: ONE_KEY, bargeIn: true },
    );
    return { state: { ...state, token, waiting: { on: 'lane', token, stage, met: rest, onward } }, effects, waits: true };
  }
  return { state: { ...state, waiting: null }, effects, waits: false };
}

/** From now on its priority and its call-back are the contact's, and its tag is put on it. */
export function through(state: RunState, { lane, priority, callback, queues }: MetLane): Stepped {
  return { state: { ...state, lanes: [...state.lanes, { lane, priority, callback, queues }] }, effects: [{ do: 'lane', lane }] };
}

/** What was closed since changes nothing any more. */
export function stillOpen(state: RunState, open: readonly LaneId[]): RunState {
  return { ...state, lanes: state.lanes.filter(({ lane }) => open.includes(lane)) };
}

const holdsIn = (queue: QueueId) => (lane: ThroughLane) => lane.queues.length === 0 || lane.queues.includes(queue);

/** Of several lanes the most urgent counts. */
export function lanePriority(state: RunState, queue: QueueId): number {
  return Math.max(0, ...state.lanes.filter(holdsIn(queue)).map(({ priority }) => priority));
}

/** Who came through a lane that takes call-backs, or to a queue that is full and does, is offered one at once, also where the queue's node offers none. */
export function laned(state: RunState, node: NodeOf<'queue'>): NodeOf<'queue'> {
  const offered = state.full?.offers.includes(node.queue) ?? false;
  if (!offered && !state.lanes.some((lane) => lane.callback && holdsIn(node.queue)(lane))) return node;
  return { ...node, callback: { ...(node.callback ?? OFFER), offerAfterMs: 0 } };
}

const OFFER: NonNullable<NodeOf<'queue'>['callback']> = {
  key: '1',
  offerAfterMs: 0,
  say: [{ prompt: 'queue/callback-offer' }],
  confirm: [{ prompt: 'queue/callback-to-number' }],
  collectNumber: true,
};
