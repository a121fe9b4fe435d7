// Which agents a call engages, how, and on which of their phones: what a supervisor sees of his agents. Who listens beside is not told.
import type { AgentPhase } from '@tandem/contract/api/agents.ts';
import type { AgentId, DeviceId, InteractionId, QueueId } from '@tandem/contract/ids.ts';
import { offersOf } from './rung.ts';
import type { CallState } from './state.ts';

export type Engaged = {
  agent: AgentId;
  interaction: InteractionId;
  phase: Exclude<AgentPhase, 'wrap-up'>;
  device: DeviceId | null;
  queue: QueueId | null;
  /** The third party of a consultation, or to him who asks: one of ours, or as it was dialled. */
  other: { agent: AgentId | null; text: string } | null;
};

export function engagedIn(state: CallState): Engaged[] {
  if (state.over) return [];
  const { interaction, customer, out, ringing, agent, other, consult, hold } = state;
  const engaged: Engaged[] = [];
  const add = (who: AgentId | null | undefined, part: Omit<Engaged, 'agent' | 'interaction' | 'other'> & Partial<Engaged>): void => {
    if (who) engaged.push({ interaction, other: null, ...part, agent: who });
  };
  for (const { agent: rung, device, queue } of offersOf(state)) add(rung, { phase: 'ringing', device, queue });
  if (ringing) add(ringing.agent, { phase: 'ringing', device: ringing.device, queue: ringing.queue ?? null });
  if (agent !== null) {
    const asks = consult === null ? null : { agent: consult.agent, text: consult.text };
    const waits = !customer.up && out !== null;
    const phase = waits ? 'calling' : (phaseOfConsult(consult) ?? (hold === null ? 'talking' : 'held'));
    add(agent.agent, { phase, device: agent.device, queue: agent.queue, other: asks });
    if (consult !== null) {
      const heard = consult.mode === 'conference' ? 'conference' : consult.mode === 'customer' ? 'held' : 'consulting';
      const asked = { agent: agent.agent, text: '' };
      add(consult.agent, { phase: consult.up ? heard : 'ringing', device: consult.device ?? null, queue: agent.queue, other: asked });
    }
  }
  if (other) add(other.agent, { phase: other.up ? 'talking' : 'ringing', device: other.device ?? null, queue: null });
  // A colleague who calls, from a phone of his.
  const reached = other?.up === true || agent !== null;
  add(customer.agent, { phase: reached ? 'talking' : 'calling', device: customer.device ?? null, queue: null });
  return engaged;
}

/** Null where the agent is with the customer as if nobody else were there. */
function phaseOfConsult(consult: CallState['consult']): 'consulting' | 'conference' | null {
  if (consult === null || consult.mode === 'customer') return null;
  return consult.mode === 'conference' ? 'conference' : 'consulting';
}
