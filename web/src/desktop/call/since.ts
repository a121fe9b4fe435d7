// Since when a contact is as it is: the talk with the agent, else the whole of it.
import type { ContactDetail } from '../../api/interactions.ts';

export function since({ segments, startedAt }: Pick<ContactDetail, 'segments' | 'startedAt'>): number {
  const talk = segments.findLast((segment) => segment.kind === 'agent' && segment.endedAt === null);
  return talk?.startedAt ?? startedAt;
}
