// What a user may do, and over what: permission = action x scope, the same on the API and on the event stream.
import { Type, type Static } from 'typebox';
import { IdOf } from './ids.ts';

/** From narrow to wide. `queue` means the queues the user supervises or serves. */
export const SCOPES = ['own', 'team', 'queue', 'site', 'tenant'] as const;
export type Scope = (typeof SCOPES)[number];

export const ACTIONS = [
  'interactions:read',
  'interactions:control',
  'interactions:wrap-up',
  'recordings:listen',
  'customers:read',
  'customers:write',
  'customers:erase',
  'presence:read',
  'presence:set',
  'queues:read',
  'queues:write',
  'agents:read',
  'agents:write',
  'numbers:read',
  'numbers:write',
  'devices:read',
  'devices:write',
  'flows:read',
  'flows:write',
  'flows:publish',
  'users:read',
  'users:write',
  'kpis:read',
  'kpis:recompute',
  'audit:read',
  'events:read',
] as const;
export type Action = (typeof ACTIONS)[number];

export type Permission = { action: Action; scope: Scope };

export const RoleName = Type.Union([Type.Literal('agent'), Type.Literal('supervisor'), Type.Literal('administrator')]);
export type RoleName = Static<typeof RoleName>;

/** The user behind a request. */
export const UserView = Type.Object({
  id: IdOf('usr'),
  tenant: IdOf('tnt'),
  tenantName: Type.String(),
  email: Type.String(),
  name: Type.String(),
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]),
  role: RoleName,
  agent: Type.Union([IdOf('agt'), Type.Null()]),
  permissions: Type.Array(Type.Object({ action: Type.String(), scope: Type.String() })),
});
export type UserView = Static<typeof UserView>;
