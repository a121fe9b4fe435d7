// Takes one code of a second factor: six digits of the authenticator (RFC 6238) or a recovery code. Each counts once.
import { verify } from 'otplib';
import type { UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { readRecoveryCode, readTimeCode } from '../core/recovery-codes.ts';
import type { Context } from './context.ts';
import { hashOf } from './sessions.ts';
import type { SecondFactorRow, Tables } from './tables.ts';

/** Clocks of phones run a little wrong, and people type slowly: the code before and the one after are taken too (RFC 6238, section 5.2). */
const TOLERANCE_S = 30;

export type Codes = {
  /** False where it is wrong or was taken before. `recovery`: whether a recovery code will do as well. */
  take(row: SecondFactorRow, typed: string, recovery: boolean): Promise<boolean>;
};

export function createCodes({ db, keyring, clock }: Pick<Context, 'db' | 'keyring' | 'clock'>): Codes {
  /** Two requests with one code at the same moment: the second finds the step taken. */
  async function spendStep(tx: Tx, user: UserId, step: number): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .tables<Tables>()
      .updateTable('identity_second_factor')
      .set({ last_step: step })
      .where('user_id', '=', user)
      .where('last_step', '<', step)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async function spendRecovery(tx: Tx, user: UserId, hash: string): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .tables<Tables>()
      .updateTable('identity_second_factor')
      .set((eb) => ({ recovery_hashes: eb.fn('array_remove', ['recovery_hashes', eb.val(hash)]) }))
      .where('user_id', '=', user)
      .where((eb) => eb(eb.val(hash), '=', eb.fn.any('recovery_hashes')))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  return {
    async take(row, typed, recovery) {
      const token = readTimeCode(typed);
      if (token !== null) {
        const secret = await keyring.openText(row.tenant, row.secret);
        const result = await verify({ secret, token, epoch: Math.floor(clock.now() / 1000), epochTolerance: TOLERANCE_S });
        if (!result.valid || !('timeStep' in result)) return false;
        const { timeStep } = result;
        return await db.tenant(row.tenant, (tx) => spendStep(tx, row.user_id, timeStep));
      }
      const code = recovery ? readRecoveryCode(typed) : null;
      return code !== null && (await db.tenant(row.tenant, (tx) => spendRecovery(tx, row.user_id, hashOf(code))));
    },
  };
}
