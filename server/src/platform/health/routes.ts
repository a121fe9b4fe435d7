// How the installation does, over HTTP.
import { SystemHealth } from '@tandem/contract/api/system.ts';
import { route, type Route } from '../http/types.ts';
import type { Health } from './health.ts';

export function healthRoutes(health: Health): Route[] {
  return [
    route({
      method: 'GET',
      path: '/system/health',
      summary: 'Every part of the installation with a verdict: processes, database, disks, log, jobs, certificate, backup, trunks',
      tag: 'system',
      action: 'system:read',
      schema: { response: SystemHealth },
      handle: ({ caller }) => health.look(caller.tenant),
    }),
  ] as Route[];
}
