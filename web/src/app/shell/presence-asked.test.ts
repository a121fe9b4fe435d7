// What an agent declares shows at once as the server will derive it: work he has been given stands above it.
import { expect, test } from 'vitest';
import type { AgentView } from '../../api/agents.ts';
import { asDeclared } from './presence-asked.ts';

const view = (state: AgentView['state'], reachable = true): AgentView => ({
  id: 'agt_1',
  name: 'Wang Fang',
  team: null,
  presence: { signedIn: true, presence: 'available', reason: null, onQueue: true, reachable, since: null, forced: null },
  state,
  since: null,
  contact: null,
  workCount: 0,
  work: null,
  until: null,
});

test.each([
  [{ presence: 'away' }, 'idle', true, 'away'],
  [{ presence: 'offline', onQueue: false }, 'idle', true, 'offline'],
  [{ presence: 'available', onQueue: true }, 'away', true, 'idle'],
  [{ presence: 'available', onQueue: true }, 'away', false, 'unreachable'],
  [{ presence: 'available', onQueue: false }, 'idle', true, 'available'],
  [{ presence: 'away', onQueue: false }, 'on-contact', true, 'on-contact'],
  [{ presence: 'away', onQueue: false }, 'wrap-up', true, 'wrap-up'],
] as const)('%j, who was %s (reachable %s), is %s', (wish, before, reachable, after) => {
  const shown = asDeclared(view(before, reachable), wish);
  expect(shown.state).toBe(after);
  expect(shown.presence.presence).toBe(wish.presence);
  expect(shown.presence.onQueue).toBe('onQueue' in wish ? wish.onQueue : true);
});
