// Who may enter the demo tenant: with the passwords everybody knows only while nobody but this machine can reach us. Fitted at every start,
// since a data folder made on loopback may later be opened to others.
import fs from 'node:fs';
import path from 'node:path';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Directory } from '../modules/directory/index.ts';
import type { Identity } from '../modules/identity/index.ts';
import type { Log } from '../platform/log/log.ts';
import { PEOPLE } from './demo-data.ts';
import { random } from './process.ts';
import { DEMO_NOTE } from './welcome.ts';

export const LOCAL_TRUNK = 'local';
const actor: Actor = { kind: 'system', part: 'demo' };
const USERNAME = /^(agent[1-8]|supervisor)$/;

export type DemoAccess = {
  passwords: 'well-known' | 'random';
  /** Of the trunk `local`: where calls come from without digest, and where calls go. */
  trunk: { addresses: string[]; port?: number };
};

export function accessFor({ loopback, on, sipPort }: { loopback: boolean; on: boolean; sipPort: number }): DemoAccess {
  return {
    passwords: loopback ? 'well-known' : 'random',
    trunk: { addresses: loopback && on ? ['127.0.0.1'] : [], ...(on ? { port: sipPort + 10 } : {}) },
  };
}

/** A password that nobody is told. */
export const throwaway = (): string => Buffer.from(random.bytes(12)).toString('base64url');

type Deps = { identity: Identity; directory: Directory; folder: string; log: Log };

/** Brings a demo tenant to the wanted access; nothing to do where there is none. The note is written before the change counts as made. */
export async function fitDemoAccess(deps: Deps, key: string, wanted: DemoAccess): Promise<void> {
  const { identity, directory, folder, log } = deps;
  const tenant = (await identity.tenants()).find((each) => each.key === key)?.id;
  if (tenant === undefined) return;
  await fitTrunk(directory, tenant, wanted.trunk);
  if ((await identity.demoPasswords(tenant)) === wanted.passwords) return;
  log.info('setting the passwords of the demo accounts', { passwords: wanted.passwords });
  const wellKnown = wanted.passwords === 'well-known';
  const account = wellKnown ? 'tandem-demo' : throwaway();
  const device = wellKnown ? 'demo-sip' : throwaway();
  // Cut short from here on, the next start begins anew.
  await identity.setDemoPasswords(tenant, null);
  await setPasswords(deps, tenant, account, device);
  writeNote(folder, wellKnown, account, device);
  await identity.setDemoPasswords(tenant, wanted.passwords);
}

async function fitTrunk(directory: Directory, tenant: TenantId, { addresses, port }: DemoAccess['trunk']): Promise<void> {
  const local = (await directory.trunks(tenant)).find((trunk) => trunk.name === LOCAL_TRUNK);
  if (!local) return;
  const wanted = { addresses, port: port ?? local.port };
  if (JSON.stringify(wanted) !== JSON.stringify({ addresses: local.addresses, port: local.port }))
    await directory.changeTrunk(tenant, local.id, wanted, actor);
}

/** A new password ends the account's sessions, and its phone must register again. */
async function setPasswords({ identity, directory }: Deps, tenant: TenantId, account: string, device: string): Promise<void> {
  const emails = new Set(PEOPLE.map((person) => person.email));
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<Identity['listUsers']>> = await identity.listUsers(tenant, {
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const user of page.items) if (emails.has(user.email)) await identity.changeUser(tenant, user.id, { password: account }, actor);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  for (const { id, username } of await directory.devices(tenant))
    if (USERNAME.test(username)) await directory.changeDevice(tenant, id, { password: device }, actor);
}

function writeNote(folder: string, wellKnown: boolean, account: string, device: string): void {
  const text = [
    `Demo accounts    admin@demo.test, supervisor@demo.test, agent1@demo.test ... agent8@demo.test   password ${account}`,
    `Demo SIP phones  agent1 ... agent8   password ${device}`,
    'Numbers to call  4001 menu, 4002 support, 4003 sales, 4010 leave a message, 4090 echo, 4091 music',
    ...(wellKnown ? [] : ['These passwords are shown only this once.']),
  ];
  fs.writeFileSync(path.join(folder, DEMO_NOTE), `${text.join('\n')}\n`, { mode: 0o600 });
}
