// One live call as its supervisor sees it: who is with it, in which mode, and what he does with it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { CALLS_KEY, type LiveCall } from './calls.ts';
import { useApi } from './context.tsx';
import { errorWords, type ErrorWords } from './problem.ts';
import { useUser } from './session.ts';
import { leaveMonitored, monitorCall, type MonitorMode } from './supervision.ts';

/** A phone that is not answered tells nobody: it is asked for so often while it rings. */
const RINGING_MS = 1_500;

export type Monitoring = {
  /** The user himself is with the call, or his phone rings for it. */
  own: LiveCall['monitor'];
  /** Somebody else is. */
  other: LiveCall['monitor'];
  busy: boolean;
  problem: ErrorWords | null;
  choose: (mode: MonitorMode) => void;
  leave: () => void;
};

export function useMonitor(call: LiveCall): Monitoring {
  const api = useApi();
  const queries = useQueryClient();
  const { agent } = useUser();
  const { monitor } = call;
  const own = monitor !== null && monitor.agent === agent ? monitor : null;
  const act = useMutation({
    mutationFn: (mode: MonitorMode | null) =>
      mode === null ? leaveMonitored(api, call.id) : monitorCall(api, call.id, mode, own === null),
    onSuccess: (now) => queries.setQueryData<LiveCall[]>(CALLS_KEY, (old = []) => old.map((each) => (each.id === now.id ? now : each))),
    onSettled: () => queries.invalidateQueries({ queryKey: CALLS_KEY }),
  });
  const rings = own?.state === 'ringing';
  useEffect(() => {
    if (!rings) return undefined;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: CALLS_KEY }), RINGING_MS);
    return () => clearInterval(timer);
  }, [rings, queries]);
  return {
    own,
    other: own === null ? monitor : null,
    busy: act.isPending,
    problem: act.error ? errorWords(act.error) : null,
    choose: (mode) => act.mutate(mode),
    leave: () => act.mutate(null),
  };
}

/** There is somebody of ours to follow, and it is not the user himself. */
export function canMonitor(call: LiveCall, agent: string | null): boolean {
  const talker = call.parties.find(({ role, state }) => (role === 'agent' || role === 'other') && state !== 'ringing');
  return call.answered && talker?.agent !== undefined && talker.agent !== null && talker.agent !== agent;
}
