// Identity behind a real server and database, with two tenants, for its tests.
import { randomBytes } from 'node:crypto';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import type { RoleName } from '@tandem/contract/permissions.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { createIdempotency } from '../../../platform/http/idempotency.ts';
import { testHttp, type TestHttp } from '../../../platform/http/testkit.ts';
import { createIdentity, identityRoutes, type Identity } from '../index.ts';

export const PASSWORD = 'tandem-demo';
export const LIMITS = { idleMs: 60_000, absoluteMs: 3_600_000 };

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers as a foreign client would
export type Answer = { status: number; json: any; headers: Headers };
export type Setup = {
  data: TestDatabase;
  identity: Identity;
  server: TestHttp;
  tenants: [TenantId, TenantId];
  /** Agents for whom something is set up elsewhere. */
  inUse: Set<AgentId>;
  clock: { now(): number; forward(ms: number): void };
  token(email: string): Promise<string>;
  call(method: string, path: string, options?: { token?: string; body?: unknown; headers?: Record<string, string> }): Promise<Answer>;
  close(): Promise<void>;
};

export const emailOf = (role: RoleName, tenant: 'one' | 'two' = 'one') => `${role}@${tenant}.test`;

export async function setUp(): Promise<Setup> {
  const data = await testDatabase({ modules: ['identity'] });
  let ahead = 0;
  const inUse = new Set<AgentId>();
  const clock = { now: () => Date.now() + ahead, forward: (ms: number) => void (ahead += ms) };
  const identity = createIdentity({
    db: data.db,
    log: data.log,
    clock,
    random: { bytes: randomBytes },
    keyring: data.keyring,
    session: LIMITS,
    ports: { queuesOf: () => Promise.resolve([]), agentsInUse: () => Promise.resolve([...inUse]) },
  });
  const make = async (key: 'one' | 'two'): Promise<TenantId> => {
    const tenant = await identity.createTenant({ key, name: `Tenant ${key}`, zone: 'Asia/Shanghai', country: 'CN', language: 'en' });
    const site = await identity.createSite(tenant, { name: 'Main', zone: 'Asia/Shanghai' });
    const team = await identity.createTeam(tenant, { site, name: 'Team' });
    for (const role of ['agent', 'supervisor', 'administrator'] as const) {
      await identity.createUser(tenant, { email: emailOf(role, key), name: `${role} of ${key}`, role, site, team, password: PASSWORD });
    }
    return tenant;
  };
  const tenants: [TenantId, TenantId] = [await make('one'), await make('two')];
  const server = await testHttp({
    authenticator: identity.authenticator,
    auditor: identity.auditor,
    idempotency: createIdempotency({ db: data.db, keyring: data.keyring, clock }),
    clock,
    routes: identityRoutes(identity),
  });

  const tokens = new Map<string, string>();
  const call: Setup['call'] = async (method, path, { token, body, headers } = {}) => {
    const response = await fetch(`${server.base}/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // Who asks without a session is one address to the server: he waits, as told, where he comes too fast.
    if (response.status === 429 && text.includes('rate.exceeded')) {
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(response.headers.get('retry-after') ?? 1)));
      return call(method, path, {
        ...(token === undefined ? {} : { token }),
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      });
    }
    // A file, as a table to fill in, is no JSON.
    const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, json: isJson ? JSON.parse(text) : null, headers: response.headers };
  };
  return {
    data,
    inUse,
    identity,
    server,
    tenants,
    clock,
    call,
    async token(email) {
      const known = tokens.get(email);
      if (known !== undefined) return known;
      const { json } = await call('POST', '/sessions', { body: { email, password: PASSWORD } });
      tokens.set(email, json.token);
      return json.token;
    },
    async close() {
      await server.close();
      await data.close();
    },
  };
}
