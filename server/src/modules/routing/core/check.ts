// What must hold between any two turns. A broken rule stops the mailbox: routing on from a wrong state would hand out wrong work.
import type { AgentId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { ineligible } from './eligible.ts';
import { before } from './line.ts';
import type { RoutingState } from './types.ts';

/** Every broken rule in words; empty where all is well. Linear in work and agents. */
export function broken(state: RoutingState): string[] {
  const found: string[] = [];
  const holders = new Map<AgentId, string>();
  let waiting = 0;
  for (const work of state.works.values()) {
    if (work.stage === 'waiting' || work.stage === 'scheduled') {
      if (work.stage === 'waiting') waiting++;
      if (work.offer) found.push(`${work.id} waits but has an offer`);
      continue;
    }
    const offer = work.offer;
    if (!offer) {
      found.push(`${work.id} is ${work.stage} without an agent`);
      continue;
    }
    if (holders.has(offer.agent)) found.push(`${offer.agent} has both ${holders.get(offer.agent)} and ${work.id}`);
    holders.set(offer.agent, work.id);
    if (state.agents.get(offer.agent)?.work !== work.id) found.push(`${offer.agent} does not know of his work ${work.id}`);
    if (state.offers.get(offer.id) !== work.id) found.push(`offer ${offer.id} of ${work.id} is not listed`);
  }
  for (const agent of state.agents.values()) {
    if (agent.work !== null && holders.get(agent.id) !== agent.work) found.push(`${agent.id} holds ${agent.work}, which is not his`);
  }
  if (state.offers.size !== holders.size) found.push(`${state.offers.size} offers listed for ${holders.size} in use`);
  if (waiting !== state.line.length) found.push(`${waiting} wait but the line has ${state.line.length}`);
  for (let i = 0; i < state.line.length; i++) {
    const work = state.works.get(state.line[i]!);
    const next = state.works.get(state.line[i + 1] ?? 'wrk_');
    if (work?.stage !== 'waiting') found.push(`${state.line[i]} is in the line but does not wait`);
    else if (next && before(work, next) >= 0) found.push(`${work.id} stands before ${next.id} against the order`);
  }
  return found;
}

/** Waiting work that a free agent could be given: must be empty after a match. Costs work x agents: for tests. */
export function neglected(state: RoutingState, now: EpochMs): string[] {
  return state.line.filter((id) => [...state.agents.values()].some((agent) => !ineligible(state, state.works.get(id)!, agent, now)));
}
