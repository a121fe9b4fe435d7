// Test calls over HTTP: begun, watched, hung up.
import { NewTestCall, TestCall } from '@tandem/contract/api/test-calls.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { route, type Route } from '../../../../platform/http/types.ts';
import type { TestCalls } from './test-calls.ts';

const one = Type.Object({ id: IdOf('trk'), call: IdOf('cal') });

export function testCallRoutes(testCalls: TestCalls): Route[] {
  return [
    route({
      method: 'POST',
      path: '/trunks/:id/test-calls',
      summary: 'Calls a number over exactly this trunk and says a sentence; one at a time, half a minute at most',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'trunk.test-call',
      errors: ['trunk.not-found', 'test-call.running', 'test-call.too-many', 'test-call.not-allowed'],
      schema: { params: Type.Object({ id: IdOf('trk') }), body: NewTestCall, response: TestCall, status: 201 },
      handle: ({ caller, params: { id }, body, language }) => testCalls.start(caller.tenant, id, body.number, language),
    }),
    route({
      method: 'GET',
      path: '/trunks/:id/test-calls/:call',
      summary: 'How far a test call has come; the last twenty are known',
      tag: 'numbers',
      action: 'numbers:write',
      errors: ['test-call.not-found'],
      schema: { params: one, response: TestCall },
      handle: async ({ caller, params: { id, call } }) => testCalls.find(caller.tenant, id, call),
    }),
    route({
      method: 'DELETE',
      path: '/trunks/:id/test-calls/:call',
      summary: 'Hangs a test call up; one that is over stays as it is',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'trunk.test-call-end',
      errors: ['test-call.not-found'],
      schema: { params: one, response: null },
      async handle({ caller, params: { id, call } }) {
        testCalls.hangUp(caller.tenant, id, call);
        return undefined;
      },
    }),
  ] as Route[];
}
