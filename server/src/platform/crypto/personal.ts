// Personal data under one key per customer. The keys are never cached: destroyed is destroyed, in every process, at the commit.
import { randomBytes } from 'node:crypto';
import type { CustomerId, TenantId } from '@tandem/contract/ids.ts';
import { invariant } from '../../kernel/assert.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Tx } from '../db/types.ts';
import { formatSealed, KEY_BYTES, openBytes, parseSealed, sealBytes } from './envelope.ts';
import { parseVersion } from './keyring.ts';
import type { TenantKeys } from './tenant-keys.ts';
import type { PersonalData } from './types.ts';

type KeyRow = { customer: string; tenant: string; key_id: string; wrapped: string; created_at: number };
type Tables = { customer_key: KeyRow };
const KEY_ID_BYTES = 8;

/** `personal:v1:<customer>:<base64url of key id | nonce | ciphertext | tag>` */
export function createPersonalData(parts: { keys: TenantKeys; clock: Clock }): PersonalData {
  const { keys, clock } = parts;

  async function unwrap(tx: Tx, row: KeyRow): Promise<Uint8Array> {
    const { key: version, sealed } = parseSealed('customer-key', row.wrapped);
    const tenant = row.tenant as TenantId;
    const { key } = await keys.version(tenant, parseVersion(version), tx);
    return openBytes(key, sealed, ['customer-key', tenant, row.customer]);
  }

  async function findOrMake(tx: Tx, customer: CustomerId): Promise<KeyRow> {
    invariant(tx.tenant !== null, 'personal data is sealed in a transaction of its tenant');
    // The share lock lets an erasure wait until what is being sealed now is committed, so that it is destroyed with the rest.
    const find = () =>
      tx.tables<Tables>().selectFrom('customer_key').selectAll().where('customer', '=', customer).forKeyShare().executeTakeFirst();
    const found = await find();
    if (found) return found;
    const { version, key } = await keys.current(tx.tenant, tx);
    const wrapped = formatSealed(
      'customer-key',
      String(version),
      sealBytes(key, randomBytes(KEY_BYTES), ['customer-key', tx.tenant, customer]),
    );
    const row = { customer, tenant: tx.tenant, key_id: randomBytes(KEY_ID_BYTES).toString('hex'), wrapped, created_at: clock.now() };
    await tx
      .tables<Tables>()
      .insertInto('customer_key')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const made = await find();
    // A customer's id of another tenant: its key is there and out of sight.
    invariant(made, 'the customer is not of this tenant');
    return made;
  }

  async function openAll(tx: Tx, texts: readonly string[]): Promise<(string | null)[]> {
    if (texts.length === 0) return [];
    const parsed = texts.map((text) => parseSealed('personal', text));
    const customers = [...new Set(parsed.map(({ key }) => key))];
    const rows = await tx.tables<Tables>().selectFrom('customer_key').selectAll().where('customer', 'in', customers).execute();
    const opened = new Map<string, { id: string; key: Uint8Array }>();
    for (const row of rows) opened.set(row.customer, { id: row.key_id, key: await unwrap(tx, row) });
    return parsed.map(({ key: customer, sealed }) => {
      const found = opened.get(customer);
      if (found?.id !== Buffer.from(sealed.subarray(0, KEY_ID_BYTES)).toString('hex')) return null;
      return Buffer.from(openBytes(found.key, sealed.subarray(KEY_ID_BYTES), ['personal', customer])).toString();
    });
  }

  return {
    async seal(tx, customer, text) {
      const row = await findOrMake(tx, customer);
      const sealed = sealBytes(await unwrap(tx, row), Buffer.from(text), ['personal', customer]);
      return formatSealed('personal', customer, Buffer.concat([Buffer.from(row.key_id, 'hex'), sealed]));
    },
    openAll,
    async open(tx, sealed) {
      const [text] = await openAll(tx, [sealed]);
      return text ?? null;
    },
    async destroy(tx, customer) {
      await tx.tables<Tables>().deleteFrom('customer_key').where('customer', '=', customer).execute();
    },
  };
}
