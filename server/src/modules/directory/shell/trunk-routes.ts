// Trunks over HTTP.
import { Type } from 'typebox';
import { NewTrunk, TrunkPage, TrunkPatch, TrunkView } from '@tandem/contract/api/numbers.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { actorOf } from './changes.ts';
import type { Directory } from './directory.ts';

export function trunkRoutes(directory: Directory): Route[] {
  return [
    route({
      method: 'GET',
      path: '/trunks',
      summary: 'All trunks, and how each one does now',
      tag: 'numbers',
      action: 'numbers:read',
      schema: { query: WholeQuery, response: TrunkPage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.trunkViews(caller.tenant), query, (each) => each.name),
    }),
    route({
      method: 'POST',
      path: '/trunks',
      summary: 'Adds a trunk',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'trunk.create',
      errors: ['trunk.exists', 'trunk.no-password', 'trunk.encryption-needs-tls'],
      schema: { body: NewTrunk, response: TrunkView, status: 201 },
      handle: ({ caller, body }) => directory.createTrunk(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/trunks/:id',
      summary: 'Changes a trunk; calls that are up go on as they are',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'trunk.change',
      errors: ['trunk.not-found', 'trunk.exists', 'trunk.no-password', 'trunk.encryption-needs-tls'],
      schema: { params: Type.Object({ id: IdOf('trk') }), body: TrunkPatch, response: TrunkView },
      handle: ({ caller, params, body }) => directory.changeTrunk(caller.tenant, params.id, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/trunks/:id',
      summary: 'Removes a trunk; calls that are up go on',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'trunk.remove',
      errors: ['trunk.not-found'],
      schema: { params: Type.Object({ id: IdOf('trk') }), response: null },
      handle: ({ caller, params }) => directory.removeTrunk(caller.tenant, params.id, actorOf(caller)).then(() => undefined),
    }),
  ] as Route[];
}
