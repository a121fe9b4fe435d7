// Trunks: what calls come in and go out by. The password of an account is sealed, goes to the edge, and is never given back.
import type { NewTrunk, Trunk, TrunkAccount, TrunkAccountWish, TrunkPatch, TrunkView } from '@tandem/contract/api/numbers.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId, TrunkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { DirectoryPorts } from '../ports.ts';
import { isTaken, type Recorder } from './changes.ts';
import type { DirectoryTables } from './tables.ts';

const COLUMNS = [
  'id',
  'name',
  'addresses',
  'host',
  'port',
  'country',
  'rules',
  'priority',
  'transport',
  'checked as check',
  'caller',
  'lookup',
  'encryption',
  'account',
] as const;

const DEFAULTS = {
  priority: 10,
  transport: 'udp',
  check: false,
  caller: { from: 'number', assert: false },
  lookup: 'host',
  encryption: 'offered',
} as const;
const EXPIRES_S = 600;

const written = ({ addresses, rules, caller, account, check, ...rest }: Trunk) => ({
  ...rest,
  addresses: JSON.stringify(addresses),
  rules: JSON.stringify(rules),
  caller: JSON.stringify(caller),
  account: account && JSON.stringify(account),
  checked: check,
});

function takenOr(error: unknown, name: string): unknown {
  return isTaken(error) ? new AppError('trunk.exists', { name }, { cause: error }) : error;
}

export function createTrunks(deps: { db: Db; keyring: KeyRing; clock: Clock; random: Random; record: Recorder; ports: DirectoryPorts }) {
  const { db, keyring, clock, random, record, ports } = deps;
  const trunks = (tenant: TenantId): Promise<Trunk[]> =>
    db.tenant(tenant, (tx) =>
      tx.tables<DirectoryTables>().selectFrom('directory_trunk').select(COLUMNS).orderBy('priority').orderBy('name').execute(),
    );
  const viewOf = (tenant: TenantId, trunk: Trunk): TrunkView => ({ ...trunk, state: ports.trunkState(tenant, trunk.id) });
  const sealed = async (tenant: TenantId, wish: TrunkAccountWish | null | undefined): Promise<string | null> =>
    wish?.password === undefined ? null : keyring.sealText(tenant, wish.password);

  return {
    /** In the order in which calls go out over them. */
    trunks,
    trunkViews: async (tenant: TenantId): Promise<TrunkView[]> => (await trunks(tenant)).map((trunk) => viewOf(tenant, trunk)),

    async createTrunk(tenant: TenantId, wanted: NewTrunk, actor: Actor): Promise<TrunkView> {
      if (wanted.account && wanted.account.password === undefined) throw new AppError('trunk.no-password', {});
      const { account: wish, ...rest } = wanted;
      const trunk: Trunk = {
        ...DEFAULTS,
        ...given(rest),
        ...required(wanted),
        id: wanted.id ?? makeId('trk', clock.now(), random.bytes(10)),
        account: accountOf(wish ?? null, null),
      };
      checkKeys(trunk);
      const password = await sealed(tenant, wish);
      try {
        return await db.tenant(tenant, async (tx) => {
          await tx
            .tables<DirectoryTables>()
            .insertInto('directory_trunk')
            .values({ tenant, ...written(trunk), account_password_sealed: password })
            .execute();
          await record(tx, { kind: 'trunk', id: trunk.id, value: trunk, actor });
          return viewOf(tenant, trunk);
        });
      } catch (error) {
        throw takenOr(error, trunk.name);
      }
    },

    /** Calls that are up stay as they are; the next one goes by the new values. */
    async changeTrunk(tenant: TenantId, id: TrunkId, patch: TrunkPatch, actor: Actor): Promise<TrunkView> {
      const { account: wish, ...rest } = patch;
      const password = await sealed(tenant, wish);
      try {
        return await db.tenant(tenant, async (tx) => {
          const table = tx.tables<DirectoryTables>();
          const row = await table.selectFrom('directory_trunk').select(COLUMNS).where('id', '=', id).forUpdate().executeTakeFirst();
          if (!row) throw new AppError('trunk.not-found', { id });
          if (wish && password === null && row.account === null) throw new AppError('trunk.no-password', {});
          const trunk: Trunk = { ...row, ...given(rest), account: wish === undefined ? row.account : accountOf(wish, row.account) };
          checkKeys(trunk);
          const kept = wish === null ? { account_password_sealed: null } : password === null ? {} : { account_password_sealed: password };
          await table
            .updateTable('directory_trunk')
            .set({ ...written(trunk), ...kept })
            .where('id', '=', id)
            .execute();
          await record(tx, { kind: 'trunk', id, value: trunk, actor });
          return viewOf(tenant, trunk);
        });
      } catch (error) {
        throw takenOr(error, patch.name ?? '');
      }
    },

    /** Calls that are up go on; nothing comes in or goes out over it any more. */
    async removeTrunk(tenant: TenantId, id: TrunkId, actor: Actor): Promise<void> {
      await db.tenant(tenant, async (tx) => {
        const gone = await tx.tables<DirectoryTables>().deleteFrom('directory_trunk').where('id', '=', id).executeTakeFirst();
        if (gone.numDeletedRows === 0n) throw new AppError('trunk.not-found', { id });
        await record(tx, { kind: 'trunk', id, value: null, actor });
      });
    },
  };
}

/** Keys are told over TLS only; where NAPTR chooses, it may choose that. */
function checkKeys({ encryption, transport, lookup }: Trunk): void {
  if (encryption === 'required' && transport !== 'tls' && lookup !== 'naptr') throw new AppError('trunk.encryption-needs-tls');
}

function accountOf(wish: TrunkAccountWish | null, before: TrunkAccount | null): TrunkAccount | null {
  if (wish === null) return null;
  const { username, register = before?.register ?? true, expiresS = before?.expiresS ?? EXPIRES_S } = wish;
  return { username, register, expiresS };
}

const required = ({ name, addresses, host, port, country, rules }: NewTrunk) => ({ name, addresses, host, port, country, rules });

/** Without the fields that are there and undefined. */
function given(wish: Omit<TrunkPatch, 'account'>): Partial<Trunk> {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
}
