// A browser as an agent's phone: a device of his own that rings instead of his others while its secret lives.
import type { OpenedPhone, PhoneLife, PhoneView } from '@tandem/contract/api/phones.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { DirectoryPorts } from '../ports.ts';
import { tellOthers, type Recorder } from './changes.ts';
import { ha1, REALM } from './digest.ts';
import { iceServers, type IceSettings } from './ice-servers.ts';
import type { DirectoryTables } from './tables.ts';

/** Kept alive by its page at half of it: a page that is gone, or whose session ended, is a phone no longer than this. */
const LIFE_MS = 3_600_000;
/** TURN credentials of who only tries his network. */
const TRY_MS = 600_000;

type Deps = {
  db: Db;
  keyring: KeyRing;
  clock: Clock;
  random: Random;
  record: Recorder;
  ports: DirectoryPorts;
  ice: IceSettings;
};

export function createBrowserPhones({ db, keyring, clock, random, record, ports, ice }: Deps) {
  const own = (tx: Tx, agent: AgentId) =>
    tx
      .tables<DirectoryTables>()
      .selectFrom('directory_device')
      .select(['id', 'username', 'open_until'])
      .where('agent', '=', agent)
      .where('kind', '=', 'browser')
      .forUpdate()
      .executeTakeFirst();

  return {
    /** A new secret, told here once: a phone that knows an older one is none from now on. Resolves when it can register. */
    async openPhone(tenant: TenantId, agent: AgentId, actor: Actor): Promise<OpenedPhone> {
      const secret = Buffer.from(random.bytes(24)).toString('base64url');
      const sealed = await keyring.sealText(tenant, secret);
      const until = clock.now() + LIFE_MS;
      const phone = await db.tenant(tenant, async (tx) => {
        const table = tx.tables<DirectoryTables>();
        const found = await own(tx, agent);
        if (found) {
          await table
            .updateTable('directory_device')
            .set({ password_sealed: sealed, open_until: until })
            .where('id', '=', found.id)
            .execute();
          await tellOthers(tx);
          return found;
        }
        const id = makeId('dev', clock.now(), random.bytes(10));
        const made = { id, username: `browser-${id.slice('dev_'.length)}`, agent, kind: 'browser' as const };
        await table
          .insertInto('directory_device')
          .values({ tenant, ...made, password_sealed: sealed, open_until: until })
          .execute();
        await record(tx, { kind: 'device', id, value: made, actor });
        return made;
      });
      await ports.phoneChanged(tenant, agent, phone.id);
      const { id: device, username } = phone;
      return { device, username, realm: REALM, ha1: ha1(username, secret), until, iceServers: iceServers(ice, device, until) };
    },

    async phone(tenant: TenantId, agent: AgentId): Promise<PhoneView> {
      const now = clock.now();
      const open = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<DirectoryTables>()
            .selectFrom('directory_device')
            .select('id')
            .where('agent', '=', agent)
            .where('kind', '=', 'browser')
            .where('open_until', '>', String(now))
            .executeTakeFirst(),
        { read: true },
      );
      return { open: open !== undefined, iceServers: iceServers(ice, agent, now + TRY_MS) };
    },

    /** The secret lives on. Refuses `phone.not-open` where there is none to keep. */
    async keepPhone(tenant: TenantId, agent: AgentId): Promise<PhoneLife> {
      const now = clock.now();
      const until = now + LIFE_MS;
      const kept = await db.tenant(tenant, async (tx) => {
        const row = await tx
          .tables<DirectoryTables>()
          .updateTable('directory_device')
          .set({ open_until: until })
          .where('agent', '=', agent)
          .where('kind', '=', 'browser')
          .where('open_until', '>', String(now))
          .returning('id')
          .executeTakeFirst();
        if (row) await tellOthers(tx);
        return row;
      });
      if (!kept) throw new AppError('phone.not-open', {});
      return { until, iceServers: iceServers(ice, kept.id, until) };
    },

    /** His other phone rings again. */
    async closePhone(tenant: TenantId, agent: AgentId): Promise<void> {
      const other = await db.tenant(tenant, async (tx) => {
        const table = tx.tables<DirectoryTables>();
        const found = await own(tx, agent);
        if (!found || found.open_until === null) return undefined;
        await table.updateTable('directory_device').set({ open_until: null }).where('id', '=', found.id).execute();
        await tellOthers(tx);
        const desk = await table
          .selectFrom('directory_device')
          .select('id')
          .where('agent', '=', agent)
          .where('kind', '=', 'phone')
          .orderBy('id')
          .executeTakeFirst();
        return desk?.id ?? null;
      });
      if (other !== undefined) await ports.phoneChanged(tenant, agent, other);
    },
  };
}
