// Takes a run up where an earlier process left it. What was under way then is lost or was told to nobody: each wait is nudged so that it goes on.
import type { ActiveRun } from './active.ts';
import { setTimer } from './effects.ts';

export function resume(run: ActiveRun): void {
  const { waiting, node } = run.state;
  switch (waiting?.on) {
    case 'said':
      // Heard or not, nobody will say so any more.
      return run.post({ kind: 'said', token: waiting.token });
    case 'asked':
      // Asks again, at the price of one try.
      return run.post({ kind: 'asked', token: waiting.token, digits: '', end: 'no-input' });
    case 'looked-up':
      return run.post({ kind: 'lookup-failed', token: waiting.token });
    case 'queue': {
      const spec = node === null ? undefined : run.graph.nodes[node];
      if (spec?.type !== 'queue') return;
      // The whole time again: a restart must not shorten anybody's wait into a hang-up.
      if (spec.maxWaitMs !== undefined) setTimer(run, { token: waiting.entry, name: 'max-wait', ms: spec.maxWaitMs });
      if (spec.comfort) setTimer(run, { token: waiting.entry, name: 'comfort', ms: spec.comfort.everyMs });
      if (waiting.heard === 'announcement') run.post({ kind: 'said', token: waiting.play });
      return;
    }
    // The call's own facts are journaled by the edge and still come.
    case 'answer':
    case 'transferred':
    case 'customer':
    case undefined:
  }
}
