// Dispositions over HTTP: the tree that holds for a queue, its change, its versions.
import {
  DispositionHistoryQuery,
  DispositionQuery,
  Dispositions,
  DispositionVersions,
  PutDispositions,
} from '@tandem/contract/api/dispositions.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { actorOf, route, type Route } from '../../../platform/http/types.ts';
import { newestFirst, pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Interactions } from './interactions.ts';

const tag = 'interactions';

export function dispositionRoutes({ dispositions }: Interactions): Route[] {
  return [
    route({
      method: 'GET',
      path: '/dispositions',
      summary: 'What an agent of the queue may say a contact was about; the tenant’s where no queue is named',
      tag,
      action: 'interactions:read',
      errors: ['queue.not-found'],
      schema: { query: DispositionQuery, response: Dispositions },
      handle: ({ caller, query }) => dispositions.tree(caller.tenant, query.queue ?? null),
    }),
    route({
      method: 'PUT',
      path: '/dispositions',
      summary: 'Sets the whole tree, of the tenant or of one queue; wrap-ups written before stay readable',
      tag,
      action: 'dispositions:write',
      audit: 'dispositions.set',
      errors: ['queue.not-found', 'disposition.bad-tree', 'disposition.changed'],
      schema: { body: PutDispositions, response: Dispositions },
      handle: ({ caller, body }) => dispositions.put(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/dispositions/:id',
      summary: 'Takes a queue’s own tree away: its agents choose from the tenant’s again',
      tag,
      action: 'dispositions:write',
      audit: 'dispositions.remove',
      errors: ['queue.not-found'],
      schema: { params: Type.Object({ id: IdOf('que') }), response: null },
      async handle({ caller, params: { id } }) {
        await dispositions.remove(caller.tenant, id, actorOf(caller));
        return undefined;
      },
    }),
    route({
      method: 'GET',
      path: '/dispositions/history',
      summary: 'Versions of a tree, newest first, with who made them',
      tag,
      action: 'dispositions:write',
      errors: ['queue.not-found'],
      schema: { query: DispositionHistoryQuery, response: DispositionVersions },
      handle: async ({ caller, query }) => pageOfWhole(await dispositions.history(caller.tenant, query.queue ?? null), query, newestFirst),
    }),
  ] as Route[];
}
