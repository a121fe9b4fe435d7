// Digital workers over HTTP.
import { DigitalWorker, DigitalWorkerPage, DigitalWorkerPatch, NewDigitalWorker } from '@tandem/contract/api/workers.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { actorOf, route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Bots } from './bots.ts';

const params = Type.Object({ id: IdOf('agt') });
const UNFIT = ['queue.not-found', 'queue.unknown-skill', 'flow.not-published', 'worker.no-way-to-person'] as const;

export function workerRoutes({ workers, view }: Pick<Bots, 'workers' | 'view'>): Route[] {
  const turned = (verb: 'pause' | 'resume') => {
    const on = verb === 'resume';
    return route({
      method: 'POST',
      path: `/digital-workers/:id/${verb}`,
      summary: on ? 'Has the digital worker take work again' : 'Has the digital worker take no more work; he finishes what he has',
      tag: 'digital workers',
      action: 'workers:pause',
      audit: `digital-worker.${verb}`,
      errors: on ? ['worker.not-found', ...UNFIT] : ['worker.not-found'],
      schema: { params, response: DigitalWorker },
      async handle({ caller, params: { id } }) {
        await workers.change(caller.tenant, id, { on }, actorOf(caller));
        return view.one(caller.tenant, id);
      },
    });
  };
  return [
    route({
      method: 'GET',
      path: '/digital-workers',
      summary: 'Digital workers, what they do now and did today',
      tag: 'digital workers',
      action: 'workers:read',
      schema: { query: WholeQuery, response: DigitalWorkerPage },
      handle: async ({ caller, query }) => pageOfWhole(await view.list(caller.tenant), query, (each) => each.id),
    }),
    route({
      method: 'POST',
      path: '/digital-workers',
      summary: 'Makes a digital worker: an agent whose hands are a flow; takes no seat and signs in nowhere',
      tag: 'digital workers',
      action: 'workers:write',
      audit: 'digital-worker.create',
      errors: [...UNFIT, 'worker.too-many', 'worker.id-taken'],
      schema: { body: NewDigitalWorker, response: DigitalWorker, status: 201 },
      handle: async ({ caller, body }) => view.one(caller.tenant, await workers.create(caller.tenant, body, actorOf(caller))),
    }),
    route({
      method: 'PATCH',
      path: '/digital-workers/:id',
      summary: 'Changes a digital worker; holds for contacts that he takes from now on',
      tag: 'digital workers',
      action: 'workers:write',
      audit: 'digital-worker.change',
      errors: ['worker.not-found', ...UNFIT],
      schema: { params, body: DigitalWorkerPatch, response: DigitalWorker },
      async handle({ caller, params: { id }, body }) {
        await workers.change(caller.tenant, id, body, actorOf(caller));
        return view.one(caller.tenant, id);
      },
    }),
    route({
      method: 'DELETE',
      path: '/digital-workers/:id',
      summary: 'Removes a digital worker; he finishes what he has',
      tag: 'digital workers',
      action: 'workers:write',
      audit: 'digital-worker.remove',
      errors: ['worker.not-found'],
      schema: { params, response: null },
      handle: ({ caller, params: { id } }) => workers.remove(caller.tenant, id, actorOf(caller)).then(() => undefined),
    }),
    turned('pause'),
    turned('resume'),
  ] as Route[];
}
