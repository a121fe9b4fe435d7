// Carries one effect of a run out through the ports. A port that fails becomes an input, never an exception in the mailbox.
import { makeId } from '../../../kernel/ids.ts';
import { renderVoice } from '../core/render-voice.ts';
import type { Outcome, RunEffect, Spoken, TimerName } from '../core/run.ts';
import type { PlayItem } from '@tandem/contract/edge.ts';
import { markOf, type ActiveRun } from './active.ts';
import { enterLane } from './lanes.ts';
import { askHours, askServer, keepMessage, lookUp } from './outside-effects.ts';
import { abandon, callBack, enqueue, leaveQueue, look, rule } from './queue-effects.ts';
import type { RunnerDeps } from './runner.ts';
import { afterMaking, inOrder, make } from './speak.ts';

type Finish = (run: ActiveRun, outcome: Outcome, detail: string | null) => void;

export function carryOut(deps: RunnerDeps, run: ActiveRun, effect: RunEffect, finish: Finish): void {
  const { ports, tell } = deps;
  const { line, run: id } = run.info;
  /** Commands to the channel: sent in order, their failure ends the run. */
  const watch = (sent: Promise<void>): void => {
    sent.catch((error: unknown) => {
      tell.error('a command of a flow failed', { do: effect.do, call: line.call, run: id, error: String(error) });
      run.post({ kind: 'failed', detail: `${effect.do}: ${error instanceof Error ? error.message : String(error)}` });
    });
  };
  const command = (send: () => Promise<void>): void => watch(inOrder(run, send));
  const voiced = (spoken: readonly Spoken[], send: (items: PlayItem[]) => Promise<void>): void => {
    const items = renderVoice(spoken);
    const ready = items.filter((item) => item.kind !== 'to-make' && item.kind !== 'to-find');
    if (ready.length === items.length) command(() => send(ready));
    else watch(afterMaking(run, make(deps, run, items), send));
  };

  switch (effect.do) {
    case 'entered':
      deps.journal.entered(run.info, effect);
      return;
    case 'answer':
      command(() => ports.channel.answer(line));
      return;
    case 'say':
      voiced(effect.items, async (items) => {
        // Nothing to be heard on this channel: said at once.
        if (items.length === 0) run.post({ kind: 'said', token: effect.token });
        else await ports.channel.say(line, markOf(id, effect.token), items, effect.loop);
      });
      return;
    case 'ask':
      voiced(effect.items, (items) => ports.channel.ask(line, markOf(id, effect.token), items, effect.collect, effect.bargeIn));
      return;
    case 'stop':
      command(() => ports.channel.stop(line));
      return;
    case 'echo':
      command(() => ports.channel.echo(line));
      return;
    case 'hang-up':
      command(() => ports.channel.hangUp(line, effect.cause));
      return;
    case 'record': {
      const { maxMs, endKeys, beep, token } = effect;
      const recording = makeId('rec', deps.clock.now(), deps.random.bytes(10));
      inOrder(run, () => ports.channel.record(line, markOf(id, token), { recording, maxMs, endKeys, beep })).catch((error: unknown) => {
        tell.error('a recording could not be started', { call: line.call, run: id, error: String(error) });
        run.post({ kind: 'recorded', token, recording, durationMs: 0, end: 'failed' });
      });
      return;
    }
    case 'stop-record':
      command(() => ports.channel.stopRecord(line));
      return;
    case 'voicemail':
      void keepMessage(deps, run, effect);
      return;
    case 'dial':
      inOrder(run, async () => {
        const to = 'number' in effect.to ? await ports.readNumber(line.tenant, effect.to.number) : effect.to;
        if (to === null) throw new Error('not a number that can be called');
        await ports.channel.dial(line, { to, timeoutMs: effect.timeoutMs });
      }).catch((error: unknown) => {
        tell.warn('somebody could not be called', { run: id, error: String(error) });
        run.post({ kind: 'dialled', outcome: 'failed' });
      });
      return;
    case 'enqueue':
      return enqueue(deps, run, effect);
    case 'leave-queue':
      return leaveQueue(deps, run);
    case 'lane':
      return enterLane(deps, run, effect.lane);
    case 'abandon':
      return abandon(deps, run);
    case 'look':
      return look(deps, run, effect);
    case 'rule':
      return rule(deps, run, effect);
    case 'call-back':
      return callBack(deps, run, effect);
    case 'lookup':
      return lookUp(deps, run, effect);
    case 'hours':
      return askHours(deps, run, effect);
    case 'http':
      return askServer(deps, run, effect);
    case 'transfer':
      inOrder(run, () => ports.channel.transfer(line, effect.address)).catch((error: unknown) => {
        tell.error('a transfer failed', { run: id, error: String(error) });
        run.post({ kind: 'transferred', token: effect.token, accepted: false });
      });
      return;
    case 'enter-flow':
      run.next = effect.flow;
      return;
    case 'timer':
      setTimer(run, effect);
      return;
    case 'ended':
      finish(run, effect.outcome, effect.detail);
  }
}

export function setTimer(run: ActiveRun, { token, name, ms }: { token: number; name: TimerName; ms: number }): void {
  const timer = setTimeout(() => {
    run.timers.delete(timer);
    run.post({ kind: 'timer', token, name });
  }, ms);
  timer.unref();
  run.timers.add(timer);
}
