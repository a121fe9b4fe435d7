// The way into a queue: told that the call is recorded where the rule says so, sent elsewhere where it overflows, then in line.
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { Overflow } from '@tandem/contract/flow-nodes/queue.ts';
import { isMood, type Mood } from '@tandem/contract/priority.ts';
import { SECOND } from '../../../kernel/time.ts';
import { mayBeFull } from './full.ts';
import { laned, lanePriority } from './lanes.ts';
import { spokenNow, type Program } from './program.ts';
import type { Need, Outlook, QueueOutlook, RunEffect, RunState, Spoken, Stepped } from './run.ts';
import { fill } from './say.ts';
import { sayThen } from './speech.ts';

/** How often a queue is looked at whose edges depend on how it goes. */
export const WATCH_MS = 10 * SECOND;

export function enterQueue(state: RunState, node: NodeOf<'queue'>): Stepped {
  const token = state.token + 1;
  return { state: { ...state, token, waiting: { on: 'rule', token } }, effects: [{ do: 'rule', token, queue: node.queue }] };
}

/** The rule is known: the announcement, once a call, and then the line. */
export function ruled(program: Program, state: RunState, node: NodeOf<'queue'>, announce: boolean): Stepped {
  if (!announce || state.announced) return approach(program, state, node);
  const told = { ...state, announced: true };
  return sayThen(program, told, [{ prompt: 'recording/announcement' }], { stage: 'queue' }) ?? approach(program, told, node);
}

/** Looks at the queue where an edge, or a setting of the queue's, depends on it, else joins. */
export function approach(program: Program, state: RunState, node: NodeOf<'queue'>): Stepped {
  if (!mayBeFull(state) && !node.overflow?.some((each) => each.at !== 'waiting')) return join(program, state, node);
  const token = state.token + 1;
  return {
    state: { ...state, token, waiting: { on: 'before-queue', token } },
    effects: [{ do: 'look', token, queue: node.queue, entry: null }],
  };
}

export function join(program: Program, state: RunState, plain: NodeOf<'queue'>): Stepped {
  const node = laned(state, plain);
  const entry = state.token + 1;
  const play = entry + 1;
  const look = node.position?.atEntry ? { token: play + 1, say: 'position' as const } : null;
  const announcement = spokenNow(program, state, node.say ?? []);
  const music: Spoken[] = [{ kind: 'music', music: node.music, queue: node.queue }];
  const announces = announcement.length > 0;
  const timer = (name: 'max-wait' | 'comfort' | 'watch' | 'offer', ms: number | undefined | false): RunEffect[] =>
    ms === undefined || ms === false ? [] : [{ do: 'timer', token: entry, name, ms }];
  return {
    state: {
      ...state,
      token: look ? look.token : play,
      waiting: {
        on: 'queue',
        entry,
        play,
        heard: announces ? 'announcement' : 'music',
        leaving: false,
        look,
        pending: [],
        comforts: 0,
        offered: false,
        dialog: null,
      },
    },
    effects: [
      { do: 'say', token: play, items: announces ? announcement : music, loop: !announces },
      {
        do: 'enqueue',
        entry,
        queue: node.queue,
        ...wanted(state, node),
        ...knownOf(state, node),
        ...(node.persons === true ? { persons: true as const } : {}),
      },
      ...timer('max-wait', node.maxWaitMs),
      ...timer('comfort', node.comfort?.everyMs),
      ...timer('watch', watches(node) && WATCH_MS),
      ...timer('offer', node.callback?.offerAfterMs),
      ...(look ? [{ do: 'look', token: look.token, queue: node.queue, entry } as const] : []),
    ],
  };
}

export const watches = (node: NodeOf<'queue'>): boolean => node.overflow?.some((each) => each.at !== 'entry') ?? false;

/** Whom the work needs: what the node says over what the run gathered, the higher level where both name a skill. */
export function wanted(state: RunState, node: NodeOf<'queue'>): { priority: number; skills: Need[] } {
  return {
    priority: (node.priority ?? state.priority ?? 0) + lanePriority(state, node.queue),
    skills: together(state.skills, node.skills ?? []),
  };
}

/** What the run found out of the customer, in the words of the formula of priority. */
export function knownOf(
  { vars }: Pick<RunState, 'vars'>,
  { topic, mood }: Pick<NodeOf<'queue'>, 'topic' | 'mood'>,
): { topic?: string; mood?: Mood } {
  const about = topic === undefined ? '' : fill(topic, vars).trim().slice(0, TOPIC_LENGTH);
  const feels = mood === undefined ? '' : fill(mood, vars).trim().toLowerCase();
  return { ...(about === '' ? {} : { topic: about }), ...(isMood(feels) ? { mood: feels } : {}) };
}
const TOPIC_LENGTH = 64;

export function together(first: readonly Need[], second: readonly Need[]): Need[] {
  const levels = new Map<Need['skill'], number>();
  for (const { skill, level } of [...first, ...second]) levels.set(skill, Math.max(level, levels.get(skill) ?? 0));
  return [...levels].map(([skill, level]) => ({ skill, level }));
}

/** The first edge of overflow that holds now; `mine` null where he is not in line yet. */
export function overflowing(node: NodeOf<'queue'>, at: Overflow['at'], mine: Outlook | null, queue: QueueOutlook | null): string | null {
  const stands = mine ?? queue;
  const found = node.overflow?.find((each) => {
    if (each.at !== 'both' && each.at !== at) return false;
    switch (each.when.is) {
      case 'waiting':
        return stands !== null && stands.position - 1 > each.when.above;
      case 'estimate':
        return stands !== null && stands.estimateMs !== null && stands.estimateMs > each.when.above;
      case 'unstaffed':
        return queue !== null && !queue.staffed;
    }
  });
  return found?.next ?? null;
}
