// The browser as one's own phone, over HTTP. Its digest key is told only in the answer to what made it.
import { Type } from 'typebox';
import { PageQuery } from '@tandem/contract/api/page.ts';
import { OpenedPhone, OwnDevice, OwnDevicePage, OwnDevicePatch, PhoneLife, PhoneView } from '@tandem/contract/api/phones.ts';
import { IdOf, type AgentId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { actorOf } from './changes.ts';
import type { Directory } from './directory.ts';

function agentOf({ agent }: Caller): AgentId {
  if (agent === null) throw new AppError('call.no-agent', {});
  return agent;
}

export function phoneRoutes(directory: Directory): Route[] {
  const own = { path: '/me/phone', tag: 'devices', action: null, person: true } as const;
  return [
    route({
      ...own,
      method: 'GET',
      summary: 'Whether a browser is the own phone now, and the ICE servers to try the network with',
      errors: ['call.no-agent'],
      schema: { response: PhoneView },
      handle: ({ caller }) => directory.phone(caller.tenant, agentOf(caller)),
    }),
    route({
      ...own,
      method: 'POST',
      summary: 'Makes this browser the own phone: who it is, its digest key, and the ICE servers; one that was it before is it no longer',
      audit: 'phone.open',
      errors: ['call.no-agent'],
      schema: { response: OpenedPhone, status: 201 },
      handle: ({ caller }) => directory.openPhone(caller.tenant, agentOf(caller), actorOf(caller)),
    }),
    route({
      ...own,
      method: 'PUT',
      summary: 'Keeps the browser phone for another hour, with fresh credentials for TURN',
      errors: ['call.no-agent', 'phone.not-open'],
      schema: { response: PhoneLife },
      handle: ({ caller }) => directory.keepPhone(caller.tenant, agentOf(caller)),
    }),
    route({
      ...own,
      method: 'DELETE',
      summary: 'The browser is the own phone no longer: the other phone rings again',
      audit: 'phone.close',
      errors: ['call.no-agent'],
      schema: { response: null },
      handle: ({ caller }) => directory.closePhone(caller.tenant, agentOf(caller)).then(() => undefined),
    }),
    route({
      method: 'GET',
      path: '/me/devices',
      summary: 'The own phones that can be called: which is the own phone now, and which ring along with it',
      tag: 'devices',
      action: null,
      person: true,
      schema: { query: PageQuery, response: OwnDevicePage },
      handle: async ({ caller: { tenant, agent }, query }) =>
        pageOfWhole(agent === null ? [] : await directory.ownDevices(tenant, agent), query, (each) => each.id),
    }),
    route({
      method: 'PATCH',
      path: '/me/devices/:id',
      summary: 'Whether this phone of one’s own rings along with the one that is the own phone now',
      tag: 'devices',
      action: null,
      person: true,
      errors: ['device.not-found'],
      schema: { params: Type.Object({ id: IdOf('dev') }), body: OwnDevicePatch, response: OwnDevice },
      handle: ({ caller: { tenant, agent }, params: { id }, body }) => {
        if (agent === null) throw new AppError('device.not-found', { id });
        return directory.changeOwnDevice(tenant, agent, id, body.ringsToo);
      },
    }),
  ] as Route[];
}
