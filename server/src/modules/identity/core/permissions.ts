// What each role may do, and over what: one table, nothing granted that is not in it.
import { SCOPES, type Action, type Permission, type RoleName, type Scope } from '@tandem/contract/permissions.ts';

type Grants = Readonly<Partial<Record<Action, Scope>>>;

const AGENT: Grants = {
  'interactions:read': 'own',
  'interactions:control': 'own',
  // Dials for himself, and fetches whom a colleague parked.
  'calls:dial': 'tenant',
  // Of his queues, and those he asked for.
  'callbacks:read': 'queue',
  'callbacks:take': 'queue',
  'callbacks:write': 'tenant',
  'interactions:wrap-up': 'own',
  'recordings:listen': 'own',
  'recordings:mark': 'own',
  // Of his own box and the boxes of his queues.
  'voicemails:read': 'own',
  'voicemails:handle': 'own',
  'matters:read': 'tenant',
  'matters:write': 'tenant',
  // An agent must find whoever calls next.
  'customers:read': 'tenant',
  'customers:write': 'tenant',
  // Whom one can transfer to, and whether they are there.
  'presence:read': 'tenant',
  'presence:set': 'own',
  'queues:read': 'tenant',
  'agents:read': 'tenant',
  'devices:read': 'own',
  'kpis:read': 'own',
  // What is out of the ordinary concerns everybody on the phone.
  'lanes:read': 'tenant',
  'events:read': 'own',
};

const SUPERVISOR: Grants = {
  'calls:listen': 'tenant',
  'calls:monitor': 'tenant',
  'interactions:reassign': 'tenant',
  'agents:force': 'tenant',
  'interactions:read': 'tenant',
  'interactions:control': 'tenant',
  'calls:dial': 'tenant',
  'callbacks:read': 'tenant',
  'callbacks:write': 'tenant',
  'callbacks:take': 'tenant',
  'interactions:wrap-up': 'team',
  'recordings:listen': 'tenant',
  'recordings:mark': 'tenant',
  'voicemails:read': 'tenant',
  'voicemails:handle': 'tenant',
  'matters:read': 'tenant',
  'matters:write': 'tenant',
  'customers:read': 'tenant',
  'customers:write': 'tenant',
  'presence:read': 'tenant',
  'presence:set': 'team',
  'queues:read': 'tenant',
  'agents:read': 'tenant',
  'roles:read': 'tenant',
  'agents:write': 'team',
  'numbers:read': 'tenant',
  'devices:read': 'tenant',
  'prompts:read': 'tenant',
  'flows:read': 'tenant',
  'users:read': 'tenant',
  'kpis:read': 'tenant',
  'thresholds:read': 'tenant',
  'thresholds:write': 'tenant',
  'alarms:acknowledge': 'tenant',
  'alerts:read': 'tenant',
  'alerts:take': 'tenant',
  'wallboards:share': 'tenant',
  'lanes:read': 'tenant',
  'lanes:open': 'tenant',
  'workers:read': 'tenant',
  'workers:pause': 'tenant',
  'matching:read': 'tenant',
  'what-if:run': 'tenant',
  'events:read': 'tenant',
};

const ADMINISTRATOR: Grants = {
  ...SUPERVISOR,
  'interactions:wrap-up': 'tenant',
  'customers:erase': 'tenant',
  'conversations:write': 'tenant',
  'chat-sites:read': 'tenant',
  'chat-sites:write': 'tenant',
  'dispositions:write': 'tenant',
  'presence:set': 'tenant',
  'queues:write': 'tenant',
  'agents:write': 'tenant',
  'numbers:write': 'tenant',
  'devices:write': 'tenant',
  'prompts:write': 'tenant',
  'flows:write': 'tenant',
  'flows:publish': 'tenant',
  'users:write': 'tenant',
  'kpis:recompute': 'tenant',
  'lanes:write': 'tenant',
  'workers:write': 'tenant',
  'matching:write': 'tenant',
  'audit:read': 'tenant',
  'roles:write': 'tenant',
  'api-keys:read': 'tenant',
  'api-keys:write': 'tenant',
  'keys:read': 'tenant',
  'keys:rotate': 'tenant',
  'retention:read': 'tenant',
  'retention:write': 'tenant',
  'storage:read': 'tenant',
  // Messages of a call as they went over the line, numbers and all.
  'calls:trace': 'tenant',
  'system:read': 'tenant',
};

export const ROLES: Readonly<Record<RoleName, Grants>> = { agent: AGENT, supervisor: SUPERVISOR, administrator: ADMINISTRATOR };

export function scopeOf(role: RoleName, action: Action): Scope | null {
  return ROLES[role][action] ?? null;
}

export function permissionsOf(role: RoleName): Permission[] {
  return (Object.entries(ROLES[role]) as [Action, Scope][]).map(([action, scope]) => ({ action, scope }));
}

/** Whether a permission held in one scope also covers another: wider covers narrower. */
export function covers(held: Scope | null, wanted: Scope): boolean {
  return held !== null && SCOPES.indexOf(held) >= SCOPES.indexOf(wanted);
}
