// Matching over HTTP.
import { MatchingDetail, MatchingPage, MatchingPatch } from '@tandem/contract/api/matching.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { actorOf, route, type Caller, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { Wish } from './look.ts';
import type { MatchingModule } from './matching.ts';

const params = Type.Object({ id: IdOf('que') });

export function matchingRoutes({ views, look }: Pick<MatchingModule, 'views' | 'look'>): Route[] {
  async function done(caller: Caller, id: QueueId, wish: Wish): Promise<MatchingDetail> {
    await views.known(caller.tenant, id);
    await look(caller.tenant, id, wish, actorOf(caller));
    return views.one(caller.tenant, id);
  }
  return [
    route({
      method: 'GET',
      path: '/matching',
      summary: 'Queues with how they are matched by predicted outcome, and what that is worth',
      tag: 'matching',
      action: 'matching:read',
      schema: { query: WholeQuery, response: MatchingPage },
      handle: async ({ caller, query }) => pageOfWhole(await views.list(caller.tenant), query, (each) => each.queue.id),
    }),
    route({
      method: 'GET',
      path: '/matching/:id',
      summary: 'The same of one queue, with who is good at what',
      tag: 'matching',
      action: 'matching:read',
      errors: ['queue.not-found'],
      schema: { params, response: MatchingDetail },
      handle: ({ caller, params: { id } }) => views.one(caller.tenant, id),
    }),
    route({
      method: 'PATCH',
      path: '/matching/:id',
      summary: 'Switches matching of a queue on or off, and changes its goal, hold-out and fairness cap',
      tag: 'matching',
      action: 'matching:write',
      audit: 'matching.change',
      errors: ['queue.not-found'],
      schema: { params, body: MatchingPatch, response: MatchingDetail },
      handle: ({ caller, params: { id }, body }) => done(caller, id, { settings: given(body) }),
    }),
    route({
      method: 'POST',
      path: '/matching/:id/learn',
      summary: 'Learns from the contacts up to now, instead of waiting for the next time',
      tag: 'matching',
      action: 'matching:write',
      audit: 'matching.learn',
      errors: ['queue.not-found'],
      schema: { params, response: MatchingDetail },
      handle: ({ caller, params: { id } }) => done(caller, id, { learn: true }),
    }),
    route({
      method: 'POST',
      path: '/matching/:id/resume',
      summary: 'Matches again after a fall-back; what it is worth is measured anew from now on',
      tag: 'matching',
      action: 'matching:write',
      audit: 'matching.resume',
      errors: ['queue.not-found'],
      schema: { params, response: MatchingDetail },
      handle: ({ caller, params: { id } }) => done(caller, id, { resume: true, learn: true }),
    }),
  ] as Route[];
}

function given(body: MatchingPatch): NonNullable<Wish['settings']> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
