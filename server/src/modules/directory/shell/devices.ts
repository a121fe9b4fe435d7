// SIP devices: user name, agent, password sealed under the tenant's key.
import type { Device, DeviceChanged, DevicePatch, NewDevice } from '@tandem/contract/api/devices.ts';
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

const COLUMNS = ['id', 'username', 'agent', 'kind', 'encryption'] as const;

export type KnownDevice = Device & { tenant: TenantId };

export function createDevices(deps: { db: Db; keyring: KeyRing; clock: Clock; random: Random; record: Recorder; ports: DirectoryPorts }) {
  const { db, keyring, clock, random, record, ports } = deps;
  const newPassword = (): string => Buffer.from(random.bytes(18)).toString('base64url');

  async function checkAgent(tenant: TenantId, agent: AgentId | null | undefined): Promise<void> {
    if (agent && (await ports.unknownAgents(tenant, [agent])).length > 0) throw new AppError('device.unknown-agent', { agent });
  }

  return {
    devices: (tenant: TenantId): Promise<Device[]> =>
      db.tenant(tenant, (tx) => tx.tables<DirectoryTables>().selectFrom('directory_device').select(COLUMNS).orderBy('username').execute()),

    /** The password is given back once, here. */
    async createDevice(tenant: TenantId, wanted: NewDevice, actor: Actor): Promise<{ device: Device; password: string }> {
      await checkAgent(tenant, wanted.agent);
      const password = wanted.password ?? newPassword();
      const device: Device = {
        id: wanted.id ?? makeId('dev', clock.now(), random.bytes(10)),
        username: wanted.username,
        agent: wanted.agent,
        kind: 'phone',
        encryption: wanted.encryption ?? 'offered',
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

    /** A new agent, other encryption, a new password. The password is given back once, here; null where it stays. */
    async changeDevice(tenant: TenantId, id: DeviceId, patch: DevicePatch, actor: Actor): Promise<DeviceChanged> {
      await checkAgent(tenant, patch.agent);
      const password = patch.password === undefined ? null : (patch.password ?? newPassword());
      const sealed = password === null ? null : await keyring.sealText(tenant, password);
      const { before, device } = await db.tenant(tenant, async (tx) => {
        const table = tx.tables<DirectoryTables>();
        const row = await table
          .selectFrom('directory_device')
          .select(COLUMNS)
          .where('id', '=', id)
          // A browser phone is its agent's alone: it changes hands with nobody and its secret is nobody's to choose.
          .where('kind', '=', 'phone')
          .forUpdate()
          .executeTakeFirst();
        if (!row) throw new AppError('device.not-found', { id });
        const { agent = row.agent, encryption = row.encryption } = patch;
        const next: Device = { ...row, agent, encryption };
        await table
          .updateTable('directory_device')
          .set({ agent, encryption, ...(sealed === null ? {} : { password_sealed: sealed }) })
          .where('id', '=', id)
          .execute();
        await record(tx, { kind: 'device', id, value: next, actor });
        return { before: row, device: next };
      });
      if (before.agent !== device.agent) await ports.deviceMoved(tenant, before.agent, device.agent);
      return { device, password };
    },

    /** Over all tenants: a registration names no tenant. */
    deviceByUsername: async (username: string): Promise<KnownDevice | null> =>
      (await db.system((tx) =>
        tx
          .tables<DirectoryTables>()
          .selectFrom('directory_device')
          .select(['tenant', ...COLUMNS])
          .where('username', '=', username)
          .executeTakeFirst(),
      )) ?? null,

    deviceById: async (id: DeviceId): Promise<KnownDevice | null> =>
      (await db.system((tx) =>
        tx
          .tables<DirectoryTables>()
          .selectFrom('directory_device')
          .select(['tenant', ...COLUMNS])
          .where('id', '=', id)
          .executeTakeFirst(),
      )) ?? null,

    /** What rings for the agent: the browser that is his phone now, else his device (the first made, where there are several). */
    deviceOfAgent: async (tenant: TenantId, agent: AgentId): Promise<Device | null> =>
      (await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<DirectoryTables>()
            .selectFrom('directory_device')
            .select(COLUMNS)
            .where('agent', '=', agent)
            .where((where) => where.or([where('kind', '=', 'phone'), where('open_until', '>', String(clock.now()))]))
            // `browser` comes before `phone`.
            .orderBy('kind')
            .orderBy('id')
            .executeTakeFirst(),
        { read: true },
      )) ?? null,
  };
}
