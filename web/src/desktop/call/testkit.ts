// A live call as the API tells it, for this folder's tests: a customer and the agent, talking.
import type { LiveCall, Party } from '../../api/calls.ts';

export const party = (role: Party['role'], state: Party['state'] = 'up'): Party =>
  ({ leg: `leg_${role}`, role, state, agent: null, name: '', quality: null, poor: false }) as unknown as Party;

export const liveCall = (change: Partial<LiveCall> = {}): LiveCall => ({
  id: 'cal_1',
  interaction: 'int_1',
  stage: 'agent',
  answered: true,
  agent: 'agt_1',
  device: 'dev_1',
  carrying: null,
  queue: null,
  hold: null,
  recording: null,
  parties: [party('customer'), party('agent')],
  parked: null,
  consult: null,
  monitor: null,
  ...change,
});
