// Takes a run up where an earlier process left it. What was under way then is lost or was told to nobody: each wait is nudged so that it goes on.
import { laned } from '../core/lanes.ts';
import { graphOf } from '../core/program.ts';
import { wanted, WATCH_MS, watches } from '../core/queue-entry.ts';
import type { InQueue, RunEffect } from '../core/run.ts';
import type { ActiveRun } from './active.ts';
import { setTimer } from './effects.ts';

/** Before a recording or a dial that nobody tells about is given up. */
const LATEST_MS = 15_000;

export function resume(run: ActiveRun, again: (run: ActiveRun, effect: RunEffect) => void): void {
  const { waiting } = run.state;
  const { nodes } = graphOf(run.program, run.state);
  const node = run.state.node === null ? undefined : nodes[run.state.node];
  switch (waiting?.on) {
    case 'said':
      // Heard or not, nobody will say so any more.
      return run.post({ kind: 'said', token: waiting.token });
    case 'asked':
      // Asks again, at the price of one try.
      return run.post({ kind: 'asked', token: waiting.token, digits: '', end: 'no-input' });
    case 'looked-up':
      return run.post({ kind: 'lookup-failed', token: waiting.token });
    case 'http':
      // It may have been carried out: asking twice is worse than not knowing.
      return run.post({ kind: 'http-failed', token: waiting.token, reason: 'the process that asked is gone' });
    case 'hours':
      if (node?.type === 'hours') again(run, { do: 'hours', token: waiting.token, hours: node.hours });
      return;
    case 'lane':
      // Heard or not, and whether a key was pressed, nobody will say any more.
      if (waiting.stage === 'said') return run.post({ kind: 'said', token: waiting.token });
      if (waiting.stage === 'asked') return run.post({ kind: 'asked', token: waiting.token, digits: '', end: 'no-input' });
      return;
    case 'rule':
      if (node?.type === 'queue') again(run, { do: 'rule', token: waiting.token, queue: node.queue });
      return;
    case 'before-queue':
      if (node?.type === 'queue') again(run, { do: 'look', token: waiting.token, queue: node.queue, entry: null });
      return;
    case 'kept': {
      const { token, recording, durationMs } = waiting;
      // Idempotent by the recording.
      if (node?.type === 'voicemail') again(run, { do: 'voicemail', token, recording, durationMs, box: node.box });
      return;
    }
    case 'recorded':
      // That it is over comes from the edge's journal, unless it never began.
      if (node?.type === 'voicemail' || node?.type === 'record')
        setTimer(run, { token: waiting.token, name: 'record', ms: node.maxMs + LATEST_MS });
      return;
    case 'dial':
      if (node?.type === 'dial' && !waiting.talking) setTimer(run, { token: waiting.token, name: 'dial', ms: node.timeoutMs + LATEST_MS });
      return;
    case 'queue':
      if (node?.type === 'queue') resumeInQueue(run, waiting, laned(run.state, node), again);
      return;
    // The call's own facts are journaled by the edge and still come.
    case 'answer':
    case 'transferred':
    case 'customer':
    case undefined:
  }
}

function resumeInQueue(
  run: ActiveRun,
  waiting: InQueue,
  node: Extract<ReturnType<typeof graphOf>['nodes'][string], { type: 'queue' }>,
  again: (run: ActiveRun, effect: RunEffect) => void,
): void {
  const timer = (name: 'max-wait' | 'comfort' | 'watch' | 'offer', ms: number | undefined) => {
    if (ms !== undefined) setTimer(run, { token: waiting.entry, name, ms });
  };
  // The whole time again: a restart must not shorten anybody's wait into a hang-up.
  timer('max-wait', node.maxWaitMs);
  timer('comfort', node.comfort?.everyMs);
  timer('watch', watches(node) ? WATCH_MS : undefined);
  if (!waiting.offered) timer('offer', node.callback?.offerAfterMs);
  if (waiting.leaving !== false) return again(run, { do: 'leave-queue', entry: waiting.entry });
  if (waiting.look) again(run, { do: 'look', token: waiting.look.token, queue: node.queue, entry: waiting.entry });
  const { dialog } = waiting;
  switch (dialog?.stage) {
    case 'number':
    case 'confirm':
      // What he keyed in is lost: back to the music, and the key is there again.
      return run.post({ kind: 'asked', token: dialog.token, digits: '', end: 'no-input' });
    case 'requesting':
      // Idempotent by the work.
      return again(run, {
        do: 'call-back',
        token: dialog.token,
        number: dialog.number,
        queue: node.queue,
        ...wanted(run.state, node),
      });
    case 'confirmed':
      return run.post({ kind: 'said', token: dialog.token });
    case undefined:
      if (waiting.heard === 'announcement') run.post({ kind: 'said', token: waiting.play });
  }
}
