// The room left on the disks, for administrators.
import { Storage } from '@tandem/contract/api/storage.ts';
import { route, type Route } from '../http/types.ts';
import type { StorageGuard } from './guard.ts';

export function storageRoutes(guard: Pick<StorageGuard, 'view'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/storage',
      summary: 'Room left where data and recordings are kept; at critical no new recording begins, calls go on',
      tag: 'storage',
      action: 'storage:read',
      schema: { response: Storage },
      handle: () => Promise.resolve(guard.view()),
    }),
  ] as Route[];
}
