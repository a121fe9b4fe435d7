// Flows over HTTP: list, draft, validate, publish, versions.
import { Type } from 'typebox';
import {
  Flow,
  FlowDraft,
  FlowNodePage,
  FlowPage,
  FlowToValidate,
  FlowVerdict,
  FlowVersion,
  FlowVersionPage,
  NewFlow,
} from '@tandem/contract/api/flows.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { actorOf, route, type Route } from '../../../platform/http/types.ts';
import { newestFirst, pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Flow as Flows } from './engine.ts';
import { NODE_KINDS } from './node-kinds.ts';
import { outsideRoutes } from './outside-routes.ts';

const params = Type.Object({ id: IdOf('flo') });

export function flowRoutes(flows: Flows): Route[] {
  return [
    route({
      method: 'GET',
      path: '/flows',
      summary: 'All flows',
      tag: 'flows',
      action: 'flows:read',
      schema: { query: WholeQuery, response: FlowPage },
      handle: async ({ caller, query }) => pageOfWhole(await flows.list(caller.tenant), query, (flow) => flow.key),
    }),
    route({
      method: 'POST',
      path: '/flows',
      summary: 'Makes a flow with a first draft',
      tag: 'flows',
      action: 'flows:write',
      audit: 'flow.create',
      errors: ['flow.exists'],
      schema: { body: NewFlow, response: Flow, status: 201 },
      handle: ({ caller, body }) => flows.create(caller.tenant, body),
    }),
    route({
      method: 'POST',
      path: '/flows/validate',
      summary: 'Says what stands against a graph, without keeping it',
      tag: 'flows',
      action: 'flows:read',
      schema: { body: FlowToValidate, response: FlowVerdict },
      handle: ({ caller, body }) => flows.validate(caller.tenant, body.graph),
    }),
    route({
      method: 'GET',
      path: '/flows/:id',
      summary: 'One flow with its draft and what stands against publishing it',
      tag: 'flows',
      action: 'flows:read',
      errors: ['flow.not-found'],
      schema: { params, response: Flow },
      handle: ({ caller, params: { id } }) => flows.flow(caller.tenant, id),
    }),
    route({
      method: 'PUT',
      path: '/flows/:id/draft',
      summary: 'Replaces the draft',
      tag: 'flows',
      action: 'flows:write',
      errors: ['flow.not-found'],
      schema: { params, body: FlowDraft, response: Flow },
      handle: ({ caller, params: { id }, body }) => flows.saveDraft(caller.tenant, id, body),
    }),
    route({
      method: 'POST',
      path: '/flows/:id/publish',
      summary: 'Publishes the draft: the next call runs on it, a running call ends on its own version',
      tag: 'flows',
      action: 'flows:publish',
      audit: 'flow.publish',
      errors: ['flow.not-found', 'flow.invalid'],
      schema: { params, response: FlowVersion },
      handle: ({ caller, params: { id } }) => flows.publish(caller.tenant, id, caller.user, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/flows/:id',
      summary: 'Removes a flow that nothing leads to; calls that run on it go on. "errors" names where it is used',
      tag: 'flows',
      action: 'flows:publish',
      audit: 'flow.remove',
      errors: ['flow.not-found', 'flow.in-use'],
      schema: { params, response: null },
      handle: ({ caller, params: { id } }) => flows.remove(caller.tenant, id, actorOf(caller)).then(() => undefined),
    }),
    route({
      method: 'GET',
      path: '/flows/:id/versions',
      summary: 'Every published version, newest first',
      tag: 'flows',
      action: 'flows:read',
      errors: ['flow.not-found'],
      schema: { params, query: WholeQuery, response: FlowVersionPage },
      handle: async ({ caller, params: { id }, query }) => pageOfWhole(await flows.versions(caller.tenant, id), query, newestFirst),
    }),
    route({
      method: 'GET',
      path: '/flow-nodes',
      summary: 'Every kind of flow node with its JSON Schema',
      tag: 'flows',
      action: 'flows:read',
      schema: { query: WholeQuery, response: FlowNodePage },
      handle: ({ query }) => Promise.resolve(pageOfWhole(NODE_KINDS, query, (kind) => kind.type)),
    }),
    ...outsideRoutes(flows),
  ] as Route[];
}
