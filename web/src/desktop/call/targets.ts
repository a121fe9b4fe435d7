// Whom a typed text may mean: the text itself where it can be dialled, and colleagues by name or team. Pure.
import type { AgentView } from '../../api/agents.ts';

export type Choice = { kind: 'number'; value: string } | { kind: 'agent'; agent: AgentView };

const MOST_AGENTS = 6;
const DIALLED = /^\+?[0-9*#][0-9*# ().-]*$/;
/** A device's user name, as desk phones are dialled. */
const DEVICE = /^[A-Za-z0-9][A-Za-z0-9._-]*\d[A-Za-z0-9._-]*$/;

/** The reachable first, the free before the busy, then by name. Who has no phone now is shown to those who look for him. */
export function choicesFor(text: string, agents: readonly AgentView[], self: string | null): Choice[] {
  const wanted = text.trim();
  const lower = wanted.toLowerCase();
  const dialled = DIALLED.test(wanted) || DEVICE.test(wanted);
  const found = agents
    .filter(({ id, presence }) => id !== self && (lower !== '' || presence.reachable))
    .filter(({ name, team }) => `${name} ${team?.name ?? ''}`.toLowerCase().includes(lower))
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, MOST_AGENTS);
  return [...(dialled ? [{ kind: 'number' as const, value: wanted }] : []), ...found.map((agent) => ({ kind: 'agent' as const, agent }))];
}

function rank({ presence, state }: AgentView): number {
  if (!presence.reachable) return 3;
  if (state === 'idle' || state === 'available') return 0;
  return state === 'offline' || state === 'away' ? 2 : 1;
}

export function targetOf(choice: Choice): string {
  return choice.kind === 'number' ? choice.value : choice.agent.id;
}

export function mayPick(choice: Choice): boolean {
  return choice.kind === 'number' || choice.agent.presence.reachable;
}
