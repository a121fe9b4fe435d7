// Effects about the line: into it and out of it, how it stands, a call-back in place of the customer.
import type { WorkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { RunEffect } from '../core/run.ts';
import type { ActiveRun } from './active.ts';
import { lanesAt } from './lanes.ts';
import type { RunnerDeps } from './runner.ts';

type Of<D extends RunEffect['do']> = Extract<RunEffect, { do: D }>;

export function enqueue(deps: RunnerDeps, run: ActiveRun, effect: Of<'enqueue'>): void {
  const work: WorkId = makeId('wrk', deps.clock.now(), deps.random.bytes(10));
  run.work = work;
  const { queue, priority, skills } = effect;
  const stand = () => deps.ports.routing.queue({ ...run.info.line, work, queue, priority, skills });
  run.queueing = (run.entering === null ? stand() : run.entering.then(stand)).catch((error: unknown) => {
    deps.tell.error('queueing failed', { queue, run: run.info.run, error: String(error) });
    // Unless it left the queue meanwhile.
    if (run.work === work) run.post({ kind: 'dequeued', reason: 'failed' });
  });
}

export function leaveQueue(deps: RunnerDeps, run: ActiveRun): void {
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

export function abandon(deps: RunnerDeps, run: ActiveRun): void {
  const { work } = run;
  if (work === null) return;
  const leave = () => deps.ports.routing.leave(run.info.line.tenant, work);
  // Never before he stands in it: nobody would take him out again.
  (run.entering === null ? leave() : run.queueing.then(leave)).catch((error: unknown) =>
    deps.tell.error('routing was not told that a customer left', { work, run: run.info.run, error: String(error) }),
  );
}

/** Nobody knowing is an answer too: the caller is then told nothing, and no edge of overflow is taken. */
export function look(deps: RunnerDeps, run: ActiveRun, effect: Of<'look'>): void {
  const { tenant } = run.info.line;
  const { routing } = deps.ports;
  const work = effect.entry === null ? null : run.work;
  const asked = async () => {
    // Before it is in line it stands nowhere.
    await run.queueing;
    const [mine, queue] = await Promise.all([
      work === null ? null : routing.outlook(tenant, work),
      routing.outlookOf(tenant, effect.queue),
    ]);
    run.post({ kind: 'outlook', token: effect.token, mine, queue });
  };
  asked().catch((error: unknown) => {
    deps.tell.warn('how a queue stands is not known', { queue: effect.queue, run: run.info.run, error: String(error) });
    run.post({ kind: 'outlook', token: effect.token, mine: null, queue: null });
  });
}

/** Where the rule cannot be read the announcement is made: rather told once too often than recorded untold. */
export function rule(deps: RunnerDeps, run: ActiveRun, effect: Of<'rule'>): void {
  const { queue, token } = effect;
  const { tenant } = run.info.line;
  const announced = deps.ports.recordingRule(tenant, queue).then(
    ({ record, announce }) => record && announce,
    (error: unknown) => {
      deps.tell.error('whether a queue is recorded is not known', { queue, run: run.info.run, error: String(error) });
      return true;
    },
  );
  void Promise.all([announced, lanesAt(deps, tenant, run.state.vars, queue)]).then(([announce, { met, open }]) =>
    run.post({ kind: 'rule', token, announce, lanes: met, open }),
  );
}

export function callBack(deps: RunnerDeps, run: ActiveRun, effect: Of<'call-back'>): void {
  const { work } = run;
  const { line } = run.info;
  if (work === null) return;
  const { queue, priority, skills } = effect;
  const request = async () => {
    const to = await deps.ports.readNumber(line.tenant, effect.number);
    if (to === null || to.kind === 'unknown') throw new Error('not a number that can be called');
    await deps.ports.callbacks.request({ ...line, work, queue, to, priority, skills });
  };
  request().then(
    () => run.post({ kind: 'called-back', token: effect.token, ok: true }),
    (error: unknown) => {
      deps.tell.warn('a call-back could not be had', { work, run: run.info.run, error: String(error) });
      // Who waits on goes on waiting; who has left gives his place up.
      if (run.state.status === 'ended') abandon(deps, run);
      else run.post({ kind: 'called-back', token: effect.token, ok: false });
    },
  );
}
