// Carries one effect of a run out through the ports. A port that fails becomes an input, never an exception in the mailbox.
import type { WorkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { renderVoice } from '../core/render-voice.ts';
import type { Outcome, RunEffect, TimerName } from '../core/run.ts';
import { markOf, type ActiveRun } from './active.ts';
import type { RunnerDeps } from './runner.ts';

type Finish = (run: ActiveRun, outcome: Outcome, detail: string | null) => void;

export function carryOut(deps: RunnerDeps, run: ActiveRun, effect: RunEffect, finish: Finish): void {
  const { ports, tell } = deps;
  const { line, run: id } = run.info;
  /** Commands to the channel: sent in order, their failure ends the run. */
  const command = (sent: Promise<void>): void => {
    sent.catch((error: unknown) => {
      tell.error('a command of a flow failed', { do: effect.do, call: line.call, run: id, error: String(error) });
      run.post({ kind: 'failed', detail: `${effect.do}: ${error instanceof Error ? error.message : String(error)}` });
    });
  };

  switch (effect.do) {
    case 'entered':
      deps.journal.entered(run.info, effect.node, effect.type);
      return;
    case 'answer':
      command(ports.channel.answer(line));
      return;
    case 'say': {
      const items = renderVoice(effect.items);
      // Nothing to be heard on this channel: said at once.
      if (items.length === 0) run.post({ kind: 'said', token: effect.token });
      else command(ports.channel.say(line, markOf(id, effect.token), items, effect.loop));
      return;
    }
    case 'ask':
      command(ports.channel.ask(line, markOf(id, effect.token), renderVoice(effect.items), effect.collect, effect.bargeIn));
      return;
    case 'stop':
      command(ports.channel.stop(line));
      return;
    case 'echo':
      command(ports.channel.echo(line));
      return;
    case 'hang-up':
      command(ports.channel.hangUp(line, effect.cause));
      return;
    case 'enqueue':
      enqueue(deps, run, effect);
      return;
    case 'leave-queue':
      leaveQueue(deps, run);
      return;
    case 'abandon':
      if (run.work !== null) {
        const work = run.work;
        ports.routing
          .leave(line.tenant, work)
          .catch((error: unknown) => tell.error('routing was not told that a customer left', { work, run: id, error: String(error) }));
      }
      return;
    case 'lookup':
      ports.lookup(line.tenant, effect.table, effect.key).then(
        (record) => run.post({ kind: 'looked-up', token: effect.token, record }),
        (error: unknown) => {
          tell.error('a lookup failed', { table: effect.table, run: id, error: String(error) });
          run.post({ kind: 'lookup-failed', token: effect.token });
        },
      );
      return;
    case 'transfer':
      ports.channel.transfer(line, effect.address).catch((error: unknown) => {
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

function enqueue(deps: RunnerDeps, run: ActiveRun, effect: Extract<RunEffect, { do: 'enqueue' }>): void {
  const work: WorkId = makeId('wrk', deps.clock.now(), deps.random.bytes(10));
  run.work = work;
  const { queue, priority, skills } = effect;
  deps.ports.routing.queue({ ...run.info.line, work, queue, priority, skills }).catch((error: unknown) => {
    deps.tell.error('queueing failed', { queue, run: run.info.run, error: String(error) });
    // Unless it left the queue meanwhile.
    if (run.work === work) run.post({ kind: 'dequeued', reason: 'failed' });
  });
}

function leaveQueue(deps: RunnerDeps, run: ActiveRun): void {
  const work = run.work;
  if (work === null) return;
  deps.ports.routing.takeBack(run.info.line.tenant, work).then(
    // Refused: an agent has it, and `assigned` is on its way.
    (taken) => taken && run.work === work && run.post({ kind: 'dequeued', reason: 'timed-out' }),
    (error: unknown) => {
      deps.tell.error('taking work back failed', { work, run: run.info.run, error: String(error) });
      run.post({ kind: 'dequeued', reason: 'failed' });
    },
  );
}
