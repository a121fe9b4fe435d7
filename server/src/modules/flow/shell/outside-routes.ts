// What http nodes need, over HTTP: secrets (written, never read) and the private hosts that may be reached.
import { FlowHosts, FlowSecret, FlowSecretPage, FlowSecretValue } from '@tandem/contract/api/flows.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Flow as Flows } from './engine.ts';

export function outsideRoutes(flows: Flows): Route[] {
  return [
    route({
      method: 'GET',
      path: '/flow-secrets',
      summary: 'Names of the secrets that flows may send',
      tag: 'flows',
      action: 'flows:read',
      schema: { query: WholeQuery, response: FlowSecretPage },
      handle: async ({ caller, query }) => pageOfWhole(await flows.secrets(caller.tenant), query, (secret) => secret.name),
    }),
    route({
      method: 'PUT',
      path: '/flow-secrets',
      summary: 'Sets a secret, or takes it away (null); no route tells its value again',
      tag: 'flows',
      action: 'flows:publish',
      audit: 'flow-secret.set',
      errors: ['flow.no-such-secret'],
      schema: { body: FlowSecretValue, response: FlowSecret },
      handle: ({ caller, body: { name, value } }) =>
        value === null ? flows.deleteSecret(caller.tenant, name) : flows.putSecret(caller.tenant, name, value),
    }),
    route({
      method: 'GET',
      path: '/flow-hosts',
      summary: 'Private hosts that flows may reach',
      tag: 'flows',
      action: 'flows:read',
      schema: { response: FlowHosts },
      handle: ({ caller }) => flows.hosts(caller.tenant),
    }),
    route({
      method: 'PUT',
      path: '/flow-hosts',
      summary: 'Sets the private hosts that flows may reach',
      tag: 'flows',
      action: 'flows:publish',
      audit: 'flow-hosts.set',
      schema: { body: FlowHosts, response: FlowHosts },
      handle: ({ caller, body }) => flows.putHosts(caller.tenant, body),
    }),
  ] as Route[];
}
