// The one word a screen shows for an agent, derived from the axes; never stored, so it cannot disagree with them.
import type { AgentState } from '@tandem/contract/api/agents.ts';
import type { Declared } from './presence.ts';

/** What routing says an agent is doing. */
export type Activity = 'idle' | 'offered' | 'assigned' | 'wrap-up' | 'on-call' | 'not-responding';

/** What he is doing goes before what he declared: an agent who goes away in the middle of a call is still on it. */
export function shownState(declared: Declared, activity: Activity): AgentState {
  if (activity === 'offered' || activity === 'wrap-up') return activity;
  if (activity === 'assigned' || activity === 'on-call') return 'on-contact';
  if (!declared.signedIn || declared.presence === 'offline') return 'offline';
  if (declared.presence !== 'available') return declared.presence;
  if (!declared.onQueue) return 'available';
  if (!declared.reachable) return 'unreachable';
  return activity;
}
