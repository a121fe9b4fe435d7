// The agent leaves a call that goes on without him: transferred, parked. One place, so that no leg, work or recording of his is forgotten.
import { edge, type CallState, type ControlEffect, type ControlStep } from './state.ts';

/** `gone`: his leg has ended already. The recording is of his talk: it ends with his part. */
export function agentParts(state: CallState, gone: boolean): ControlStep {
  const { agent, recording } = state;
  if (agent === null) return { state, effects: [] };
  const effects: ControlEffect[] = [];
  if (!gone) effects.push(edge({ do: 'hangup', leg: agent.leg, cause: 'transferred' }));
  if (agent.work !== null) effects.push({ do: 'release', work: agent.work, reason: 'transferred' });
  if (recording !== null) effects.push(edge({ do: 'stop-recording', recording }));
  const leaving = gone ? state.leaving : [...state.leaving, agent.leg];
  return { state: { ...state, agent: null, hold: null, recording: null, leaving }, effects };
}
