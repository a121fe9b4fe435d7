// Identity's part of the API: signing in, people, the audit trail; places beside it.
import { Type } from 'typebox';
import { AuditPage, AuditQuery } from '@tandem/contract/api/audit.ts';
import { SignedIn, SignIn } from '@tandem/contract/api/sessions.ts';
import { ChangeOwnPassword, ChangeUser, CreateUser, User, UserPage, UserQuery } from '@tandem/contract/api/users.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { UserView } from '@tandem/contract/permissions.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { actorOf, publicRoute, route, SessionAnswer, type AnyRoute, type Caller } from '../../../platform/http/types.ts';
import { accessRoutes } from './access-routes.ts';
import { companyRoutes } from './company.ts';
import { embeddingRoutes } from './embedding.ts';
import type { Identity } from './identity.ts';
import { importRoutes } from './import/routes.ts';
import { placeRoutes } from './place-routes.ts';
import { secondFactorRoutes } from './second-factor-routes.ts';

export function identityRoutes(identity: Identity): AnyRoute[] {
  async function current(caller: Caller): Promise<UserView> {
    const view = await identity.view(caller);
    if (!view) throw new AppError('auth.required');
    return view;
  }

  return [
    ...secondFactorRoutes(identity),
    ...accessRoutes(identity),
    ...placeRoutes(identity),
    ...importRoutes(identity.userImports),
    ...companyRoutes(identity.company),
    ...embeddingRoutes(identity.embeddings),
    publicRoute({
      method: 'POST',
      path: '/sessions',
      summary: 'Sign in; with a code where the account has a second step',
      tag: 'sessions',
      public: true,
      schema: { body: SignIn, response: SignedIn, status: 201 },
      errors: ['auth.failed', 'auth.throttled', 'auth.second-factor-required', 'auth.second-factor-failed', 'access.csrf'],
      handle: async ({ body, ip }) => {
        const signedIn = await identity.signIn(body.email, body.password, ip, body.code);
        return new SessionAnswer(signedIn, signedIn.token);
      },
    }),
    route({
      method: 'GET',
      path: '/sessions/current',
      summary: 'The signed-in user and his permissions',
      tag: 'sessions',
      action: null,
      whileEnrolling: true,
      schema: { response: UserView },
      handle: ({ caller }) => current(caller),
    }),
    route({
      method: 'GET',
      path: '/me',
      summary: 'The signed-in user and his permissions',
      tag: 'sessions',
      action: null,
      whileEnrolling: true,
      schema: { response: UserView },
      handle: ({ caller }) => current(caller),
    }),
    route({
      method: 'DELETE',
      path: '/sessions/current',
      summary: 'Sign out',
      tag: 'sessions',
      action: null,
      person: true,
      whileEnrolling: true,
      schema: { response: null },
      audit: 'session.end',
      handle: async ({ caller }) => {
        await identity.endSession(caller.tenant, caller.session);
        return new SessionAnswer(undefined, null);
      },
    }),
    route({
      method: 'PUT',
      path: '/me/password',
      summary: 'Change the own password; other sessions end',
      tag: 'sessions',
      action: null,
      person: true,
      schema: { body: ChangeOwnPassword, response: null },
      errors: ['auth.wrong-password', 'user.password-weak'],
      audit: 'user.change-password',
      handle: ({ caller, body }) => identity.changePassword(caller.tenant, caller.user, body, caller.session).then(() => undefined),
    }),
    route({
      method: 'GET',
      path: '/users',
      summary: 'Users',
      tag: 'users',
      action: 'users:read',
      schema: { query: UserQuery, response: UserPage },
      handle: ({ caller, query }) => identity.listUsers(caller.tenant, query),
    }),
    route({
      method: 'POST',
      path: '/users',
      summary: 'Create a user',
      tag: 'users',
      action: 'users:write',
      schema: { body: CreateUser, response: User, status: 201 },
      errors: ['user.email-taken', 'user.password-weak', 'team.not-found', 'site.not-found', 'role.not-found', 'permission.beyond-own'],
      audit: 'user.create',
      handle: ({ caller, body }) => identity.addUser(caller.tenant, body, actorOf(caller), caller.scope),
    }),
    route({
      method: 'PATCH',
      path: '/users/:id',
      summary: 'Change a user; taking rights away ends his sessions',
      tag: 'users',
      action: 'users:write',
      schema: { params: Type.Object({ id: IdOf('usr') }), body: ChangeUser, response: User },
      errors: [
        'user.not-found',
        'user.last-administrator',
        'user.password-weak',
        'user.beyond-own',
        'team.not-found',
        'site.not-found',
        'role.not-found',
        'permission.beyond-own',
      ],
      audit: 'user.change',
      handle: ({ caller, params, body }) => identity.changeUser(caller.tenant, params.id, body, actorOf(caller), caller.scope),
    }),
    route({
      method: 'GET',
      path: '/audit',
      summary: 'The audit trail, newest first',
      tag: 'audit',
      action: 'audit:read',
      schema: { query: AuditQuery, response: AuditPage },
      handle: ({ caller, query }) => identity.audit(caller.tenant, query),
    }),
  ];
}
