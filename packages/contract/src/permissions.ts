// What a user may do, and over what: permission = action x scope, the same on the API and on the event stream.
import { Type, type Static } from 'typebox';
import { IdOf, UUID_V7, type Id } from './ids.ts';
import { TenantText } from './texts.ts';

/** From narrow to wide. `queue` means the queues the user supervises or serves. */
export const SCOPES = ['own', 'team', 'queue', 'site', 'tenant'] as const;
export type Scope = (typeof SCOPES)[number];

export const ACTIONS = [
  'interactions:read',
  'interactions:control',
  'interactions:reassign',
  'calls:dial',
  'calls:listen',
  'calls:monitor',
  'callbacks:read',
  'callbacks:write',
  'callbacks:take',
  'interactions:wrap-up',
  'recordings:listen',
  'recordings:mark',
  'voicemails:read',
  'voicemails:handle',
  'matters:read',
  'matters:write',
  'conversations:write',
  'chat-sites:read',
  'chat-sites:write',
  'dispositions:write',
  'customers:read',
  'customers:write',
  'customers:erase',
  'presence:read',
  'presence:set',
  'queues:read',
  'queues:write',
  'agents:read',
  'agents:write',
  'agents:force',
  'numbers:read',
  'numbers:write',
  'devices:read',
  'devices:write',
  'prompts:read',
  'prompts:write',
  'flows:read',
  'flows:write',
  'flows:publish',
  'users:read',
  'users:write',
  'kpis:read',
  'kpis:recompute',
  'thresholds:read',
  'thresholds:write',
  'alarms:acknowledge',
  'alerts:read',
  'alerts:take',
  'wallboards:share',
  'lanes:read',
  'lanes:write',
  'lanes:open',
  'workers:read',
  'workers:write',
  'workers:pause',
  'matching:read',
  'matching:write',
  'what-if:run',
  'audit:read',
  'keys:read',
  'keys:rotate',
  'retention:read',
  'retention:write',
  'storage:read',
  'calls:trace',
  'system:read',
  'events:read',
  'roles:read',
  'roles:write',
  'api-keys:read',
  'api-keys:write',
] as const;
export type Action = (typeof ACTIONS)[number];

export type Permission = { action: Action; scope: Scope };

/**
 * The scopes in which an action can be held: those that its handlers really tell apart. What is not named here knows `tenant` only, as a
 * narrower scope would promise what nobody checks.
 */
const OFFERED: Readonly<Partial<Record<Action, readonly Scope[]>>> = {
  'interactions:read': SCOPES,
  'interactions:control': SCOPES,
  'interactions:reassign': SCOPES,
  'interactions:wrap-up': SCOPES,
  'recordings:listen': SCOPES,
  'recordings:mark': SCOPES,
  'calls:listen': SCOPES,
  'calls:monitor': SCOPES,
  'callbacks:read': ['queue', 'tenant'],
  'callbacks:take': ['queue', 'tenant'],
  'voicemails:read': ['own', 'tenant'],
  'voicemails:handle': ['own', 'tenant'],
  'customers:read': ['own', 'tenant'],
  'customers:write': ['own', 'tenant'],
  'presence:read': ['own', 'team', 'site', 'tenant'],
  'presence:set': ['own', 'team', 'site', 'tenant'],
  'agents:write': ['team', 'site', 'tenant'],
  'agents:force': ['team', 'site', 'tenant'],
  'devices:read': ['own', 'tenant'],
  'kpis:read': ['own', 'team', 'tenant'],
  'alerts:read': ['queue', 'tenant'],
  'alerts:take': ['queue', 'tenant'],
  'events:read': ['own', 'tenant'],
  'api-keys:read': ['own', 'tenant'],
  'api-keys:write': ['own', 'tenant'],
};

/** From narrow to wide. */
export function scopesOffered(action: Action): readonly Scope[] {
  return OFFERED[action] ?? ['tenant'];
}

export const RoleName = Type.Union([Type.Literal('agent'), Type.Literal('supervisor'), Type.Literal('administrator')]);
export type RoleName = Static<typeof RoleName>;

/** A role as users are given it: the name of a built-in one, or the id of one the tenant made. */
export const RoleId = Type.Unsafe<RoleName | Id<'rol'>>({
  type: 'string',
  pattern: `^rol_${UUID_V7}$|^(agent|supervisor|administrator)$`,
});
export type RoleId = Static<typeof RoleId>;

/** Permissions as they are given to a role or an API key. */
export const Permissions = Type.Array(
  Type.Object(
    {
      action: Type.Unsafe<Action>({ type: 'string', enum: [...ACTIONS] }),
      scope: Type.Unsafe<Scope>({ type: 'string', enum: [...SCOPES] }),
    },
    { additionalProperties: false },
  ),
  { maxItems: 200 },
);

/** The user behind a request. */
export const UserView = Type.Object({
  id: IdOf('usr'),
  tenant: IdOf('tnt'),
  tenantName: Type.String(),
  email: Type.String(),
  name: Type.String(),
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]),
  /** The built-in role, or the one a made role is nearest to; what he may do stands in `permissions`. */
  role: RoleName,
  roleId: RoleId,
  /** The name of a made role; null for a built-in one. */
  roleName: Type.Union([TenantText, Type.Null()]),
  /** His sign-in has a second step. */
  secondFactor: Type.Boolean(),
  /** The tenant asks for a second factor and he has none: nothing else is open to him before. */
  mustEnrol: Type.Boolean(),
  agent: Type.Union([IdOf('agt'), Type.Null()]),
  permissions: Type.Array(Type.Object({ action: Type.String(), scope: Type.String() })),
});
export type UserView = Static<typeof UserView>;
