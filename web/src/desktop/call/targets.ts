// Whom a typed text may mean: the text itself where it can be dialled; colleagues, queues and numbers by name, pinyin or initials. Pure.
import type { Directory } from '@tandem/contract/api/directory.ts';
import type { AgentView } from '../../api/agents.ts';
import { tenantText } from '../../ui/format.ts';
import { means, type Readings } from '../search/spelling.ts';

export type QueueThere = Directory['queues'][number];
export type Choice =
  | { kind: 'number'; value: string }
  | { kind: 'agent'; agent: AgentView }
  | { kind: 'queue'; queue: QueueThere }
  | { kind: 'place'; number: string; label: string };

export type Sought = {
  agents: readonly AgentView[];
  directory: Directory | null;
  self: string | null;
  readings: Readings;
};

const MOST_AGENTS = 6;
const MOST_PLACES = 4;
const DIALLED = /^\+?[0-9*#][0-9*# ().-]*$/;
/** A device's user name, as desk phones are dialled. */
const DEVICE = /^[A-Za-z0-9][A-Za-z0-9._-]*\d[A-Za-z0-9._-]*$/;

/**
 * The reachable first, the free before the busy, then by name; after the colleagues the queues and numbers of the house. Who has no phone
 * now, and a queue without a number of its own, are shown to those who look for them.
 */
export function choicesFor(text: string, { agents, directory, self, readings }: Sought): Choice[] {
  const wanted = text.trim();
  const dialled = DIALLED.test(wanted) || DEVICE.test(wanted);
  const found = agents
    .filter(({ id, presence }) => id !== self && (wanted !== '' || presence.reachable))
    .filter(({ name, team }) => means(wanted, name, readings) || (team !== null && means(wanted, team.name, readings)))
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, MOST_AGENTS);
  const queues = (directory?.queues ?? [])
    .filter(({ number }) => wanted !== '' || number !== null)
    .filter(({ name, number }) => [name.en, name['zh-CN'], number].some((each) => each && means(wanted, each, readings)))
    .slice(0, MOST_PLACES);
  const places = (directory?.numbers ?? [])
    .filter(({ number, label }) => wanted !== '' && (number.startsWith(wanted) || means(wanted, label, readings)))
    .slice(0, MOST_PLACES);
  // A number that stands below with its name is not offered twice.
  const listed = [...queues, ...places].some(({ number }) => number === wanted);
  const all: Choice[] = [
    ...(dialled && !listed ? [{ kind: 'number' as const, value: wanted }] : []),
    ...found.map((agent) => ({ kind: 'agent' as const, agent })),
    ...queues.map((queue) => ({ kind: 'queue' as const, queue })),
    ...places.map((place) => ({ kind: 'place' as const, ...place })),
  ];
  // Enter takes the first: it must be one that can be taken.
  return [...all.filter(mayPick), ...all.filter((choice) => !mayPick(choice))];
}

function rank({ presence, state }: AgentView): number {
  if (!presence.reachable) return 3;
  if (state === 'idle' || state === 'available') return 0;
  return state === 'offline' || state === 'away' ? 2 : 1;
}

/** What is dialled. Of a queue without a number: its id, which cannot be picked. */
export function targetOf(choice: Choice): string {
  switch (choice.kind) {
    case 'number':
      return choice.value;
    case 'agent':
      return choice.agent.id;
    case 'queue':
      return choice.queue.number ?? choice.queue.id;
    case 'place':
      return choice.number;
  }
}

export function mayPick(choice: Choice): boolean {
  if (choice.kind === 'agent') return choice.agent.presence.reachable;
  return choice.kind !== 'queue' || choice.queue.number !== null;
}

export function queueName(queue: QueueThere, language: string): string {
  return tenantText(queue.name, language);
}
