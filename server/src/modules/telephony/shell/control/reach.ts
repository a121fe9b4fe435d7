// Which live calls a caller of the API reaches. Scope `own` reaches the calls the agent talks in; wider scopes what they reach of the interactions.
import type { LiveCall } from '@tandem/contract/api/calls.ts';
import type { AgentId, CallId } from '@tandem/contract/ids.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import type { Caller } from '../../../../platform/http/types.ts';
import { liveView, partiesOf } from '../../core/control/parties-view.ts';
import type { CallState, ControlInput } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Calls } from './calls.ts';

export type Reach = {
  all(caller: Caller, action: Action): Promise<CallState[]>;
  /** Rejects with `call.not-found`. */
  one(caller: Caller, id: CallId): Promise<CallState>;
  /** Gives the input where `wanted` holds, else rejects with `call.wrong-state`; answers with the call as it then is. */
  act(
    caller: Caller,
    id: CallId,
    action: string,
    wanted: (state: CallState) => boolean,
    input: (state: CallState) => ControlInput | Promise<ControlInput>,
  ): Promise<LiveCall>;
  /** To `caller`: who listens beside is shown to those who may monitor; to nobody where he is left out. */
  view(states: readonly CallState[], caller?: Caller): Promise<LiveCall[]>;
  /** Whether the caller may be with this call himself. */
  monitors(caller: Caller, state: CallState): Promise<boolean>;
};

export function createReach(calls: Calls, ports: ControlPorts): Reach {
  /** Those he has handed on are not his any more. */
  const talksIn = (state: CallState, agent: AgentId | null): boolean =>
    agent !== null && (state.agent?.agent === agent || (state.ringing?.agent === agent && state.ringing.why === 'dial-out'));

  const reach: Reach = {
    async all(caller, action) {
      const scope = caller.scope(action);
      const up = calls.live().filter((state) => state.tenant === caller.tenant && !state.over);
      if (scope === 'tenant') return up;
      if (scope === 'own') return up.filter((state) => talksIn(state, caller.agent));
      const reached = await Promise.all(up.map((state) => ports.interactions.reaches(caller, action, state.interaction)));
      return up.filter((_state, i) => reached[i]);
    },
    async one(caller, id) {
      const state = (await reach.all(caller, 'interactions:control')).find((each) => each.call === id);
      if (!state) throw new AppError('call.not-found', { id });
      return state;
    },
    async act(caller, id, action, wanted, input) {
      const state = await reach.one(caller, id);
      if (!wanted(state)) throw new AppError('call.wrong-state', { id, action });
      await calls.input(id, caller.tenant, await input(state));
      return (await reach.view([calls.byCall(id) ?? state], caller))[0]!;
    },
    async monitors(caller, state) {
      const scope = caller.scope('calls:monitor');
      if (scope === null || state.tenant !== caller.tenant) return false;
      return scope === 'tenant' || ports.interactions.reaches(caller, 'calls:monitor', state.interaction);
    },
    async view(states, caller) {
      const agents = states.flatMap((state) => [
        ...partiesOf(state).flatMap((party) => (party.agent ? [party.agent] : [])),
        ...(state.monitor ? [state.monitor.agent] : []),
      ]);
      const tenant = states[0]?.tenant;
      const names = tenant === undefined || agents.length === 0 ? new Map() : await ports.agents.names(tenant, [...new Set(agents)]);
      return Promise.all(
        states.map(async (state) => {
          const sees = state.monitor !== null && caller !== undefined && (await reach.monitors(caller, state));
          return liveView(state, names, calls.quality, sees);
        }),
      );
    },
  };
  return reach;
}
