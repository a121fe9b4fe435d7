// The tenant's keys over HTTP: which versions there are, and a new one from now on. No key ever leaves the server.
import { KeyVersions, RotatedKey } from '@tandem/contract/api/keys.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../db/types.ts';
import { route, type Route } from '../http/types.ts';
import { listVersions } from './rewrap.ts';
import type { TenantKeys } from './tenant-keys.ts';

/** `rewrap` sends the job that wraps the small keys anew. */
export type KeyRouteParts = { db: Db; keys: TenantKeys; rewrap: (tenant: TenantId) => Promise<unknown> };

export function keyRoutes({ db, keys, rewrap }: KeyRouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/keys',
      summary: 'Versions of the key that seals what the tenant keeps, the newest first, without the keys',
      tag: 'keys',
      action: 'keys:read',
      schema: { response: KeyVersions },
      async handle({ caller }) {
        await keys.current(caller.tenant);
        return { items: await listVersions(db, caller.tenant) };
      },
    }),
    route({
      method: 'POST',
      path: '/keys/rotate',
      summary: 'Seals everything new under a new key from now on; what was sealed before stays readable',
      tag: 'keys',
      action: 'keys:rotate',
      audit: 'keys.rotate',
      errors: ['master-key.mismatch'],
      schema: { response: RotatedKey },
      async handle({ caller }) {
        const version = await keys.rotate(caller.tenant);
        await rewrap(caller.tenant);
        return { version };
      },
    }),
  ] as Route[];
}
