// An agent as he would be seen once what he declared is done. Pure.
import type { SetPresence } from '@tandem/contract/api/agents.ts';
import type { AgentView } from '../../api/agents.ts';

/** What he is given to do stands above what he declares, as on the server. */
const WORKS: readonly AgentView['state'][] = ['offered', 'on-contact', 'wrap-up'];

export function asDeclared(view: AgentView, wish: SetPresence): AgentView {
  const onQueue = wish.onQueue ?? view.presence.onQueue;
  const presence = { ...view.presence, presence: wish.presence, onQueue };
  return { ...view, presence, state: WORKS.includes(view.state) ? view.state : stateOf(presence) };
}

function stateOf({ presence, onQueue, reachable }: AgentView['presence']): AgentView['state'] {
  if (presence !== 'available') return presence;
  if (!onQueue) return 'available';
  return reachable ? 'idle' : 'unreachable';
}
