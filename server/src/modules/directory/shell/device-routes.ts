// Devices over HTTP. A password is told only in the answer to what made it.
import { Type } from 'typebox';
import { DeviceChanged, DeviceCreated, DevicePage, DevicePatch, NewDevice } from '@tandem/contract/api/devices.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { actorOf } from './changes.ts';
import type { Directory } from './directory.ts';

export function deviceRoutes(directory: Directory): Route[] {
  return [
    route({
      method: 'GET',
      path: '/devices',
      summary: 'All devices',
      tag: 'devices',
      action: 'devices:read',
      schema: { query: WholeQuery, response: DevicePage },
      async handle({ caller, query }) {
        const devices = await directory.devices(caller.tenant);
        const own = caller.scope('devices:read') === 'own';
        const shown = own ? devices.filter((device) => device.agent !== null && device.agent === caller.agent) : devices;
        return pageOfWhole(shown, query, (device) => device.username);
      },
    }),
    route({
      method: 'POST',
      path: '/devices',
      summary: 'Adds a device; its password is told here only',
      tag: 'devices',
      action: 'devices:write',
      audit: 'device.create',
      errors: ['device.exists', 'device.unknown-agent'],
      schema: { body: NewDevice, response: DeviceCreated, status: 201 },
      handle: ({ caller, body }) => directory.createDevice(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/devices/:id',
      summary: 'Gives a device to an agent, other encryption, or a new password, which is told here only',
      tag: 'devices',
      action: 'devices:write',
      audit: 'device.change',
      errors: ['device.not-found', 'device.unknown-agent'],
      schema: { params: Type.Object({ id: IdOf('dev') }), body: DevicePatch, response: DeviceChanged },
      handle: ({ caller, params, body }) => directory.changeDevice(caller.tenant, params.id, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/devices/:id',
      summary: 'Removes a device; its registration ends',
      tag: 'devices',
      action: 'devices:write',
      audit: 'device.remove',
      errors: ['device.not-found'],
      schema: { params: Type.Object({ id: IdOf('dev') }), response: null },
      handle: ({ caller, params }) => directory.removeDevice(caller.tenant, params.id, actorOf(caller)).then(() => undefined),
    }),
  ] as Route[];
}
