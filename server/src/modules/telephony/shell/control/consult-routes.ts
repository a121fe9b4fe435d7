// Consultation over HTTP: ask a third party, turn to and fro, hand over, have all three talk, let one of them go.
import { Type } from 'typebox';
import { ConsultRequest, LiveCall } from '@tandem/contract/api/calls.ts';
import { addressKey } from '@tandem/contract/address.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { route, type Route } from '../../../../platform/http/types.ts';
import { mayConsult } from '../../core/control/consult.ts';
import { legsOf } from '../../core/control/ending.ts';
import { offerAt } from '../../core/control/rung.ts';
import type { CallState, ControlInput } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { CallIds } from './calls.ts';
import { dialledParty } from './dialled.ts';
import type { Reach } from './reach.ts';

const params = Type.Object({ id: IdOf('cal') });

export function consultRoutes(reach: Reach, ports: ControlPorts, ids: CallIds): Route[] {
  const up = (state: CallState): boolean => state.consult?.up === true;
  const apart = (state: CallState): boolean => up(state) && state.consult?.mode !== 'conference';
  const act = (
    method: 'POST' | 'DELETE',
    name: string,
    summary: string,
    kind: Extract<ControlInput['kind'], `consult.${string}` | 'conference'>,
    wanted: (state: CallState) => boolean,
  ): Route =>
    route({
      method,
      path: `/calls/:id/${name}`,
      summary,
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state'],
      schema: { params, response: LiveCall },
      handle: ({ caller, params: { id } }) => reach.act(caller, id, name, wanted, () => ({ kind })),
    });

  return [
    route({
      method: 'POST',
      path: '/calls/:id/consult',
      summary: 'Call a third party while the customer hears music',
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state', 'call.no-such-target'],
      schema: { params, body: ConsultRequest, response: LiveCall },
      handle: ({ caller, params: { id }, body }) =>
        reach.act(caller, id, 'consult', mayConsult, async () => {
          const { address, target } = await dialledParty(ports, caller.tenant, body.target);
          return { kind: 'consult', target, leg: ids.id('leg'), text: addressKey(address) };
        }),
    }),
    act('DELETE', 'consult', 'Let the third party go and take the customer back', 'consult.cancel', (state) => state.consult !== null),
    act('POST', 'swap', 'Turn from the third party to the customer, or back', 'consult.swap', apart),
    act('POST', 'complete', 'Hand the customer over to the third party (attended transfer)', 'consult.complete', up),
    act('POST', 'conference', 'Have customer, agent and third party talk with each other', 'conference', apart),
    route({
      method: 'DELETE',
      path: '/calls/:id/participants/:leg',
      summary: 'Let one party go; the customer’s end is the end of the call',
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state', 'call.no-such-party'],
      schema: { params: Type.Object({ id: IdOf('cal'), leg: IdOf('leg') }), response: LiveCall },
      async handle({ caller, params: { id, leg } }) {
        const state = await reach.one(caller, id);
        if (!legsOf(state).includes(leg)) throw new AppError('call.no-such-party', { leg });
        return reach.act(
          caller,
          id,
          'drop',
          (now) => offerAt(now, leg) === undefined && now.ringing?.leg !== leg,
          () => ({ kind: 'drop', leg }),
        );
      },
    }),
  ] as Route[];
}
