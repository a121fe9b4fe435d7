// Control of live calls over HTTP. Scope `own` reaches the calls the agent talks in; wider scopes what they reach of the interactions.
import { Type } from 'typebox';
import { LiveCall, LiveCallPage, Transfer } from '@tandem/contract/api/calls.ts';
import { PageQuery } from '@tandem/contract/api/page.ts';
import { addressKey } from '@tandem/contract/address.ts';
import { IdOf, type CallId } from '@tandem/contract/ids.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../../platform/http/types.ts';
import { pageOfWhole } from '../../../../platform/http/whole-list.ts';
import type { CallState, ControlInput } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Calls, CallIds } from './calls.ts';

export function callRoutes(calls: Calls, ports: ControlPorts, ids: CallIds): Route[] {
  const params = Type.Object({ id: IdOf('cal') });

  /** `own` reaches the calls the agent talks in now, not those he has handed on. */
  async function reachable(caller: Caller, action: Action): Promise<CallState[]> {
    const scope = caller.scope(action);
    const up = calls.live().filter((state) => state.tenant === caller.tenant && !state.over);
    if (scope === 'tenant') return up;
    if (scope === 'own') return up.filter((state) => caller.agent !== null && state.agent?.agent === caller.agent);
    const reached = await Promise.all(up.map((state) => ports.interactions.reaches(caller, action, state.interaction)));
    return up.filter((_state, i) => reached[i]);
  }
  async function find(caller: Caller, id: CallId): Promise<CallState> {
    const state = (await reachable(caller, 'interactions:control')).find((each) => each.call === id);
    if (!state) throw new AppError('call.not-found', { id });
    return state;
  }
  const act = (name: 'hold' | 'resume' | 'hang-up', summary: string, input: ControlInput, wanted: (state: CallState) => boolean): Route =>
    route({
      method: 'POST',
      path: `/calls/:id/${name}`,
      summary,
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state'],
      schema: { params, response: LiveCall },
      async handle({ caller, params: { id } }) {
        const state = await find(caller, id);
        if (!wanted(state)) throw new AppError('call.wrong-state', { id, action: name });
        await calls.input(id, caller.tenant, input);
        return view(calls.byInteraction(state.interaction) ?? state);
      },
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
        return pageOfWhole((await reachable(caller, 'interactions:read')).map(view), query, (call) => call.id);
      },
    }),
    act('hold', 'Put the customer on hold: he hears music', { kind: 'hold' }, (state) => state.agent !== null && state.hold === null),
    act('resume', 'Take the customer off hold', { kind: 'resume' }, (state) => state.hold === 'api'),
    act('hang-up', 'End the call', { kind: 'hang-up', cause: 'normal', by: 'api' }, () => true),
    route({
      method: 'POST',
      path: '/calls/:id/transfer',
      summary: 'Blind transfer of the customer to a number, a device or an outside number',
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state', 'call.no-such-target'],
      schema: { params, body: Transfer, response: LiveCall },
      async handle({ caller, params: { id }, body }) {
        const state = await find(caller, id);
        if (state.agent === null || state.transfer !== null) throw new AppError('call.wrong-state', { id, action: 'transfer' });
        const address = ports.directory.parse(body.target);
        const target = await ports.directory.resolve(caller.tenant, address);
        if (target === null) throw new AppError('call.no-such-target', { target: body.target });
        await calls.input(id, caller.tenant, { kind: 'transfer', target, leg: ids.id('leg'), text: addressKey(address), refer: null });
        return view(calls.byInteraction(state.interaction) ?? state);
      },
    }),
  ] as Route[];
}

function view(state: CallState): LiveCall {
  return {
    id: state.call,
    interaction: state.interaction,
    stage: state.agent ? 'agent' : state.offer ? 'ring' : state.other ? 'other' : 'flow',
    answered: state.customer.up,
    agent: state.agent?.agent ?? state.offer?.agent ?? null,
    queue: state.agent?.queue ?? state.offer?.queue ?? null,
    hold: state.hold,
    recording: state.recording,
  };
}
