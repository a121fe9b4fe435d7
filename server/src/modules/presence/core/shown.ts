// The one word a screen shows for an agent, derived from the axes; never stored, so it cannot disagree with them.
import type { AgentState } from '@tandem/contract/api/agents.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Declared } from './presence.ts';

/** What routing says an agent is doing. */
export type Activity = 'idle' | 'offered' | 'assigned' | 'wrap-up' | 'on-call' | 'not-responding' | 'resting';

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

/** Since when he is in the state shown. `declaredAt`: when he declared it; `doingSince`: since when he does what routing says. */
export function shownSince(state: AgentState, declaredAt: EpochMs | null, doingSince: EpochMs | null): EpochMs | null {
  switch (state) {
    case 'offered':
    case 'on-contact':
    case 'wrap-up':
    case 'not-responding':
    case 'resting':
      return doingSince;
    case 'idle':
      return doingSince ?? declaredAt;
    case 'offline':
    case 'away':
    case 'busy':
    case 'available':
      return declaredAt;
    // When a device went is written nowhere.
    case 'unreachable':
      return null;
  }
}
