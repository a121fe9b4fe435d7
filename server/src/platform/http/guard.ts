// What stands before every route: who calls, how often, whether a browser was tricked, and whether the action is allowed. Deny by default.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/time.ts';
import { AppError } from '../errors/types.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { CSRF_HEADER, credentialOf } from './credential.ts';
import { sameOrigin } from './origin.ts';
import { createRateLimiter, rateHeaders } from './rate-limit.ts';
import type { AnyRoute, Auditor, Authenticator, Caller, Route } from './types.ts';

export type Rates = {
  sessionPerSecond: number;
  apiKeyPerSecond: number;
  /** Of one address, for what comes without a session. */ addressPerSecond: number;
};

export type Guard = {
  /** Null on a public route. Throws `auth.*`, `rate.exceeded` or `access.*`. */
  check(route: AnyRoute, request: FastifyRequest, reply: FastifyReply): Promise<Caller | null>;
  /** One request of this caller, for doors that are no routes (the event stream). */
  limit(caller: Caller): void;
};

const READS = new Set(['GET', 'HEAD']);

export function createGuard(options: {
  authenticator: Authenticator;
  auditor: Auditor;
  rates: Rates;
  clock: Clock;
  telemetry: Telemetry;
}): Guard {
  const { authenticator, auditor, rates, clock, telemetry } = options;
  const limiter = createRateLimiter();

  function take(policy: 'session' | 'api-key' | 'address', key: string, perSecond: number, reply: FastifyReply | null): void {
    const verdict = limiter.take(`${policy}:${key}`, perSecond, clock.now());
    if (reply) void reply.headers(rateHeaders(policy, verdict));
    if (verdict.allowed) return;
    telemetry.observe('http_rate_limited_total', 1, { limit: policy });
    throw new AppError('rate.exceeded', { retryAfterSeconds: Math.max(1, Math.ceil(verdict.retryAfterMs / 1000)) });
  }

  function limit(caller: Caller, reply: FastifyReply | null): void {
    const key = caller.via === 'api-key';
    const most = key ? rates.apiKeyPerSecond : rates.sessionPerSecond;
    take(key ? 'api-key' : 'session', caller.session, Math.min(caller.perSecond ?? most, most), reply);
  }

  /** A browser adds the cookie by itself; only our own pages can add the header, and Origin tells where the page came from. */
  function refuseForged(request: FastifyRequest, fromCookie: boolean): void {
    if (READS.has(request.method)) return;
    if (!sameOrigin(request.headers.origin, request.host, true)) throw new AppError('access.csrf');
    if (fromCookie && request.headers[CSRF_HEADER] === undefined) throw new AppError('access.csrf');
  }

  async function refuseAction(route: Route, caller: Caller): Promise<void> {
    if (caller.mustEnrol === true && route.whileEnrolling !== true) throw new AppError('auth.enrolment-required');
    if (caller.via === 'api-key' && route.person === true) throw new AppError('access.person-only');
    if (route.action === null || caller.scope(route.action) !== null) return;
    if (route.audit !== undefined) {
      const { tenant, user, ip } = caller;
      const byKey = caller.via === 'api-key' ? { key: caller.session } : {};
      await auditor.record({ tenant, user, ...byKey, action: route.audit, object: null, outcome: 'denied', ip, details: {} });
    }
    throw new AppError('access.denied', { action: route.action });
  }

  return {
    limit: (caller) => limit(caller, null),
    async check(route, request, reply) {
      if ('public' in route) {
        take('address', request.ip, rates.addressPerSecond, reply);
        if (!route.anyOrigin) refuseForged(request, false);
        return null;
      }
      const credential = credentialOf(request.headers);
      const caller = credential && (await authenticator.authenticate(credential.token, request.ip));
      if (!caller) {
        take('address', request.ip, rates.addressPerSecond, reply);
        void reply.header('www-authenticate', 'Bearer realm="tandem"');
        throw new AppError('auth.required');
      }
      limit(caller, reply);
      if (credential.from === 'cookie') refuseForged(request, true);
      await refuseAction(route, caller);
      return caller;
    },
  };
}
