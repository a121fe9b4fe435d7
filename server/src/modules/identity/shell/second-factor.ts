// The second factor of a user's sign-in: set up, confirmed by a first code, renewed, ended; and whether the tenant asks everyone for it.
import { generateSecret, generateURI } from 'otplib';
import type { RecoveryCodes, SecondFactor, SecondFactorSecret, SecurityPolicy } from '@tandem/contract/api/second-factor.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { actorOf, type Caller } from '../../../platform/http/types.ts';
import { readRecoveryCode, recoveryCode, RECOVERY_BYTES, RECOVERY_CODES } from '../core/recovery-codes.ts';
import type { Attempts } from './attempts.ts';
import type { Codes } from './codes.ts';
import { tenantIn } from './company.ts';
import { changed, type Context } from './context.ts';
import type { Passwords } from './passwords.ts';
import { hashOf, type Sessions } from './sessions.ts';
import type { SecondFactorRow, Tables, UserRow } from './tables.ts';
import { tellUser } from './users.ts';

export type SecondFactors = {
  state(caller: Caller): Promise<SecondFactor>;
  /** A new secret, asked for by nobody before it is confirmed. Throws `auth.wrong-password`, `second-factor.already-on`. */
  begin(caller: Caller, password: string | undefined): Promise<SecondFactorSecret>;
  /** Throws `second-factor.not-begun`, `second-factor.wrong-code`, `second-factor.already-on`. */
  confirm(caller: Caller, code: string): Promise<RecoveryCodes>;
  /** Ten new recovery codes; the old ones are gone. */
  renew(caller: Caller, code: string): Promise<RecoveryCodes>;
  end(caller: Caller, proof: { password: string; code: string }): Promise<void>;
  /** By an administrator, for somebody who lost his: it is gone, and so are his sessions. Returns the ended sessions. */
  reset(tx: Tx, user: UserId, actor: Actor): Promise<string[]>;
  policy(tenant: TenantId): Promise<SecurityPolicy>;
  setPolicy(tenant: TenantId, policy: SecurityPolicy, actor: Actor): Promise<SecurityPolicy>;
};

const ISSUER = 'Tandem';

