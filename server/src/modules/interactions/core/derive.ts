// What is shown of an interaction and never stored beside the facts it follows from.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Doc, Stage, State, Work, WrapUpNote } from './doc.ts';

/** Closed when the contact is over and every agent who had it is done with it. */
export function stateOf(doc: Doc): State {
  if (doc.endedAt === null) return 'open';
  return doc.works.some((work) => work.state === 'assigned' || work.state === 'released') ? 'wrap-up' : 'closed';
}

export function stageOf(doc: Doc): Stage {
  if (doc.endStage !== null) return doc.endStage;
  const has = (state: Work['state']) => doc.works.some((work) => work.state === state);
  if (has('assigned')) return 'agent';
  if (has('offered')) return 'ring';
  if (has('queued')) return 'queue';
  if (doc.segments.some((segment) => segment.kind === 'agent' && segment.endedAt === null)) return 'agent';
  return doc.segments.some((segment) => segment.kind === 'flow' && segment.endedAt === null) ? 'flow' : 'other';
}

export function queueOf(doc: Doc): QueueId | null {
  return doc.works.at(-1)?.queue ?? null;
}

/** Who has it, or had it last. */
export function agentOf(doc: Doc): AgentId | null {
  const had = doc.works.findLast((work) => work.agent !== null && work.state !== 'offered')?.agent;
  return had ?? doc.segments.findLast((segment) => segment.kind === 'agent')?.agent ?? null;
}

/** Who had the contact or was on the line in it, and who is being offered it now. */
export function agentsOf(doc: Doc): AgentId[] {
  const all = [
    ...doc.works.flatMap(({ agent, beside = [] }) => [agent, ...beside.map((each) => each.agent)]),
    ...doc.segments.map((segment) => segment.agent),
    ...doc.legs.map((leg) => (leg.answeredAt === null ? null : (leg.agent ?? null))),
  ];
  return [...new Set(all.filter((agent) => agent !== null))];
}

/** Whose phone rang for it in vain, and when it stopped. Who dials out is called first, and misses nothing of his own. */
export function missedBy(doc: Doc): Map<AgentId, EpochMs> {
  const missed = new Map<AgentId, EpochMs>();
  if (doc.direction === 'outbound') return missed;
  const had = agentsOf(doc);
  const own = doc.direction === 'internal' ? doc.legs.find((leg) => leg.party === 'agent')?.id : undefined;
  for (const { id, agent, answeredAt, endedAt, spared } of doc.legs)
    if (agent && answeredAt === null && endedAt !== null && !spared && id !== own && !had.includes(agent)) missed.set(agent, endedAt);
  return missed;
}

/** The last word on how it went. */
export function lastWrapUp(doc: Doc): WrapUpNote | null {
  return doc.wrapUps.reduce<WrapUpNote | null>((last, each) => (last === null || each.at >= last.at ? each : last), null);
}

/** The work that a wrap-up by `agent` is about; of any agent where null. The latest he has not wrapped up, else the latest. */
export function workToWrapUp(doc: Doc, agent: AgentId | null): (Work & { agent: AgentId }) | null {
  const had = doc.works.filter(
    (work): work is Work & { agent: AgentId } =>
      work.agent !== null && work.state !== 'offered' && work.state !== 'queued' && (agent === null || work.agent === agent),
  );
  return had.findLast((work) => !doc.wrapUps.some((each) => each.work === work.id)) ?? had.at(-1) ?? null;
}
