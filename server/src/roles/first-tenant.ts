// The first tenant of an installation without the demo: empty, with one administrator, whom the app leads through the first steps.
import fs from 'node:fs';
import path from 'node:path';
import type { Language } from '@tandem/contract/texts.ts';
import type { Identity } from '../modules/identity/index.ts';
import type { KeyRing } from '../platform/crypto/types.ts';
import type { Log } from '../platform/log/log.ts';
import { random } from './process.ts';

export const FIRST_NOTE = 'first-account.txt';
const KEY = 'main';

/** `email`: of the administrator. */
type Deps = { identity: Identity; keyring: Pick<KeyRing, 'dataKey'>; folder: string; email: string; log: Pick<Log, 'info'> };

/** Nothing where there is any tenant. Cut short, it goes on at the next start: the password is written before it is set. */
export async function makeFirstTenant({ identity, keyring, folder, email, log }: Deps): Promise<void> {
  const note = path.join(folder, FIRST_NOTE);
  const tenants = await identity.tenants();
  const own = tenants.find(({ key }) => key === KEY);
  if (own === undefined && tenants.length > 0) return;
  if (own !== undefined) {
    // Who got so far has signed in, and may have another password by now.
    if ((await identity.company.read(own.id)).setUpAt !== null) return fs.rmSync(note, { force: true });
    if ((await identity.listUsers(own.id, { limit: 1 })).items.length > 0) return;
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language: Language = /^zh/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'zh-CN' : 'en';
  const tenant = await identity.createTenant({ key: KEY, name: 'Tandem', zone, country: 'CN', language }, { setUp: false });
  // Made ahead: the first burst of calls finds it.
  await keyring.dataKey(tenant);
  const site = await identity.createSite(tenant, { name: language === 'en' ? 'Main' : '总部', zone });
  const known = fs.existsSync(note) ? /password (\S+)/.exec(fs.readFileSync(note, 'utf8'))?.[1] : undefined;
  const password = known ?? Buffer.from(random.bytes(15)).toString('base64url');
  if (known === undefined) {
    log.info('making the first tenant');
    const text = [
      `First account    ${email}   password ${password}`,
      'Sign in and follow the first steps; change the password under Settings, Security.',
    ];
    fs.writeFileSync(note, `${text.join('\n')}\n`, { mode: 0o600 });
  }
  const name = language === 'en' ? 'Administrator' : '管理员';
  await identity.createUser(tenant, { email, name, language, role: 'administrator', password, site, takesWork: true });
}
