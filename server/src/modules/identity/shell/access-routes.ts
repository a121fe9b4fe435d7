// Roles and API keys over HTTP.
import { Type } from 'typebox';
import { ApiKeyCreated, ApiKeyPage, ApiKeyQuery, NewApiKey } from '@tandem/contract/api/api-keys.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { ChangeRole, NewRole, Role, RolePage } from '@tandem/contract/api/roles.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { RoleId } from '@tandem/contract/permissions.ts';
import { actorOf, route, type AnyRoute, type Caller } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Identity } from './identity.ts';

const byRole = Type.Object({ id: RoleId });
const byKey = Type.Object({ id: IdOf('key') });

export function accessRoutes({ roles, apiKeys }: Pick<Identity, 'roles' | 'apiKeys'>): AnyRoute[] {
  /** With scope `own` a user sees and ends the keys he made. */
  const makerFor = (caller: Caller, action: 'api-keys:read' | 'api-keys:write') =>
    caller.scope(action) === 'tenant' ? undefined : caller.user;

  return [
    route({
      method: 'GET',
      path: '/roles',
      summary: 'Roles: the built-in ones, and those the tenant made',
      tag: 'users',
      action: 'roles:read',
      schema: { query: WholeQuery, response: RolePage },
      handle: async ({ caller, query }) =>
        pageOfWhole(await roles.list(caller.tenant), query, ({ builtIn, id }) => `${builtIn ? 0 : 1} ${id}`),
    }),
    route({
      method: 'POST',
      path: '/roles',
      summary: 'Make a role of permissions the caller holds himself',
      tag: 'users',
      action: 'roles:write',
      schema: { body: NewRole, response: Role, status: 201 },
      errors: ['permission.beyond-own', 'permission.scope-not-offered', 'role.id-taken'],
      audit: 'role.create',
      handle: ({ caller, body }) => roles.create(caller.tenant, body, caller.scope, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/roles/:id',
      summary: 'Change a role; it acts at once on everyone who has it',
      tag: 'users',
      action: 'roles:write',
      schema: { params: byRole, body: ChangeRole, response: Role },
      errors: ['role.not-found', 'role.built-in', 'permission.beyond-own', 'permission.scope-not-offered'],
      audit: 'role.change',
      handle: ({ caller, params, body }) => roles.change(caller.tenant, params.id, body, caller.scope, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/roles/:id',
      summary: 'Remove a role that nobody has',
      tag: 'users',
      action: 'roles:write',
      schema: { params: byRole, response: null },
      errors: ['role.not-found', 'role.built-in', 'role.in-use'],
      audit: 'role.remove',
      handle: ({ caller, params }) => roles.remove(caller.tenant, params.id, actorOf(caller)).then(() => undefined),
    }),
    route({
      method: 'GET',
      path: '/api-keys',
      summary: 'API keys, newest first',
      tag: 'api-keys',
      action: 'api-keys:read',
      schema: { query: ApiKeyQuery, response: ApiKeyPage },
      handle({ caller, query }) {
        const madeBy = makerFor(caller, 'api-keys:read');
        return apiKeys.list(caller.tenant, { ...query, ...(madeBy === undefined ? {} : { madeBy }) });
      },
    }),
    route({
      method: 'POST',
      path: '/api-keys',
      summary: 'Make an API key within the own permissions; the key is told here only',
      tag: 'api-keys',
      action: 'api-keys:write',
      person: true,
      schema: { body: NewApiKey, response: ApiKeyCreated, status: 201 },
      errors: ['permission.beyond-own', 'permission.scope-not-offered', 'api-key.expired', 'api-key.id-taken'],
      audit: 'api-key.create',
      handle: ({ caller, body }) => apiKeys.create(caller.tenant, body, { user: caller.user, held: caller.scope, actor: actorOf(caller) }),
    }),
    route({
      method: 'DELETE',
      path: '/api-keys/:id',
      summary: 'Revoke an API key, at once and for good',
      tag: 'api-keys',
      action: 'api-keys:write',
      person: true,
      schema: { params: byKey, response: null },
      errors: ['api-key.not-found'],
      audit: 'api-key.revoke',
      handle: ({ caller, params }) =>
        apiKeys.revoke(caller.tenant, params.id, makerFor(caller, 'api-keys:write'), actorOf(caller)).then(() => undefined),
    }),
  ];
}
