// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the first answer to a key is kept for a day and given again.
import { createHash } from 'node:crypto';
import type { ExpressionBuilder } from 'kysely';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Clock, DurationMs } from '../../kernel/time.ts';
import { DAY, MINUTE } from '../../kernel/time.ts';
import type { KeyRing } from '../crypto/types.ts';
import type { Db } from '../db/types.ts';
import { AppError } from '../errors/types.ts';

export const KEPT_MS: DurationMs = DAY;
/** A request that has not ended after so long died with its process; its key may be tried again. */
export const RUNNING_MS: DurationMs = MINUTE;

export type KeptAnswer = { status: number; body: string | null };
/** `user` is the id of a user or of an API key. */
export type Owner = { tenant: TenantId; user: string; key: string };

export type Idempotency = {
  /** Null: nobody has asked before, go on and `keep` or `drop`. Throws where the key belongs to another or a running request. */
  begin(owner: Owner, fingerprint: string): Promise<KeptAnswer | null>;
  keep(owner: Owner, answer: KeptAnswer): Promise<void>;
  /** The request changed nothing: the key is free again. */
  drop(owner: Owner): Promise<void>;
  /** Forgets the tenant's kept answers: they may show a customer who was erased. What still runs is left alone. */
  forget(tenant: TenantId): Promise<void>;
  /** Removes what is older than a day, of all tenants. */
  purge(): Promise<number>;
};

type Tables = {
  http_idempotency: {
    tenant: string;
    user_id: string;
    key: string;
    fingerprint: string;
    status: number | null;
    answer: string | null;
    started_at: number;
  };
};

export function fingerprintOf(method: string, url: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${url}\n${JSON.stringify(body ?? null)}`)
    .digest('base64url');
}

/** The key as the header carries it, with or without the quotes of a structured field; null where there is none. */
export function readKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const key = typeof header === 'string' ? header.replace(/^"(.*)"$/, '$1') : '';
  if (!/^[\x20-\x7e]{1,128}$/.test(key)) throw new AppError('idempotency.key-invalid');
  return key;
}

export function createIdempotency(options: { db: Db; keyring: Pick<KeyRing, 'sealText' | 'openText'>; clock: Clock }): Idempotency {
  const { db, keyring, clock } = options;

  const mine = (eb: ExpressionBuilder<Tables, 'http_idempotency'>, { user, key }: Owner) =>
    eb.and([eb('user_id', '=', user), eb('key', '=', key)]);

  return {
    async begin(owner, fingerprint) {
      const now = clock.now();
      const fresh = {
        tenant: owner.tenant,
        user_id: owner.user,
        key: owner.key,
        fingerprint,
        status: null,
        answer: null,
        started_at: now,
      };
      // One statement takes a new key, one past its day, or one whose request died; two requests at once cannot both take it.
      const taken = await db.tenant(
        owner.tenant,
        (tx) =>
          tx
            .tables<Tables>()
            .insertInto('http_idempotency')
            .values(fresh)
            .onConflict((conflict) =>
              conflict
                .columns(['tenant', 'user_id', 'key'])
                .doUpdateSet(fresh)
                .where((eb) =>
                  eb.or([
                    eb('http_idempotency.started_at', '<', now - KEPT_MS),
                    eb.and([
                      eb('http_idempotency.status', 'is', null),
                      eb('http_idempotency.started_at', '<', now - RUNNING_MS),
                      eb('http_idempotency.fingerprint', '=', fingerprint),
                    ]),
                  ]),
                ),
            )
            .returning('key')
            .executeTakeFirst(),
        { single: true },
      );
      if (taken) return null;
      const row = await db.tenant(
        owner.tenant,
        (tx) =>
          tx
            .tables<Tables>()
            .selectFrom('http_idempotency')
            .selectAll()
            .where((eb) => mine(eb, owner))
            .executeTakeFirst(),
        { read: true },
      );
      if (row && row.fingerprint !== fingerprint) throw new AppError('idempotency.key-reused');
      if (row?.status == null) throw new AppError('idempotency.in-progress');
      return { status: row.status, body: row.answer === null ? null : await keyring.openText(owner.tenant, row.answer) };
    },
    async keep(owner, { status, body }) {
      const answer = body === null ? null : await keyring.sealText(owner.tenant, body);
      await db.tenant(
        owner.tenant,
        (tx) =>
          tx
            .tables<Tables>()
            .updateTable('http_idempotency')
            .set({ status, answer })
            .where((eb) => mine(eb, owner))
            .execute(),
        { single: true },
      );
    },
    async drop(owner) {
      await db.tenant(
        owner.tenant,
        (tx) =>
          tx
            .tables<Tables>()
            .deleteFrom('http_idempotency')
            .where((eb) => mine(eb, owner))
            .execute(),
        { single: true },
      );
    },
    forget: (tenant) =>
      db.tenant(
        tenant,
        async (tx) => void (await tx.tables<Tables>().deleteFrom('http_idempotency').where('status', 'is not', null).execute()),
      ),
    purge() {
      return db.system(async (tx) => {
        const result = await tx
          .tables<Tables>()
          .deleteFrom('http_idempotency')
          .where('started_at', '<', clock.now() - KEPT_MS)
          .executeTakeFirst();
        return Number(result.numDeletedRows);
      });
    },
  };
}
