// A server for tests: real fastify on a free loopback port, with callers by token instead of an identity module.
import type { Action, Scope } from '@tandem/contract/permissions.ts';
import type { Log } from '../log/log.ts';
import { createTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { createHttp, type Http, type HttpOptions } from './http.ts';
import type { Idempotency } from './idempotency.ts';
import type { AnyRoute, Auditor, Authenticator, Caller } from './types.ts';

const silent = () => undefined;
export const quietLog: Log = { debug: silent, info: silent, warn: silent, error: silent, fatal: silent, child: () => quietLog };

/** Refuses every key: for tests without a database. */
export const noIdempotency: Idempotency = {
  begin: () => Promise.reject(new Error('no idempotency store in this test')),
  keep: () => Promise.resolve(),
  drop: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  purge: () => Promise.resolve(0),
};

/** A caller with exactly these permissions. */
export function testCaller(permissions: Partial<Record<Action, Scope>>, more: Partial<Caller> = {}): Caller {
  return {
    tenant: 'tnt_01900000-0000-7000-8000-000000000001',
    user: 'usr_01900000-0000-7000-8000-000000000001',
    agent: null,
    teams: [],
    sites: [],
    queues: [],
    session: 'ses_test',
    ip: '127.0.0.1',
    scope: (action) => permissions[action] ?? null,
    ...more,
  };
}

export function tokenAuthenticator(callers: Readonly<Record<string, Caller>>): Authenticator & { revoke(session: string): void } {
  const listeners = new Set<(session: string) => void>();
  const gone = new Set<string>();
  return {
    authenticate: (token) => Promise.resolve(callers[token] && !gone.has(callers[token].session) ? callers[token] : null),
    onRevoked(ended) {
      listeners.add(ended);
      return () => void listeners.delete(ended);
    },
    revoke(session) {
      gone.add(session);
      for (const listener of listeners) listener(session);
    },
  };
}

export type AuditEntry = Parameters<Auditor['record']>[0];

export type TestHttp = { http: Http; base: string; audit: AuditEntry[]; telemetry: Telemetry; close(): Promise<void> };

export async function testHttp(
  options: Partial<Omit<HttpOptions, 'config'>> & {
    routes?: readonly AnyRoute[];
    config?: Partial<HttpOptions['config']>;
    before?: (http: Http) => void;
  },
): Promise<TestHttp> {
  const audit: AuditEntry[] = [];
  const telemetry = options.telemetry ?? createTelemetry({ processMetrics: false });
  const http = await createHttp({
    log: quietLog,
    authenticator: tokenAuthenticator({}),
    auditor: { record: (entry) => Promise.resolve(void audit.push(entry)) },
    idempotency: noIdempotency,
    clock: { now: () => Date.now() },
    readiness: () => Promise.resolve({}),
    webRoot: null,
    version: '0.0.0-test',
    strictAnswers: true,
    ...options,
    telemetry,
    config: {
      host: '127.0.0.1',
      httpPort: 0,
      tls: null,
      trustedProxies: [],
      metricsToken: null,
      rates: { sessionPerSecond: 1_000, apiKeyPerSecond: 1_000 },
      session: { idleMs: 3_600_000, absoluteMs: 86_400_000 },
      ...options.config,
    },
  });
  http.register(options.routes ?? []);
  options.before?.(http);
  return { http, base: await http.listen(), audit, telemetry, close: () => http.close() };
}
