// How long the tenant keeps what, over HTTP.
import { Retention, RetentionPolicy } from '@tandem/contract/api/retention.ts';
import { actorOf, route, type Route } from '../http/types.ts';
import type { RetentionSettings } from './policy.ts';

export function retentionRoutes(settings: RetentionSettings): Route[] {
  return [
    route({
      method: 'GET',
      path: '/retention',
      summary: 'After how many days recordings, events, personal data and the audit trail are erased; null keeps for ever',
      tag: 'retention',
      action: 'retention:read',
      schema: { response: Retention },
      handle: ({ caller }) => settings.get(caller.tenant),
    }),
    route({
      method: 'PUT',
      path: '/retention',
      summary: 'Sets all four; what is older goes in the coming night and cannot be brought back',
      tag: 'retention',
      action: 'retention:write',
      audit: 'retention.set',
      schema: { body: RetentionPolicy, response: Retention },
      handle: ({ caller, body }) => settings.put(caller.tenant, body, actorOf(caller)),
    }),
  ] as Route[];
}
