// With whom each agent is busy: who is in which call (telephony) and who wraps up what (routing), with the names a screen needs.
import type { AgentContact, AgentPhase } from '@tandem/contract/api/agents.ts';
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { AgentId, DeviceId, InteractionId, QueueId } from '@tandem/contract/ids.ts';

/** An agent's part in a contact. `other`: the third party of a consultation, one of ours or as it was dialled. */
export type Engaged = {
  agent: AgentId;
  interaction: InteractionId;
  phase: AgentPhase;
  device: DeviceId | null;
  queue: QueueId | null;
  other: { agent: AgentId | null; text: string } | null;
};
export type Names = {
  devices: ReadonlyMap<DeviceId, NonNullable<AgentContact['device']>>;
  queues: ReadonlyMap<QueueId, string>;
  agents: ReadonlyMap<AgentId, string>;
};

/** An agent may have two calls, one of them waiting: what he does comes before what waits for him. */
const FIRST: readonly AgentPhase[] = ['conference', 'consulting', 'talking', 'calling', 'held', 'ringing', 'wrap-up'];

/** The one part of each agent that is shown of him. */
export function foremost(parts: Iterable<Engaged>): Map<AgentId, Engaged> {
  const shown = new Map<AgentId, Engaged>();
  for (const part of parts) {
    const before = shown.get(part.agent);
    if (before === undefined || FIRST.indexOf(part.phase) < FIRST.indexOf(before.phase)) shown.set(part.agent, part);
  }
  return shown;
}

/** Null where the contact is not the caller's to see. */
export function contactOf(part: Engaged, summary: InteractionSummary | undefined, names: Names): AgentContact | null {
  if (summary === undefined) return null;
  const { customer, remote, direction, startedAt } = summary;
  const queue = part.queue ?? null;
  return {
    interaction: part.interaction,
    phase: part.phase,
    customer: customer.known ? customer.name : '',
    remote,
    other: part.other && ((part.other.agent && names.agents.get(part.other.agent)) || part.other.text || null),
    direction,
    queue: queue === null ? summary.queue : { id: queue, name: names.queues.get(queue) ?? '' },
    startedAt,
    device: (part.device && names.devices.get(part.device)) ?? null,
  };
}
