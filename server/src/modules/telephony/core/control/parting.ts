// The agent leaves a call that goes on without him: transferred, parked. One place, so that no leg, work or recording of his is forgotten.
import { edge, type CallState, type ControlEffect, type ControlStep } from './state.ts';

/** Another phone of his that rings to take the talk over is needed no more. */
export function uncarried(state: CallState): ControlStep {
  const { carrying } = state;
  if (!carrying) return { state, effects: [] };
  return {
    state: { ...state, carrying: null, leaving: [...state.leaving, carrying.leg] },
    effects: [edge({ do: 'hangup', leg: carrying.leg, cause: 'withdrawn' })],
  };
}

/** `gone`: his leg has ended already. The recording is of his talk: it ends with his part. */
export function agentParts(before: CallState, gone: boolean): ControlStep {
  const { agent, recording } = before;
  if (agent === null) return { state: before, effects: [] };
  const { state, effects: withdrawn } = uncarried(before);
  const effects: ControlEffect[] = [...withdrawn];
  if (!gone) effects.push(edge({ do: 'hangup', leg: agent.leg, cause: 'transferred' }));
  if (agent.work !== null) effects.push({ do: 'release', work: agent.work, reason: 'transferred' });
  if (recording !== null) effects.push(edge({ do: 'stop-recording', recording }));
  const leaving = gone ? state.leaving : [...state.leaving, agent.leg];
  return { state: { ...state, agent: null, hold: null, recording: null, leaving }, effects };
}
