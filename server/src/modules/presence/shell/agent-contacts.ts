// The contacts of a page of agents: what is in memory of calls and work, and one reading of the contacts it names, however many agents there are.
import type { AgentContact } from '@tandem/contract/api/agents.ts';
import type { AgentId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { contactOf, foremost, type Engaged } from '../core/contacts.ts';
import type { Doing, PresencePorts } from '../ports.ts';

export type ContactPorts = Pick<PresencePorts, 'engaged' | 'contacts' | 'names'>;

export async function agentContacts(
  ports: ContactPorts,
  caller: Caller,
  works: ReadonlyMap<AgentId, Doing>,
  agents: ReadonlySet<AgentId>,
  language: Language,
): Promise<ReadonlyMap<AgentId, AgentContact>> {
  const scope = caller.scope('interactions:read');
  if (scope === null) return new Map();
  // A colleague's contact is not his to see: the desks of agents, who are many, ask for none but their own.
  const asked = (agent: AgentId): boolean => agents.has(agent) && (scope !== 'own' || agent === caller.agent);
  const parts = foremost([...ports.engaged(caller.tenant), ...writing(works)].filter(({ agent }) => asked(agent)));
  if (parts.size === 0) return new Map();
  const shown = [...parts.values()];
  const others = shown.flatMap(({ other }) => other?.agent ?? []);
  const [summaries, names] = await Promise.all([
    ports.contacts(caller, [...new Set(shown.map(({ interaction }) => interaction))], language),
    ports.names(caller.tenant, [...new Set(others)], language),
  ]);
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  const contacts = new Map<AgentId, AgentContact>();
  for (const part of shown) {
    const contact = contactOf(part, byId.get(part.interaction), names);
    if (contact !== null) contacts.set(part.agent, contact);
  }
  return contacts;
}

/** Their calls are over. */
function writing(works: ReadonlyMap<AgentId, Doing>): Engaged[] {
  return [...works].flatMap(([agent, { activity, interaction, queue }]) =>
    activity === 'wrap-up' && interaction !== null
      ? [{ agent, interaction, phase: 'wrap-up' as const, device: null, queue, other: null }]
      : [],
  );
}
