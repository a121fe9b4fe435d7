// Effects about the line: into it and out of it, how it stands, a call-back in place of the customer.
import type { FullRule } from '@tandem/contract/api/queue-callbacks.ts';
import type { HoursId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { OpenState } from '@tandem/contract/opening.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { RunEffect } from '../core/run.ts';
import type { FlowPorts } from '../ports.ts';
import type { ActiveRun } from './active.ts';
import { lanesAt } from './lanes.ts';
import type { RunnerDeps } from './runner.ts';

type Of<D extends RunEffect['do']> = Extract<RunEffect, { do: D }>;

export function enqueue(deps: RunnerDeps, run: ActiveRun, effect: Of<'enqueue'>): void {
  const work: WorkId = makeId('wrk', deps.clock.now(), deps.random.bytes(10));
  run.work = work;
  const { do: _, entry: __, ...wanted } = effect;
  const stand = () => deps.ports.routing.queue({ ...run.info.line, work, gathered: run.state.vars, ...wanted });
  run.queueing = (run.entering === null ? stand() : run.entering.then(stand)).catch((error: unknown) => {
    deps.tell.error('queueing failed', { queue: effect.queue, run: run.info.run, error: String(error) });
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
  const full = fullRules(deps.ports, tenant, queue, deps.clock.now()).catch((error: unknown) => {
    deps.tell.error('what is done when a queue is full is not known', { queue, run: run.info.run, error: String(error) });
    return [];
  });
  void Promise.all([announced, lanesAt(deps, tenant, run.state.vars, queue), full]).then(([announce, { met, open }, rules]) =>
    run.post({ kind: 'rule', token, announce, lanes: met, open, full: rules }),
  );
}

type FullPorts = { fullRules: FlowPorts['fullRules']; hours(tenant: TenantId, hours: HoursId, at: number): Promise<OpenState | null> };

/** Those that may hold: of hours that are open, or gone, none does. */
export async function fullRules(ports: FullPorts, tenant: TenantId, queue: QueueId, at: number): Promise<FullRule[]> {
  const rules = await ports.fullRules(tenant, queue);
  const states = await Promise.all(
    rules.map(({ when }) => (when.is === 'closed' ? ports.hours(tenant, when.hours, at) : Promise.resolve(null))),
  );
  return rules.filter(({ when }, n) => when.is !== 'closed' || states[n] === 'closed' || states[n] === 'holiday');
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
