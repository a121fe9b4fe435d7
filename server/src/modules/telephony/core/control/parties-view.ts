// Who is in a call and how, as people are shown it.
import type { LiveCall, Party } from '@tandem/contract/api/calls.ts';
import type { LegQuality } from '@tandem/contract/edge.ts';
import type { AgentId, LegId } from '@tandem/contract/ids.ts';
import { offersOf } from './rung.ts';
import type { CallState } from './state.ts';

/** Names of agents and the quality are not put in yet; `name` is what is shown where a party has no other. */
export function partiesOf(state: CallState): Party[] {
  const { customer, out, offer, ringing, agent, other, consult, hold, parked, line } = state;
  const waits = consult?.mode === 'consulted' || parked !== null || line !== null || hold === 'agent' || hold === 'api';
  const parties: Party[] = [
    {
      leg: customer.leg,
      role: 'customer',
      state: out !== null && !out.dialled ? 'waiting' : !customer.up ? 'ringing' : waits && (agent || parked || line) ? 'held' : 'up',
      agent: customer.agent ?? null,
      name: state.caller?.display ?? '',
      quality: null,
      poor: state.poor?.includes(customer.leg) ?? false,
    },
  ];
  const add = (leg: Party['leg'], role: Party['role'], how: Party['state'], who: AgentId | null, name = ''): void =>
    void parties.push({ leg, role, state: how, agent: who, name, quality: null, poor: state.poor?.includes(leg) ?? false });
  for (const rings of [...offersOf(state), ...(offer === null && ringing !== null ? [ringing] : [])])
    add(rings.leg, 'agent', 'ringing', rings.agent);
  if (agent !== null) add(agent.leg, 'agent', hold === 'customer' && consult === null ? 'held' : 'up', agent.agent);
  if (consult !== null)
    add(consult.leg, 'consulted', !consult.up ? 'ringing' : consult.mode === 'customer' ? 'held' : 'up', consult.agent, consult.text);
  if (other !== null) add(other.leg, 'other', other.up ? 'up' : 'ringing', other.agent, state.transfer?.target ?? '');
  return parties;
}

export function liveView(
  state: CallState,
  names: ReadonlyMap<AgentId, string>,
  quality: ReadonlyMap<LegId, LegQuality> = new Map(),
  seesMonitor = false,
): LiveCall {
  const { agent, offer, ringing, other, parked, consult } = state;
  return {
    id: state.call,
    interaction: state.interaction,
    stage: agent ? 'agent' : offer || ringing ? 'ring' : other || parked ? 'other' : 'flow',
    answered: state.customer.up,
    agent: agent?.agent ?? offer?.agent ?? ringing?.agent ?? null,
    device: agent?.device ?? null,
    carrying: state.carrying?.device ?? null,
    queue: agent?.queue ?? offer?.queue ?? parked?.queue ?? state.line?.queue ?? null,
    hold: state.hold,
    recording: state.recording,
    parties: partiesOf(state).map((party) => ({
      ...party,
      name: (party.agent && names.get(party.agent)) || party.name,
      quality: quality.get(party.leg) ?? null,
    })),
    parked: parked && { place: parked.place, by: parked.by, until: parked.until },
    consult: consult && (consult.up ? consult.mode : 'ringing'),
    monitor: monitorOf(state, names, seesMonitor),
  };
}

/** Whoever hears him may know who he is. */
function monitorOf({ monitor }: CallState, names: ReadonlyMap<AgentId, string>, all: boolean): LiveCall['monitor'] {
  if (monitor === null || monitor.phase === 'leaving') return null;
  const { leg, agent, mode, phase } = monitor;
  const heard = phase === 'up' && (mode !== 'listen' || monitor.announced);
  return all || heard ? { leg, agent, name: names.get(agent) ?? '', mode, state: phase } : null;
}