export function createSecondFactors(
  context: Context,
  parts: { passwords: Passwords; sessions: Sessions; codes: Codes; attempts: Attempts },
): SecondFactors {
  const { db, keyring, clock, random } = context;
  const { passwords, sessions, codes, attempts } = parts;

  type Own = { user: UserRow; row: SecondFactorRow | undefined; required: boolean };
  const read = ({ tenant, user }: Caller): Promise<Own> =>
    db.tenant(tenant, async (tx) => {
      const tables = tx.tables<Tables>();
      return {
        user: await tables.selectFrom('identity_user').selectAll().where('id', '=', user).executeTakeFirstOrThrow(),
        row: await tables.selectFrom('identity_second_factor').selectAll().where('user_id', '=', user).executeTakeFirst(),
        required: await isRequired(tx),
      };
    });

  async function isRequired(tx: Tx): Promise<boolean> {
    const row = await tx.tables<Tables>().selectFrom('identity_tenant').select('second_factor_required').executeTakeFirst();
    return row?.second_factor_required ?? false;
  }

  function fresh(): { told: string[]; hashes: string[] } {
    const told = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(random.bytes(RECOVERY_BYTES)));
    return { told, hashes: told.map((code) => hashOf(readRecoveryCode(code)!)) };
  }

  /** Whoever found an open screen has the session, and must not guess his way on: counted like a sign-in from a familiar address. */
  async function counted(
    caller: Caller,
    email: string,
    check: () => Promise<boolean>,
    otherwise: 'auth.wrong-password' | 'second-factor.wrong-code',
  ) {
    const attempt = attempts.begin(email, caller.ip, true);
    if (!(await check())) throw new AppError(otherwise);
    attempt.good(true);
  }

  return {
    async state(caller) {
      const { row, required } = await read(caller);
      const since = row?.confirmed_at ?? null;
      return { on: since !== null, since, recoveryCodesLeft: since === null ? 0 : row!.recovery_hashes.length, required };
    },

    async begin(caller, password) {
      const { user, row } = await read(caller);
      if (row && row.confirmed_at !== null) throw new AppError('second-factor.already-on');
      if (caller.mustEnrol !== true)
        await counted(caller, user.email, () => passwords.verify(password ?? '', user.password_hash), 'auth.wrong-password');
      const secret = generateSecret();
      const values = { secret: await keyring.sealText(caller.tenant, secret), last_step: 0, created_at: clock.now() };
      await db.tenant(caller.tenant, (tx) =>
        tx
          .tables<Tables>()
          .insertInto('identity_second_factor')
          .values({ user_id: caller.user, tenant: caller.tenant, ...values, recovery_hashes: [], confirmed_at: null })
          .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values).where('identity_second_factor.confirmed_at', 'is', null))
          .execute(),
      );
      return { secret, uri: generateURI({ issuer: ISSUER, label: user.email, secret }) };
    },

    async confirm(caller, code) {
      const { user, row } = await read(caller);
      if (!row) throw new AppError('second-factor.not-begun');
      if (row.confirmed_at !== null) throw new AppError('second-factor.already-on');
      await counted(caller, user.email, () => codes.take(row, code, false), 'second-factor.wrong-code');
      const { told, hashes } = fresh();
      await db.tenant(caller.tenant, async (tx) => {
        const tables = tx.tables<Tables>();
        const { numUpdatedRows } = await tables
          .updateTable('identity_second_factor')
          .set({ confirmed_at: clock.now(), recovery_hashes: hashes })
          .where('user_id', '=', caller.user)
          .where('confirmed_at', 'is', null)
          .where('secret', '=', row.secret)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) throw new AppError('second-factor.not-begun');
        await tables.updateTable('identity_session').set({ must_enrol: false }).where('user_id', '=', caller.user).execute();
        await tellUser(context, tx, caller.user, actorOf(caller));
      });
      sessions.changed([caller.session]);
      return { recoveryCodes: told };
    },

    async renew(caller, code) {
      const { user, row } = await read(caller);
      if (!row || row.confirmed_at === null) throw new AppError('second-factor.off');
      await counted(caller, user.email, () => codes.take(row, code, false), 'second-factor.wrong-code');
      const { told, hashes } = fresh();
      await db.tenant(caller.tenant, (tx) =>
        tx
          .tables<Tables>()
          .updateTable('identity_second_factor')
          .set({ recovery_hashes: hashes })
          .where('user_id', '=', caller.user)
          .where('confirmed_at', 'is not', null)
          .execute(),
      );
      return { recoveryCodes: told };
    },

    async end(caller, { password, code }) {
      const { user, row, required } = await read(caller);
      if (!row || row.confirmed_at === null) throw new AppError('second-factor.off');
      if (required) throw new AppError('second-factor.required');
      await counted(caller, user.email, () => passwords.verify(password, user.password_hash), 'auth.wrong-password');
      await counted(caller, user.email, () => codes.take(row, code, true), 'second-factor.wrong-code');
      await db.tenant(caller.tenant, async (tx) => {
        await tx.tables<Tables>().deleteFrom('identity_second_factor').where('user_id', '=', caller.user).execute();
        await tellUser(context, tx, caller.user, actorOf(caller));
      });
    },

    async reset(tx, user, actor) {
      const { numDeletedRows } = await tx
        .tables<Tables>()
        .deleteFrom('identity_second_factor')
        .where('user_id', '=', user)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return [];
      await tellUser(context, tx, user, actor);
      return await sessions.endAll(tx, user, null);
    },

    policy: (tenant) => db.tenant(tenant, async (tx) => ({ secondFactorRequired: await isRequired(tx) }), { read: true }),

    async setPolicy(tenant, policy, actor) {
      const freed = await db.tenant(tenant, async (tx) => {
        const tables = tx.tables<Tables>();
        const required = policy.secondFactorRequired;
        const before = await tenantIn(tx);
        await tables.updateTable('identity_tenant').set({ second_factor_required: required }).where('tenant', '=', tenant).execute();
        await changed(context, tx, 'tenant', tenant, { ...before, secondFactorRequired: required }, actor, before);
        // Who works now works on: he is asked at his next sign-in. Who was asked and need not any more is let in.
        if (required) return [];
        const open = tables.updateTable('identity_session').set({ must_enrol: false }).where('must_enrol', '=', true).returning('id');
        return (await open.execute()).map((row) => row.id);
      });
      sessions.changed(freed);
      return policy;
    },
  };
}
