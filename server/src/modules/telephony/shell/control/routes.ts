// Control of live calls over HTTP: the list, hold, blind transfer, keys, the end of a call. Consultation, dialling out, parking and call-backs beside.
import { Type } from 'typebox';
import { Digits, LiveCall, LiveCallPage, Transfer } from '@tandem/contract/api/calls.ts';
import { PageQuery } from '@tandem/contract/api/page.ts';
import { addressKey } from '@tandem/contract/address.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { route, type Route } from '../../../../platform/http/types.ts';
import { pageOfWhole } from '../../../../platform/http/whole-list.ts';
import { mayConsult } from '../../core/control/consult.ts';
import type { CallState, ControlInput } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Callbacks } from './callbacks.ts';
import { callbackRoutes } from './callback-routes.ts';
import type { Calls, CallIds } from './calls.ts';
import { carryRoutes } from './carry-routes.ts';
import { consultRoutes } from './consult-routes.ts';
import { dialled } from './dialled.ts';
import { dialRoutes } from './dial-routes.ts';
import { monitorRoutes } from './monitor-routes.ts';
import { parkRoutes } from './park-routes.ts';
import { createReach } from './reach.ts';

/** A call-back that waits for an agent is cancelled as a call-back; who took it may change his mind before it is called. */
const mayEnd = (state: CallState): boolean => !state.out?.callback || state.out.dialled || state.ringing !== null;

/** `monitorTone`: a supervisor who comes to a call is announced. */
type CallRules = { monitorTone: boolean };

export function callRoutes(calls: Calls, callbacks: Callbacks, ports: ControlPorts, ids: CallIds, rules: CallRules): Route[] {
  const params = Type.Object({ id: IdOf('cal') });
  const reach = createReach(calls, ports);
  const act = (name: 'hold' | 'resume' | 'hang-up', summary: string, input: ControlInput, wanted: (state: CallState) => boolean): Route =>
    route({
      method: 'POST',
      path: `/calls/:id/${name}`,
      summary,
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state'],
      schema: { params, response: LiveCall },
      handle: ({ caller, params: { id } }) => reach.act(caller, id, name, wanted, () => input),
    });

  return [
    route({
      method: 'GET',
      path: '/calls',
      summary: 'Calls that are up now',
      tag: 'calls',
      action: 'interactions:read',
      schema: { query: PageQuery, response: LiveCallPage },
      async handle({ caller, query }) {
        // Ids grow with time: the oldest call first.
        return pageOfWhole(await reach.view(await reach.all(caller, 'interactions:read'), caller), query, (call) => call.id);
      },
    }),
    act('hold', 'Put the customer on hold: he hears music', { kind: 'hold' }, (state) => mayConsult(state) && state.hold === null),
    act('resume', 'Take the customer off hold', { kind: 'resume' }, (state) => state.hold === 'api'),
    act('hang-up', 'End the call', { kind: 'hang-up', cause: 'normal', by: 'api' }, mayEnd),
    route({
      method: 'POST',
      path: '/calls/:id/transfer',
      summary: 'Blind transfer of the customer to a number, a device or an outside number',
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state', 'call.no-such-target'],
      schema: { params, body: Transfer, response: LiveCall },
      handle: ({ caller, params: { id }, body }) =>
        reach.act(caller, id, 'transfer', mayConsult, async () => {
          const { address, target } = await dialled(ports, caller.tenant, body.target);
          return { kind: 'transfer', target, leg: ids.id('leg'), text: addressKey(address), refer: null };
        }),
    }),
    route({
      method: 'POST',
      path: '/calls/:id/digits',
      summary: 'Press keys towards whom the agent talks with',
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state'],
      schema: { params, body: Digits, response: null },
      async handle({ caller, params: { id }, body }) {
        await reach.act(
          caller,
          id,
          'digits',
          (state) => state.agent !== null && state.customer.up,
          () => ({ kind: 'digits', ...body }),
        );
        return undefined;
      },
    }),
    ...carryRoutes(reach, ports, ids),
    ...consultRoutes(reach, ports, ids),
    ...dialRoutes(calls, reach, ports, ids),
    ...parkRoutes(calls, reach, ports, ids),
    ...monitorRoutes(calls, reach, ports, ids, rules.monitorTone),
    ...callbackRoutes(calls, callbacks, ports),
  ] as Route[];
}
