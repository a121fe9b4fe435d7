// Keeps the room's agents true at little cost: of five hundred, those of whom something was told are read one by one.
import { useQueryClient } from '@tanstack/react-query';
import { agentQuery, agentsQuery, type AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import type { Touched } from '../../live/batch.ts';

/** More than so many at once, and the whole list is read. */
const MOST_SINGLE_READS = 3;

export function useAgentsAgain(): (touched: Touched | 'all') => void {
  const api = useApi();
  const queries = useQueryClient();
  const { queryKey } = agentsQuery(api);
  const readAll = (): void => void queries.invalidateQueries({ queryKey });

  async function readOne(id: string): Promise<void> {
    const read = await queries.fetchQuery({ ...agentQuery(api, id), staleTime: 0 });
    queries.setQueryData<AgentView[]>(queryKey, (old) => old?.map((each) => (each.id === id ? read : each)));
  }
  return (touched) => {
    if (touched === 'all') return readAll();
    // Events of a contact tell of whoever is in it, also where they do not name him.
    const listed = queries.getQueryData<AgentView[]>(queryKey) ?? [];
    const inThem = listed.filter(({ contact }) => contact !== null && touched.interactions.has(contact.interaction));
    // Who is not in the list is a digital worker, who has a panel of his own, or so new that the next reading of all brings him.
    const people = new Set<string>(listed.map(({ id }) => id));
    const ids = new Set([...touched.agents, ...inThem.map(({ id }) => id)].filter((id) => people.has(id)));
    if (ids.size > MOST_SINGLE_READS) return readAll();
    for (const id of ids) readOne(id).catch(readAll);
  };
}
