// Which agents a call keeps busy although routing did not give it to them: told to routing as they come and go.
import type { AgentId } from '@tandem/contract/ids.ts';
import type { CallState, ControlEffect, ControlStep } from './state.ts';

export function occupied(state: CallState): AgentId[] {
  // Over, and an agent still hears why: his phone would be busy to the next offer.
  if (state.over) return state.tone?.agent ? [state.tone.agent] : [];
  const { customer, ringing, agent, other, consult, monitor } = state;
  const own = agent?.work === null ? agent.agent : null;
  const busy = [customer.agent, ringing?.agent, own, other?.agent, consult?.agent, monitor?.agent];
  return [...new Set(busy.filter((each): each is AgentId => each !== null && each !== undefined))];
}

export function withOccupation(before: CallState, step: ControlStep): ControlStep {
  const was = occupied(before);
  const is = occupied(step.state);
  const changes: ControlEffect[] = [
    ...was.filter((agent) => !is.includes(agent)).map((agent) => ({ do: 'occupy', agent, occupied: false }) as const),
    ...is.filter((agent) => !was.includes(agent)).map((agent) => ({ do: 'occupy', agent, occupied: true }) as const),
  ];
  return changes.length === 0 ? step : { state: step.state, effects: [...step.effects, ...changes] };
}
