// The live calls as the screens use them: kept true by the event stream, changed only by what the server answers.
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import {
  actOnCall,
  CALLS_KEY,
  callsQuery,
  cancelCarry,
  cancelConsult,
  carryCall,
  dropParty,
  PARKED_KEY,
  type CallAction,
  type LiveCall,
} from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { useUser } from '../../api/session.ts';
import { useIntents, useTouched } from '../../live/LiveProvider.tsx';
import { asAsked, type ShownCall } from './as-asked.ts';

/** Those in which the user talks, or for which his phone rings because he asked for it. */
export function useOwnCalls(): ShownCall[] {
  const { agent } = useUser();
  return ownAmong(useCalls(agent !== null), agent);
}

export function ownAmong<Call extends LiveCall>(calls: readonly Call[], agent: string | null): Call[] {
  return calls.filter((call) => call.agent === agent && agent !== null && (call.stage === 'agent' || isOwnDial(call)));
}

/** An offer rings too; only what one dials oneself has a customer who is not called yet. */
function isOwnDial(call: LiveCall): boolean {
  return call.stage === 'ring' && call.parties.some(({ role, state }) => role === 'customer' && state === 'waiting');
}

export function useCallOf(interaction: string, enabled: boolean): ShownCall | null {
  return useCalls(enabled).find((call) => call.interaction === interaction) ?? null;
}

/** As the server says, and as was asked for and is on its way. */
function useCalls(enabled: boolean): ShownCall[] {
  const queries = useQueryClient();
  const intents = useIntents();
  const { data = [] } = useQuery({ ...callsQuery(useApi()), enabled });
  useTouched((touched) => {
    if (enabled && (touched === 'all' || touched.interactions.size > 0 || touched.agents.size > 0)) readAgain(queries);
  });
  return enabled ? data.map((call) => asAsked(call, intents)) : [];
}

const asked = new WeakSet<QueryClient>();

/** Several places of one screen hear of the same events: that is one reading. */
export function readAgain(queries: QueryClient): void {
  if (asked.has(queries)) return;
  asked.add(queries);
  setTimeout(() => {
    asked.delete(queries);
    void queries.invalidateQueries({ queryKey: CALLS_KEY });
    void queries.invalidateQueries({ queryKey: PARKED_KEY });
  });
}

export type Asked =
  | { action: CallAction; body?: Record<string, unknown> }
  | { action: 'cancel' }
  | { action: 'stay' }
  | { action: 'carry'; device: string }
  | { action: 'drop'; leg: string };

/** Does something with a call; what then is comes from the server's answer and its events. */
export function useAct(call: string) {
  const api = useApi();
  const queries = useQueryClient();
  const intents = useIntents();
  const send = (asked: Asked): Promise<LiveCall | undefined> => {
    if (asked.action === 'cancel') return cancelConsult(api, call);
    if (asked.action === 'stay') return cancelCarry(api, call);
    if (asked.action === 'carry') return carryCall(api, call, asked.device);
    if (asked.action === 'drop') return dropParty(api, call, asked.leg);
    return actOnCall(api, call, asked.action, asked.body);
  };
  return useMutation({
    // Keys pressed for a menu have an order of their own; whatever else it is, two never cross.
    mutationFn: (asked: Asked) => (asked.action === 'digits' ? send(asked) : intents.inTurn(call, () => send(asked))),
    onSuccess: (now) => {
      if (now) keepCall(queries, now);
    },
    onSettled: () => readAgain(queries),
  });
}

export function keepCall(queries: QueryClient, now: LiveCall): void {
  queries.setQueryData<LiveCall[]>(CALLS_KEY, (old = []) =>
    old.some(({ id }) => id === now.id) ? old.map((each) => (each.id === now.id ? now : each)) : [...old, now],
  );
}
