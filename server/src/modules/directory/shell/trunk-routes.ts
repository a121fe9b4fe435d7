// Trunks over HTTP.
import { Type } from 'typebox';
import { NewTrunk, Trunk, TrunkPage, TrunkPatch } from '@tandem/contract/api/numbers.ts';
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
      summary: 'All trunks',
      tag: 'numbers',
      action: 'numbers:read',
      schema: { query: WholeQuery, response: TrunkPage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.trunks(caller.tenant), query, (each) => each.name),
    }),
    route({
      method: 'POST',
      path: '/trunks',
      summary: 'Adds a trunk',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'trunk.create',
      errors: ['trunk.exists'],
      schema: { body: NewTrunk, response: Trunk, status: 201 },
      handle: ({ caller, body }) => directory.createTrunk(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/trunks/:id',
      summary: 'Changes a trunk; calls that are up go on as they are',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'trunk.change',
      errors: ['trunk.not-found', 'trunk.exists'],
      schema: { params: Type.Object({ id: IdOf('trk') }), body: TrunkPatch, response: Trunk },
      handle: ({ caller, params, body }) => directory.changeTrunk(caller.tenant, params.id, body, actorOf(caller)),
    }),
  ] as Route[];
}
