// Flows over HTTP: list, draft, validate, publish, versions.
import { Type } from 'typebox';
import {
  Flow,
  FlowDraft,
  FlowPage,
  FlowToValidate,
  FlowVerdict,
  FlowVersion,
  FlowVersionPage,
  NewFlow,
} from '@tandem/contract/api/flows.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import type { Flow as Flows } from './engine.ts';

const params = Type.Object({ id: IdOf('flo') });

export function flowRoutes(flows: Flows): Route[] {
  return [
    route({
      method: 'GET',
      path: '/flows',
      summary: 'All flows',
      tag: 'flows',
      action: 'flows:read',
      schema: { response: FlowPage },
      handle: async ({ caller }) => ({ items: await flows.list(caller.tenant), nextCursor: null }),
    }),
    route({
      method: 'POST',
      path: '/flows',
      summary: 'Makes a flow with a first draft',
      tag: 'flows',
      action: 'flows:write',
      audit: 'flow.create',
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
      schema: { params, response: Flow },
      handle: ({ caller, params: { id } }) => flows.flow(caller.tenant, id),
    }),
    route({
      method: 'PUT',
      path: '/flows/:id/draft',
      summary: 'Replaces the draft',
      tag: 'flows',
      action: 'flows:write',
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
      schema: { params, response: FlowVersion },
      handle: ({ caller, params: { id } }) => flows.publish(caller.tenant, id, caller.user),
    }),
    route({
      method: 'GET',
      path: '/flows/:id/versions',
      summary: 'Every published version, newest first',
      tag: 'flows',
      action: 'flows:read',
      schema: { params, response: FlowVersionPage },
      handle: async ({ caller, params: { id } }) => ({ items: await flows.versions(caller.tenant, id), nextCursor: null }),
    }),
  ] as Route[];
}
