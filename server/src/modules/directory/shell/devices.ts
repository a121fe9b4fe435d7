// SIP devices: user name, agent, password sealed under the tenant's key; and the edge's directory built from them and the trunks.
import { createHash } from 'node:crypto';
import type { Device, NewDevice } from '@tandem/contract/api/devices.ts';
import type { EdgeDirectory } from '@tandem/contract/edge.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, DeviceId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { DirectoryPorts } from '../ports.ts';
import { isTaken, type Recorder } from './changes.ts';
import type { DirectoryTables } from './tables.ts';

/** RFC 7616, section 3.4.2: A1 of algorithm MD5, which is what SIP phones speak. The realm is fixed, so HA1 outlives a change of domain. */
function ha1(username: string, password: string): string {
  return createHash('md5').update(`${username}:tandem:${password}`).digest('hex');
}

export type KnownDevice = Device & { tenant: TenantId };

export function createDevices(deps: { db: Db; keyring: KeyRing; clock: Clock; random: Random; record: Recorder; ports: DirectoryPorts }) {
  const { db, keyring, clock, random, record, ports } = deps;
  // The password of a device never changes under the same sealed text, so its HA1 need not be worked out at each push.
  const known = new Map<string, string>();

  async function ha1Of(tenant: TenantId, username: string, sealed: string): Promise<string> {
    const cached = known.get(sealed);
    if (cached) return cached;
    const value = ha1(username, await keyring.openText(tenant, sealed));
    known.set(sealed, value);
    return value;
  }

  return {
    devices: (tenant: TenantId): Promise<Device[]> =>
      db.tenant(tenant, (tx) =>
        tx.tables<DirectoryTables>().selectFrom('directory_device').select(['id', 'username', 'agent']).orderBy('username').execute(),
      ),

    /** The password is given back once, here. */
    async createDevice(tenant: TenantId, wanted: NewDevice, actor: Actor): Promise<{ device: Device; password: string }> {
      if (wanted.agent && (await ports.unknownAgents(tenant, [wanted.agent])).length > 0)
        throw new AppError('device.unknown-agent', { agent: wanted.agent });
      const password = wanted.password ?? Buffer.from(random.bytes(18)).toString('base64url');
      const device: Device = {
        id: wanted.id ?? makeId('dev', clock.now(), random.bytes(10)),
        username: wanted.username,
        agent: wanted.agent,
      };
      const sealed = await keyring.sealText(tenant, password);
      try {
        return await db.tenant(tenant, async (tx) => {
          await tx
            .tables<DirectoryTables>()
            .insertInto('directory_device')
            .values({ tenant, ...device, password_sealed: sealed })
            .execute();
          await record(tx, { kind: 'device', id: device.id, value: device, actor });
          return { device, password };
        });
      } catch (error) {
        throw isTaken(error) ? new AppError('device.exists', { username: wanted.username }, { cause: error }) : error;
      }
    },

    /** Over all tenants: a registration names no tenant. */
    deviceByUsername: async (username: string): Promise<KnownDevice | null> =>
      (await db.system((tx) =>
        tx
          .tables<DirectoryTables>()
          .selectFrom('directory_device')
          .select(['tenant', 'id', 'username', 'agent'])
          .where('username', '=', username)
          .executeTakeFirst(),
      )) ?? null,

    deviceById: async (id: DeviceId): Promise<KnownDevice | null> =>
      (await db.system((tx) =>
        tx
          .tables<DirectoryTables>()
          .selectFrom('directory_device')
          .select(['tenant', 'id', 'username', 'agent'])
          .where('id', '=', id)
          .executeTakeFirst(),
      )) ?? null,

    /** The agent's device (the first made, where there are several). */
    deviceOfAgent: async (tenant: TenantId, agent: AgentId): Promise<Device | null> =>
      (await db.tenant(tenant, (tx) =>
        tx
          .tables<DirectoryTables>()
          .selectFrom('directory_device')
          .select(['id', 'username', 'agent'])
          .where('agent', '=', agent)
          .orderBy('id')
          .executeTakeFirst(),
      )) ?? null,

    /** All tenants' devices and trunks, as the edge keeps them while core is away. */
    async edgeDirectory(): Promise<EdgeDirectory> {
      const { devices, trunks } = await db.system(async (tx) => {
        const tables = tx.tables<DirectoryTables>();
        return {
          devices: await tables.selectFrom('directory_device').selectAll().orderBy('username').execute(),
          trunks: await tables.selectFrom('directory_trunk').selectAll().orderBy('id').execute(),
        };
      });
      return {
        devices: await Promise.all(
          devices.map(async (row) => ({
            tenant: row.tenant,
            device: row.id,
            username: row.username,
            ha1: await ha1Of(row.tenant, row.username, row.password_sealed),
          })),
        ),
        trunks: trunks.map((row) => ({
          tenant: row.tenant,
          trunk: row.id,
          name: row.name,
          addresses: row.addresses,
          host: row.host,
          port: row.port,
          country: row.country,
        })),
      };
    },
  };
}
