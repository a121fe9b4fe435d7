// The second factor over HTTP: one's own, another's taken away, and what the tenant asks of everyone.
import { Type } from 'typebox';
import {
  BeginSecondFactor,
  EndSecondFactor,
  GiveCode,
  RecoveryCodes,
  SecondFactor,
  SecondFactorSecret,
  SecurityPolicy,
} from '@tandem/contract/api/second-factor.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { actorOf, route, type AnyRoute } from '../../../platform/http/types.ts';
import type { Identity } from './identity.ts';

export function secondFactorRoutes({ factors, resetSecondFactor }: Pick<Identity, 'factors' | 'resetSecondFactor'>): AnyRoute[] {
  const own = { tag: 'sessions', action: null, person: true } as const;
  return [
    route({
      ...own,
      method: 'GET',
      path: '/me/second-factor',
      summary: 'Whether the own sign-in has a second step',
      whileEnrolling: true,
      schema: { response: SecondFactor },
      handle: ({ caller }) => factors.state(caller),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/me/second-factor',
      summary: 'Begin to set up the second factor: a new secret for the authenticator, told here only',
      whileEnrolling: true,
      schema: { body: BeginSecondFactor, response: SecondFactorSecret, status: 201 },
      errors: ['auth.wrong-password', 'auth.throttled', 'second-factor.already-on'],
      audit: 'second-factor.begin',
      handle: ({ caller, body }) => factors.begin(caller, body.password),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/me/second-factor/confirm',
      summary: 'Switch the second factor on by a first code; the recovery codes are told here only',
      whileEnrolling: true,
      schema: { body: GiveCode, response: RecoveryCodes },
      errors: ['second-factor.wrong-code', 'second-factor.not-begun', 'second-factor.already-on', 'auth.throttled'],
      audit: 'second-factor.on',
      handle: ({ caller, body }) => factors.confirm(caller, body.code),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/me/second-factor/recovery-codes',
      summary: 'New recovery codes in place of the old ones, told here only',
      schema: { body: GiveCode, response: RecoveryCodes },
      errors: ['second-factor.wrong-code', 'second-factor.off', 'auth.throttled'],
      audit: 'second-factor.recovery-codes',
      handle: ({ caller, body }) => factors.renew(caller, body.code),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/me/second-factor/off',
      summary: 'Switch the second factor off, by password and a code',
      schema: { body: EndSecondFactor, response: null },
      errors: ['auth.wrong-password', 'auth.throttled', 'second-factor.wrong-code', 'second-factor.off', 'second-factor.required'],
      audit: 'second-factor.off',
      handle: ({ caller, body }) => factors.end(caller, body).then(() => undefined),
    }),
    route({
      method: 'DELETE',
      path: '/users/:id/second-factor',
      summary: 'Take away the second factor of somebody who lost it; his sessions end',
      tag: 'users',
      action: 'users:write',
      person: true,
      schema: { params: Type.Object({ id: IdOf('usr') }), response: null },
      errors: ['user.not-found', 'user.beyond-own'],
      audit: 'user.reset-second-factor',
      handle: ({ caller, params }) => resetSecondFactor(caller.tenant, params.id, actorOf(caller), caller.scope).then(() => undefined),
    }),
    route({
      method: 'GET',
      path: '/security-policy',
      summary: 'What the tenant asks of everyone',
      tag: 'users',
      action: 'users:read',
      schema: { response: SecurityPolicy },
      handle: ({ caller }) => factors.policy(caller.tenant),
    }),
    route({
      method: 'PUT',
      path: '/security-policy',
      summary: 'Ask everyone for a second factor, from the next sign-in on, or stop asking',
      tag: 'users',
      action: 'users:write',
      person: true,
      schema: { body: SecurityPolicy, response: SecurityPolicy },
      audit: 'security-policy.change',
      handle: ({ caller, body }) => factors.setPolicy(caller.tenant, body, actorOf(caller)),
    }),
  ];
}
