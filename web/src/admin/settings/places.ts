// The pages of the settings, in groups, and who finds them: an action that opens the page, one of several, or everybody.
import { HISTORY_ACTIONS } from '@tandem/contract/history.ts';
import type { Action } from '@tandem/contract/permissions.ts';

/** Of several actions any one opens it. */
type Place = { to: `/settings/${string}`; label: string; action: Action | null | readonly Action[] };

export const PLACES = [
  {
    label: 'settings.group.work',
    places: [
      { to: '/settings/queues', label: 'queues.title', action: 'queues:write' },
      { to: '/settings/routing', label: 'rules.title', action: 'queues:write' },
      { to: '/settings/workers', label: 'workers.title', action: 'workers:write' },
      { to: '/settings/skills', label: 'skills.title', action: 'agents:write' },
      { to: '/settings/flows', label: 'flows.title', action: 'flows:read' },
      { to: '/settings/preview', label: 'preview.title', action: 'flows:read' },
      { to: '/settings/what-if', label: 'what-if.title', action: 'what-if:run' },
      { to: '/settings/prompts', label: 'prompts.title', action: 'prompts:read' },
      { to: '/settings/hours', label: 'hours.title', action: 'queues:write' },
      { to: '/settings/lanes', label: 'lanes.title', action: 'lanes:write' },
      { to: '/settings/dispositions', label: 'desk.list.title', action: 'dispositions:write' },
    ],
  },
  {
    label: 'settings.group.lines',
    places: [
      { to: '/settings/numbers', label: 'numbers.title', action: 'numbers:read' },
      { to: '/settings/trunks', label: 'trunks.title', action: 'numbers:read' },
      { to: '/settings/chat', label: 'chat-sites.title', action: 'chat-sites:read' },
    ],
  },
  {
    label: 'settings.group.people',
    places: [
      { to: '/settings/users', label: 'users.title', action: 'users:read' },
      { to: '/settings/teams', label: 'teams.title', action: 'users:write' },
      { to: '/settings/roles', label: 'settings.roles', action: 'roles:read' },
    ],
  },
  {
    label: 'settings.group.safety',
    places: [
      { to: '/settings/security', label: 'settings.security', action: null },
      { to: '/settings/api-keys', label: 'settings.api-keys', action: 'api-keys:read' },
      { to: '/settings/embedding', label: 'embed.title', action: 'users:write' },
      { to: '/settings/retention', label: 'retention.title', action: 'retention:read' },
      { to: '/settings/history', label: 'history.title', action: [...new Set(Object.values(HISTORY_ACTIONS))] },
      { to: '/settings/audit', label: 'audit.title', action: 'audit:read' },
    ],
  },
  { label: 'system.group', places: [{ to: '/settings/system', label: 'system.title', action: 'system:read' }] },
] as const satisfies readonly { label: string; places: readonly Place[] }[];
