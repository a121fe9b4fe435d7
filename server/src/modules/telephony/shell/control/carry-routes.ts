// The call follows its agent to another phone of his.
import { Type } from 'typebox';
import { Carry, LiveCall } from '@tandem/contract/api/calls.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { route, type Route } from '../../../../platform/http/types.ts';
import { mayCarry } from '../../core/control/carry.ts';
import type { ControlPorts } from '../../ports.ts';
import type { CallIds } from './calls.ts';
import type { Reach } from './reach.ts';

export function carryRoutes(reach: Reach, ports: ControlPorts, ids: CallIds): Route[] {
  const params = Type.Object({ id: IdOf('cal') });
  return [
    route({
      method: 'POST',
      path: '/calls/:id/carry',
      summary: 'Go on with one’s own talk from another phone: it rings, and answered it has the talk instead of the one before',
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state', 'call.no-device'],
      schema: { params, body: Carry, response: LiveCall },
      handle: ({ caller, params: { id }, body }) =>
        reach.act(
          caller,
          id,
          'carry',
          (state) => mayCarry(state) && state.agent?.agent === caller.agent,
          async ({ agent }) => {
            const others = (await ports.directory.devicesOfAgent(caller.tenant, agent!.agent)).filter(({ id }) => id !== agent!.device);
            const device = body.device === undefined ? others[0] : others.find((each) => each.id === body.device);
            if (!device) throw new AppError('call.no-device', { agent: agent!.agent });
            return { kind: 'carry', leg: ids.id('leg'), device: device.id };
          },
        ),
    }),
    route({
      method: 'DELETE',
      path: '/calls/:id/carry',
      summary: 'Let the other phone ring no more: the talk stays where it is',
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state'],
      schema: { params, response: LiveCall },
      handle: ({ caller, params: { id } }) =>
        reach.act(
          caller,
          id,
          'carry',
          (state) => !!state.carrying,
          () => ({ kind: 'carry.cancel' }),
        ),
    }),
  ] as Route[];
}
