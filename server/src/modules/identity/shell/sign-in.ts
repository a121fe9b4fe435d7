// Signing in: throttled, the same for unknown and known addresses, and every outcome on the audit trail of the tenant it concerns.
import type { UserView } from '@tandem/contract/permissions.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { permissionsOf } from '../core/permissions.ts';
import { waitMs, windowAt, WINDOW_MS, type Window } from '../core/throttle.ts';
import type { Audit } from './audit.ts';
import type { Context } from './context.ts';
import type { Passwords } from './passwords.ts';
import { FAMILIAR_MS, type Sessions } from './sessions.ts';
import type { Tables, TenantRow, UserRow } from './tables.ts';

const MOST_WINDOWS = 100_000;

export type SignIn = {
  /** Throws `auth.failed` or `auth.throttled`. */
  signIn: (email: string, password: string, ip: string) => Promise<{ token: string; user: UserView }>;
  view: (tx: Tx, user: string) => Promise<UserView | null>;
};

type Counters = Map<string, Window>;

export function createSignIn(
  context: Context,
  parts: { sessions: Sessions; passwords: Passwords; audit: Audit; observe: (outcome: 'done' | 'failed' | 'throttled') => void },
): SignIn {
  const { db, clock } = context;
  const { sessions, passwords, audit, observe } = parts;
  // Of this process: with n API processes a guesser has n times the tries, which the limits bear.
  const counters: Counters = new Map();

  function read(key: string): Window {
    return windowAt(counters.get(key), clock.now());
  }

  /** Counted before the password is looked at, so that many tries at once are many tries. */
  function count(keys: readonly string[], by: 1 | -1): void {
    for (const key of keys) {
      const window = read(key);
      counters.delete(key);
      if (window.count + by > 0) counters.set(key, { ...window, count: window.count + by });
    }
    for (const [key, window] of counters) {
      if (counters.size <= MOST_WINDOWS && clock.now() - window.since < WINDOW_MS) break;
      counters.delete(key);
    }
  }

  function find(email: string, ip: string): Promise<{ user: UserRow; familiar: boolean } | null> {
    return db.system(async (tx) => {
      const tables = tx.tables<Tables>();
      const user = await tables
        .selectFrom('identity_user')
        .selectAll()
        .where('email', '=', email)
        .where('active', '=', true)
        .executeTakeFirst();
      const since = clock.now() - FAMILIAR_MS;
      const before = await tables
        .selectFrom('identity_session')
        .select('id')
        .where('user_id', '=', user?.id ?? 'usr_')
        .where('ip', '=', ip)
        .where('created_at', '>', since)
        .limit(1)
        .executeTakeFirst();
      return user ? { user, familiar: before !== undefined } : null;
    });
  }

  async function view(tx: Tx, id: string): Promise<UserView | null> {
    const row = await tx
      .tables<Tables>()
      .selectFrom('identity_user as u')
      .innerJoin('identity_tenant as t', 't.tenant', 'u.tenant')
      .leftJoin('identity_agent as a', (join) => join.onRef('a.user_id', '=', 'u.id').on('a.active', '=', true))
      .select(['u.id', 'u.tenant', 't.name as tenantName', 'u.email', 'u.name', 'u.language', 'u.role', 'a.id as agent'])
      .where('u.id', '=', id as UserRow['id'])
      .executeTakeFirst();
    return row ? { ...row, tenant: row.tenant satisfies TenantRow['tenant'], permissions: permissionsOf(row.role) } : null;
  }

  async function attempt(email: string, password: string, ip: string): Promise<{ token: string; user: UserView }> {
    const keys = { pair: `pair:${email}:${ip}`, account: `account:${email}`, address: `address:${ip}` };
    const all = Object.values(keys);
    const found = await find(email, ip);
    const wait = waitMs(
      { pair: read(keys.pair), account: read(keys.account), address: read(keys.address) },
      found?.familiar ?? false,
      clock.now(),
    );
    if (wait > 0) {
      observe('throttled');
      throw new AppError('auth.throttled', { retryAfterSeconds: Math.ceil(wait / 1000) });
    }
    count(all, 1);
    const good = await passwords.verify(password, found?.user.password_hash ?? null);
    if (!found || !good) {
      observe('failed');
      if (found)
        await audit.record({
          tenant: found.user.tenant,
          user: found.user.id,
          action: 'session.create',
          object: null,
          outcome: 'failed',
          ip,
          details: {},
        });
      throw new AppError('auth.failed');
    }
    count(all, -1);
    counters.delete(keys.pair);
    observe('done');
    return await db.tenant(found.user.tenant, async (tx) => {
      const { token, session } = await sessions.open(tx, found.user, ip);
      await audit.recordIn(tx, {
        tenant: found.user.tenant,
        user: found.user.id,
        action: 'session.create',
        object: session,
        outcome: 'done',
        ip,
        details: {},
      });
      const user = await view(tx, found.user.id);
      if (!user) throw new AppError('auth.failed');
      return { token, user };
    });
  }

  /** Attempts for one account from one address take turns: many good ones at once are not many failures, and a guesser gains nothing by haste. */
  const turns = new Map<string, Promise<unknown>>();
  return {
    view,
    async signIn(given, password, ip) {
      const email = given.trim().toLowerCase();
      const place = `${email} ${ip}`;
      const turn = (turns.get(place) ?? Promise.resolve()).then(
        () => attempt(email, password, ip),
        () => attempt(email, password, ip),
      );
      turns.set(place, turn);
      try {
        return await turn;
      } finally {
        if (turns.get(place) === turn) turns.delete(place);
      }
    },
  };
}
