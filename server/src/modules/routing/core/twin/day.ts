// What a day was like, out of its log: who came when, how long people talked, wrote and waited, what agents did with offers, who was there.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import { ok } from '../../../../kernel/result.ts';
import type { Input } from '../turn.ts';
import { configurations, type TwinConfig } from './configuration.ts';
import type { Seen } from './draw.ts';
import type { Played, Reaction } from './play.ts';
import { knownOf, ownPoints } from './turns.ts';

type Arrival = Extract<Input, { kind: 'queue' }>;
export type Day = {
  from: number;
  to: number;
  arrivals: readonly { at: number; queue: Arrival }[];
  /** Agents' comings and goings and their calls outside queues, those before the day as they stood when it began. */
  agents: readonly { at: number; input: Input }[];
  configs: readonly { at: number; config: TwinConfig }[];
  talks: ReadonlyMap<QueueId, readonly number[]>;
  patience: ReadonlyMap<QueueId, readonly Seen[]>;
  wrapUps: ReadonlyMap<QueueId, readonly Seen[]>;
  reactions: ReadonlyMap<AgentId, readonly Reaction[]>;
  /** What really happened to each arrival. */
  recorded: Played['contacts'];
  /** Contacts of the day before, still open when it began: they are left out. */
  leftOut: number;
};

export function dayOf(stored: readonly StoredEvent[], from: number, to: number): Day {
  const arrivals = new Map<WorkId, { at: number; queue: Arrival }>();
  const fates = new Map<WorkId, Played['contacts'][number]>();
  const since = new Map<string, number>();
  const lists = { talks: new Map<QueueId, number[]>(), patience: new Map<QueueId, Seen[]>(), wrapUps: new Map<QueueId, Seen[]>() };
  const reactions = new Map<AgentId, Reaction[]>();
  const agents: { at: number; input: Input }[] = [];
  const leftOut = new Set<WorkId>();
  const priorities = new Map<QueueId, number>();
  const put = <K, V>(map: Map<K, V[]>, key: K, value: V): void => void map.set(key, [...(map.get(key) ?? []), value]);
  const react = (agent: AgentId, offer: string, at: number, does: 'answer' | 'decline' | 'fail' | null): void => {
    const began = since.get(offer);
    if (began !== undefined) put(reactions, agent, does === null ? null : { afterMs: at - began, does });
  };
  const end = (work: WorkId, fate: Omit<Played['contacts'][number], 'at' | 'callback'>): void => {
    const arrival = arrivals.get(work);
    if (arrival) fates.set(work, { ...fate, at: arrival.at, callback: arrival.queue.task !== undefined });
  };

  for (const event of stored) {
    if (event.at >= to) break;
    const early = event.at < from;
    if (event.type === 'presence.changed') {
      const declared = event.data;
      agents.push({ at: Math.max(from, event.at), input: { kind: 'declare', agent: declared.agent, decide: () => ok([declared]) } });
    } else if (event.type === 'agent.occupied') agents.push({ at: Math.max(from, event.at), input: { kind: 'occupy', ...event.data } });
    else if (event.type === 'config.changed') {
      if (event.data.kind === 'queue' && event.data.value !== null)
        priorities.set(event.data.id as QueueId, (event.data.value as { priority: number }).priority);
    } else if (event.type === 'work.queued') {
      const { work, interaction, queue, channel, skills, task, notBefore } = event.data;
      const request: Arrival = {
        kind: 'queue',
        work,
        interaction,
        queue,
        channel,
        priority: ownPoints(event.data, priorities.get(queue) ?? 0),
        skills,
        ...knownOf(event.data),
        ...(task ? { task } : {}),
        notBefore: notBefore ?? null,
      };
      if (early) leftOut.add(work);
      else {
        arrivals.set(work, { at: event.at, queue: request });
        fates.set(work, { queue, at: event.at, waitedMs: to - event.at, end: 'open', agent: null, callback: task !== undefined });
      }
    } else if (event.type === 'work.offered') since.set(event.data.offer, event.at);
    else if (event.type === 'work.offer-ended') {
      const { agent, offer, outcome } = event.data;
      if (outcome !== 'withdrawn' && !early)
        react(agent, offer, event.at, outcome === 'declined' ? 'decline' : outcome === 'unreachable' ? 'fail' : null);
    } else if (event.type === 'work.assigned') {
      const { work, agent, offer, waitedMs, queue } = event.data;
      since.set(work, event.at);
      if (early) continue;
      react(agent, offer, event.at, 'answer');
      if (!arrivals.get(work)?.queue.task) put(lists.patience, queue, { ms: waitedMs, whole: false });
      end(work, { queue, waitedMs, end: 'served', agent });
    } else if (event.type === 'work.abandoned' || event.type === 'work.removed') {
      const { work, queue, waitedMs } = event.data;
      if (early) leftOut.delete(work);
      if (early) continue;
      if (!arrivals.get(work)?.queue.task) put(lists.patience, queue, { ms: waitedMs, whole: event.type === 'work.abandoned' });
      end(work, { queue, waitedMs, end: event.type === 'work.abandoned' ? 'abandoned' : 'timed-out', agent: null });
    } else if (event.type === 'work.released') {
      const { work, queue } = event.data;
      if (!early && since.has(work)) put(lists.talks, queue, event.at - since.get(work)!);
      since.set(work, event.at);
    } else if (event.type === 'work.completed') {
      const { work, queue, wrapUpEnd } = event.data;
      if (early) leftOut.delete(work);
      if (!early && wrapUpEnd !== 'none' && since.has(work))
        put(lists.wrapUps, queue, { ms: event.at - since.get(work)!, whole: wrapUpEnd === 'done' });
    }
  }
  return {
    from,
    to,
    arrivals: [...arrivals.values()],
    agents,
    configs: configurations(stored.filter((event) => event.at < to)),
    ...lists,
    reactions,
    recorded: [...arrivals.keys()].map((work) => fates.get(work)!),
    leftOut: leftOut.size,
  };
}
