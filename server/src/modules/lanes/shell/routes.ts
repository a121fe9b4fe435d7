// Emergency lanes over HTTP.
import { Lane, LanePage, LanePatch, LaneReason, NewLane } from '@tandem/contract/api/lanes.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { actorOf, route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Lanes } from './lanes.ts';

const params = Type.Object({ id: IdOf('lan') });
const UNFIT = ['queue.not-found', 'number.not-found', 'lane.unspeakable', 'lane.silent-key', 'lane.empty-surge'] as const;

export function laneRoutes({ settings, openings }: Pick<Lanes, 'settings' | 'openings'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/lanes',
      summary: 'Emergency lanes, and which of them are open',
      tag: 'lanes',
      action: 'lanes:read',
      schema: { query: WholeQuery, response: LanePage },
      handle: async ({ caller, query }) => pageOfWhole(await settings.list(caller.tenant), query, (each) => each.id),
    }),
    route({
      method: 'POST',
      path: '/lanes',
      summary: 'Prepares an emergency lane; it is closed at first',
      tag: 'lanes',
      action: 'lanes:write',
      audit: 'lane.create',
      errors: [...UNFIT, 'lane.too-many', 'lane.id-taken'],
      schema: { body: NewLane, response: Lane, status: 201 },
      handle: ({ caller, body }) => settings.create(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/lanes/:id',
      summary: 'Changes an emergency lane; of an open one it holds for whoever comes from now on',
      tag: 'lanes',
      action: 'lanes:write',
      audit: 'lane.change',
      errors: ['lane.not-found', ...UNFIT],
      schema: { params, body: LanePatch, response: Lane },
      async handle({ caller, params: { id }, body }) {
        await settings.change(caller.tenant, id, body, actorOf(caller));
        return settings.one(caller.tenant, id);
      },
    }),
    route({
      method: 'DELETE',
      path: '/lanes/:id',
      summary: 'Removes an emergency lane that is not open',
      tag: 'lanes',
      action: 'lanes:write',
      audit: 'lane.remove',
      errors: ['lane.not-found', 'lane.open'],
      schema: { params, response: null },
      handle: ({ caller, params: { id } }) => settings.remove(caller.tenant, id, actorOf(caller)).then(() => undefined),
    }),
    route({
      method: 'POST',
      path: '/lanes/:id/open',
      summary: 'Opens the lane for everybody it concerns, those in line already too; nothing where it is open',
      tag: 'lanes',
      action: 'lanes:open',
      audit: 'lane.open',
      errors: ['lane.not-found'],
      schema: { params, body: LaneReason, response: Lane },
      async handle({ caller, params: { id }, body: { reason = null } }) {
        await openings.open(caller.tenant, id, { reason, seen: null }, actorOf(caller));
        return settings.one(caller.tenant, id);
      },
    }),
    route({
      method: 'POST',
      path: '/lanes/:id/close',
      summary: 'Closes the lane: all is as before, and contacts keep their tag; nothing where it is closed',
      tag: 'lanes',
      action: 'lanes:open',
      audit: 'lane.close',
      errors: ['lane.not-found'],
      schema: { params, body: LaneReason, response: Lane },
      async handle({ caller, params: { id }, body: { reason = null } }) {
        await openings.close(caller.tenant, id, { reason }, actorOf(caller));
        return settings.one(caller.tenant, id);
      },
    }),
    route({
      method: 'POST',
      path: '/lanes/:id/dismiss',
      summary: 'Leaves a lane closed that its surge rule proposes; the rule is quiet for a quarter of an hour',
      tag: 'lanes',
      action: 'lanes:open',
      audit: 'lane.dismiss',
      errors: ['lane.not-found', 'lane.open'],
      schema: { params, body: LaneReason, response: Lane },
      async handle({ caller, params: { id }, body: { reason = null } }) {
        await openings.close(caller.tenant, id, { reason, only: 'proposed' }, actorOf(caller));
        return settings.one(caller.tenant, id);
      },
    }),
  ] as Route[];
}
