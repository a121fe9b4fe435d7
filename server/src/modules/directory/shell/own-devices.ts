// The phones of one agent that can be called: which of them is his now, and which ring along with it.
import type { OwnDevice } from '@tandem/contract/api/phones.ts';
import type { AgentId, DeviceId, TenantId } from '@tandem/contract/ids.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { DirectoryTables } from './tables.ts';

export function createOwnDevices({ db, clock }: { db: Db; clock: Clock }) {
  /** The first is the one that rings, as `deviceOfAgent` has it. */
  async function read(tx: Tx, agent: AgentId): Promise<OwnDevice[]> {
    const rows = await tx
      .tables<DirectoryTables>()
      .selectFrom('directory_device')
      .select(['id', 'username', 'kind', 'rings_too'])
      .where('agent', '=', agent)
      .where((where) => where.or([where('kind', '=', 'phone'), where('open_until', '>', String(clock.now()))]))
      .orderBy('kind')
      .orderBy('id')
      .execute();
    return rows.map(({ id, username, kind, rings_too: ringsToo }, i) => ({ id, username, kind, rings: i === 0, ringsToo }));
  }

  return {
    ownDevices: (tenant: TenantId, agent: AgentId): Promise<OwnDevice[]> => db.tenant(tenant, (tx) => read(tx, agent), { read: true }),

    /** Refuses `device.not-found`, also for a browser: that one is his phone, or none. */
    changeOwnDevice: (tenant: TenantId, agent: AgentId, id: DeviceId, ringsToo: boolean): Promise<OwnDevice> =>
      db.tenant(tenant, async (tx) => {
        await tx
          .tables<DirectoryTables>()
          .updateTable('directory_device')
          .set({ rings_too: ringsToo })
          .where('id', '=', id)
          .where('agent', '=', agent)
          .where('kind', '=', 'phone')
          .execute();
        const device = (await read(tx, agent)).find((each) => each.id === id && each.kind === 'phone');
        if (!device) throw new AppError('device.not-found', { id });
        return device;
      }),
  };
}
