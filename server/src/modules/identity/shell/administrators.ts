// Who keeps a tenant: its active administrators. There is always one.
import type { UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Tables } from './tables.ts';

/** `lock`: in the order of their ids, so that two changes at once cannot take away the last two. */
export async function readAdministrators(tx: Tx, lock: boolean): Promise<UserId[]> {
  let query = tx
    .tables<Tables>()
    .selectFrom('identity_user')
    .select('id')
    .where('role', '=', 'administrator')
    .where('made_role', 'is', null)
    .where('active', '=', true)
    .orderBy('id');
  if (lock) query = query.forUpdate();
  return (await query.execute()).map(({ id }) => id);
}
