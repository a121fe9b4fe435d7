// Signing in: throttled, the same for unknown and known addresses, and every outcome on the audit trail of the tenant it concerns.
import { ACTIONS, type Permission, type UserView } from '@tandem/contract/permissions.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { Held } from '../core/grants.ts';
import type { Attempts } from './attempts.ts';
import type { Audit } from './audit.ts';
import { rightsOf } from './callers.ts';
import type { Codes } from './codes.ts';
import type { Context } from './context.ts';
import type { Passwords } from './passwords.ts';
import { FAMILIAR_MS, type Sessions } from './sessions.ts';
import type { SecondFactorRow, Tables, TenantRow, UserRow } from './tables.ts';

export type SignIn = {
  /**
   * `code`: the second step, of users who have one. Throws `auth.failed`, `auth.throttled`, `auth.second-factor-required` (the password was
   * right), `auth.second-factor-failed`.
   */
  signIn: (email: string, password: string, ip: string, code?: string) => Promise<{ token: string; user: UserView }>;
  view: (tx: Tx, user: string, mustEnrol?: boolean) => Promise<UserView | null>;
};

type Found = { user: UserRow; familiar: boolean; factor: SecondFactorRow | null; required: boolean };

export function createSignIn(
  context: Context,
  parts: {
    sessions: Sessions;
    passwords: Passwords;
    codes: Codes;
    attempts: Attempts;
    audit: Audit;
    observe: (outcome: 'done' | 'failed') => void;
  },
): SignIn {
  const { db, clock } = context;
  const { sessions, passwords, codes, attempts, audit, observe } = parts;
  function find(email: string, ip: string): Promise<Found | null> {
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
      if (!user) return null;
      const factor = await tables
        .selectFrom('identity_second_factor')
        .selectAll()
        .where('user_id', '=', user.id)
        .where('confirmed_at', 'is not', null)
        .executeTakeFirst();
      const tenant = await tables
        .selectFrom('identity_tenant')
        .select('second_factor_required')
        .where('tenant', '=', user.tenant)
        .executeTakeFirstOrThrow();
      return { user, familiar: before !== undefined, factor: factor ?? null, required: tenant.second_factor_required };
    });
  }

  async function view(tx: Tx, id: string, mustEnrol = false): Promise<UserView | null> {
    const row = await tx
      .tables<Tables>()
      .selectFrom('identity_user as u')
      .innerJoin('identity_tenant as t', 't.tenant', 'u.tenant')
      .leftJoin('identity_agent as a', (join) => join.onRef('a.user_id', '=', 'u.id').on('a.active', '=', true))
      .leftJoin('identity_role as r', 'r.id', 'u.made_role')
      .leftJoin('identity_second_factor as f', (join) => join.onRef('f.user_id', '=', 'u.id').on('f.confirmed_at', 'is not', null))
      .select(['u.id', 'u.tenant', 't.name as tenantName', 'u.email', 'u.name', 'u.language', 'u.role', 'a.id as agent'])
      .select(['u.made_role', 'r.name as roleName', 'r.permissions as made', 'f.confirmed_at'])
      .where('u.id', '=', id as UserRow['id'])
      .executeTakeFirst();
    if (!row) return null;
    const { made_role, made, confirmed_at, roleName, ...rest } = row;
    const tenant = row.tenant satisfies TenantRow['tenant'];
    const permissions = mustEnrol ? [] : permissionList(rightsOf(row, made));
    return { ...rest, tenant, roleId: made_role ?? row.role, roleName, secondFactor: confirmed_at !== null, mustEnrol, permissions };
  }

  async function failed(user: UserRow, ip: string, code: 'auth.failed' | 'auth.second-factor-failed'): Promise<never> {
    observe('failed');
    const details = code === 'auth.failed' ? {} : { step: 'second' };
    const { tenant, id } = user;
    await audit.record({ tenant, user: id, action: 'session.create', object: null, outcome: 'failed', ip, details });
    throw new AppError(code);
  }

  async function attempt(
    email: string,
    password: string,
    ip: string,
    code: string | undefined,
  ): Promise<{ token: string; user: UserView }> {
    const found = await find(email, ip);
    const counted = attempts.begin(email, ip, found?.familiar ?? false);
    const good = await passwords.verify(password, found?.user.password_hash ?? null);
    if (!found) {
      observe('failed');
      throw new AppError('auth.failed');
    }
    const { user: row, factor, required } = found;
    if (!good) return await failed(row, ip, 'auth.failed');
    if (factor && code === undefined) {
      // Neither a failure nor a sign-in: the failures before it go on counting.
      counted.good(false);
      throw new AppError('auth.second-factor-required');
    }
    if (factor && !(await codes.take(factor, code ?? '', true))) return await failed(row, ip, 'auth.second-factor-failed');
    counted.good(true);
    observe('done');
    const mustEnrol = required && !factor;
    return await db.tenant(row.tenant, async (tx) => {
      const { token, session } = await sessions.open(tx, row, ip, mustEnrol);
      const details = factor ? { step: 'second' } : {};
      await audit.recordIn(tx, {
        tenant: row.tenant,
        user: row.id,
        action: 'session.create',
        object: session,
        outcome: 'done',
        ip,
        details,
      });
      const user = await view(tx, row.id, mustEnrol);
      if (!user) throw new AppError('auth.failed');
      return { token, user };
    });
  }

  /** Attempts for one account from one address take turns: many good ones at once are not many failures, and a guesser gains nothing by haste. */
  const turns = new Map<string, Promise<unknown>>();
  return {
    view,
    async signIn(given, password, ip, code) {
      const email = given.trim().toLowerCase();
      const place = `${email} ${ip}`;
      const turn = (turns.get(place) ?? Promise.resolve()).then(
        () => attempt(email, password, ip, code),
        () => attempt(email, password, ip, code),
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

/** In the order of the contract's list, so that two of them compare. */
export function permissionList(held: Held): Permission[] {
  return ACTIONS.flatMap((action) => {
    const scope = held(action);
    return scope === null ? [] : [{ action, scope }];
  });
}
