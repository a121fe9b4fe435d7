// The directory over HTTP: queues and numbers; skills, trunks, devices and hours beside it.
import { Type } from 'typebox';
import { NewNumber, NumberPage, NumberPatch, NumberView } from '@tandem/contract/api/numbers.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { NewQueue, Queue, QueuePage, QueuePatch } from '@tandem/contract/api/queues.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { actorOf } from './changes.ts';
import { deviceRoutes } from './device-routes.ts';
import type { Directory } from './directory.ts';
import { hoursRoutes } from './hours-routes.ts';
import { phoneRoutes } from './phone-routes.ts';
import { routingRulesRoutes } from './routing-rules.ts';
import { skillRoutes, type AgentsIn } from './skill-routes.ts';
import { trunkRoutes } from './trunk-routes.ts';

export function directoryRoutes(directory: Directory, agentsIn: AgentsIn = () => Promise.resolve([])): Route[] {
  const queuePath = Type.Object({ id: IdOf('que') });
  const queues = [
    route({
      method: 'GET',
      path: '/queues',
      summary: 'All queues',
      tag: 'queues',
      action: 'queues:read',
      schema: { query: WholeQuery, response: QueuePage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.queues(caller.tenant), query, (each) => each.key),
    }),
    route({
      method: 'GET',
      path: '/queues/:id',
      summary: 'One queue',
      tag: 'queues',
      action: 'queues:read',
      errors: ['queue.not-found'],
      schema: { params: queuePath, response: Queue },
      async handle({ caller, params }) {
        const queue = (await directory.queues(caller.tenant)).find((each) => each.id === params.id);
        if (!queue) throw new AppError('queue.not-found', { id: params.id });
        return queue;
      },
    }),
    route({
      method: 'POST',
      path: '/queues',
      summary: 'Makes a queue',
      tag: 'queues',
      action: 'queues:write',
      audit: 'queue.create',
      errors: ['queue.exists', 'queue.unknown-agent', 'queue.unknown-skill', 'queue.bad-overflow', 'queue.bad-rule', 'queue.unknown-music'],
      schema: { body: NewQueue, response: Queue, status: 201 },
      handle: ({ caller, body }) => directory.createQueue(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/queues/:id',
      summary: 'Changes a queue',
      tag: 'queues',
      action: 'queues:write',
      audit: 'queue.change',
      errors: [
        'queue.not-found',
        'queue.unknown-agent',
        'queue.unknown-skill',
        'queue.bad-overflow',
        'queue.bad-rule',
        'queue.unknown-music',
      ],
      schema: { params: queuePath, body: QueuePatch, response: Queue },
      handle: ({ caller, params, body }) => directory.changeQueue(caller.tenant, params.id, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/queues/:id',
      summary: 'Removes a queue that nothing leads to and nobody waits in; "errors" names where it is used',
      tag: 'queues',
      action: 'queues:write',
      audit: 'queue.remove',
      errors: ['queue.not-found', 'queue.in-use', 'queue.busy', 'routing.not-here'],
      schema: { params: queuePath, response: null },
      handle: ({ caller, params }) => directory.removeQueue(caller.tenant, params.id, actorOf(caller)).then(() => undefined),
    }),
  ];
  const numbers = [
    route({
      method: 'GET',
      path: '/numbers',
      summary: 'All numbers',
      tag: 'numbers',
      action: 'numbers:read',
      schema: { query: WholeQuery, response: NumberPage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.numbers(caller.tenant), query, (each) => each.display),
    }),
    route({
      method: 'POST',
      path: '/numbers',
      summary: 'Adds a number',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'number.create',
      errors: ['number.unreadable', 'number.unknown-flow', 'number.exists'],
      schema: { body: NewNumber, response: NumberView, status: 201 },
      handle: ({ caller, body }) => directory.createNumber(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/numbers/:id',
      summary: 'Changes where a number goes',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'number.change',
      errors: ['number.not-found', 'number.unknown-flow'],
      schema: { params: Type.Object({ id: IdOf('num') }), body: NumberPatch, response: NumberView },
      handle: ({ caller, params, body }) => directory.changeNumber(caller.tenant, params.id, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/numbers/:id',
      summary: 'Removes a number; calls that are up go on',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'number.remove',
      errors: ['number.not-found'],
      schema: { params: Type.Object({ id: IdOf('num') }), response: null },
      handle: ({ caller, params }) => directory.removeNumber(caller.tenant, params.id, actorOf(caller)).then(() => undefined),
    }),
  ];
  return [
    ...queues,
    ...skillRoutes(directory, agentsIn),
    ...numbers,
    ...trunkRoutes(directory),
    ...deviceRoutes(directory),
    ...phoneRoutes(directory),
    ...hoursRoutes(directory),
    ...routingRulesRoutes(directory),
  ] as Route[];
}
