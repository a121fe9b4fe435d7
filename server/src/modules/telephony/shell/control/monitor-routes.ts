// A supervisor with a live call, over HTTP: his own phone rings, he hears the call, and changes between listening, whispering, joining and taking over.
import { Type } from 'typebox';
import { LiveCall } from '@tandem/contract/api/calls.ts';
import { MonitorRequest } from '@tandem/contract/api/monitor.ts';
import { IdOf, type CallId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../../platform/http/types.ts';
import { talker } from '../../core/control/mix.ts';
import { isMonitored, mayMonitor, mayTakeOver } from '../../core/control/monitor.ts';
import type { CallState, ControlInput } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Calls, CallIds } from './calls.ts';
import { ownPhone } from './dial-routes.ts';
import type { Reach } from './reach.ts';

const params = Type.Object({ id: IdOf('cal') });

export function monitorRoutes(calls: Calls, reach: Reach, ports: ControlPorts, ids: CallIds, announced: boolean): Route[] {
  /** Rejects with `call.not-found`: one answer for "none" and "not yours". */
  async function reached(caller: Caller, id: CallId): Promise<CallState> {
    const state = calls.byCall(id);
    if (state === null || state.over || !(await reach.monitors(caller, state))) throw new AppError('call.not-found', { id });
    return state;
  }
  /** The call with which the caller himself is. Rejects with `call.not-found`, `monitor.none`, `monitor.not-yours`. */
  async function own(caller: Caller, id: CallId): Promise<CallState> {
    const state = await reached(caller, id);
    if (!isMonitored(state)) throw new AppError('monitor.none', { id });
    if (state.monitor?.agent !== caller.agent) throw new AppError('monitor.not-yours', {});
    return state;
  }
  async function give(caller: Caller, state: CallState, input: ControlInput): Promise<LiveCall> {
    await calls.input(state.call, caller.tenant, input);
    return (await reach.view([calls.byCall(state.call) ?? state], caller))[0]!;
  }

  return [
    route({
      method: 'POST',
      path: '/calls/:id/monitor',
      summary: 'Go to a live call with one’s own phone: it rings, and then one listens, whispers to the agent, joins both or takes over',
      tag: 'calls',
      action: 'calls:monitor',
      audit: 'call.monitored',
      errors: ['call.not-found', 'call.wrong-state', 'monitor.taken', 'call.no-agent', 'call.no-device', 'call.agent-busy'],
      schema: { params, body: MonitorRequest, response: LiveCall },
      async handle({ caller, params: { id }, body: { mode } }) {
        const state = await reached(caller, id);
        if (isMonitored(state)) throw new AppError('monitor.taken', {});
        const possible = mode === 'take-over' ? mayTakeOver(state) : true;
        if (!mayMonitor(state) || !possible || talker(state)?.agent === caller.agent)
          throw new AppError('call.wrong-state', { id, action: mode });
        const phone = await ownPhone(calls, ports, caller.tenant, caller.agent);
        return give(caller, state, { kind: 'monitor', leg: ids.id('leg'), mode, announced, ...phone });
      },
    }),
    route({
      method: 'PATCH',
      path: '/calls/:id/monitor',
      summary: 'Listen, whisper, join or take over from now on',
      tag: 'calls',
      action: 'calls:monitor',
      audit: 'call.monitor-changed',
      errors: ['call.not-found', 'call.wrong-state', 'monitor.none', 'monitor.not-yours'],
      schema: { params, body: MonitorRequest, response: LiveCall },
      async handle({ caller, params: { id }, body: { mode } }) {
        const state = await own(caller, id);
        if (mode === 'take-over' && !mayTakeOver(state)) throw new AppError('call.wrong-state', { id, action: mode });
        return give(caller, state, { kind: 'monitor.change', mode });
      },
    }),
    route({
      method: 'DELETE',
      path: '/calls/:id/monitor',
      summary: 'Leave the call again; it goes on',
      tag: 'calls',
      action: 'calls:monitor',
      audit: 'call.monitor-ended',
      errors: ['call.not-found', 'monitor.none', 'monitor.not-yours'],
      schema: { params, response: LiveCall },
      handle: async ({ caller, params: { id } }) => give(caller, await own(caller, id), { kind: 'monitor.end' }),
    }),
  ] as Route[];
}
