// Runs flows: one mailbox per run, inputs in the order they come, effects through the ports.
import type { CallId, FlowId, FlowRunId, InteractionId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import type { Program } from '../core/program.ts';
import { newRun, type Carried, type Outcome, type RunState, type Variables } from '../core/run.ts';
import { step } from '../core/step.ts';
import type { FlowPorts, Line } from '../ports.ts';
import type { FlowInput } from '@tandem/contract/channel.ts';
import { runOf, type ActiveRun, type Bare } from './active.ts';
import { carryOut } from './effects.ts';
import type { Journal, RunInfo } from './journal.ts';
import { evaluateExpression } from './expressions.ts';
import type { PublishedFlows, PublishedProgram } from './published.ts';
import { lanesAt } from './lanes.ts';
import { resume } from './resume.ts';
import { openRuns } from './runs.ts';
import type { Secrets } from './secrets.ts';

/** A chain of flows that hand the call on without ever waiting is cut here. */
const MAX_HANDOVERS = 20;

export type StartRun = Line & {
  flow: FlowId;
  /** Given variables: `remote`, `local`, `language`, `customerKnown`, `customerLevel`. */
  variables?: Variables;
  answered?: boolean;
  /** From the flow that handed the call on. */
  carried?: Carried;
};

export type RunnerDeps = {
  db: Db;
  clock: Clock;
  random: Random;
  tell: Log;
  ports: FlowPorts;
  journal: Journal;
  published: PublishedFlows;
  secrets: Pick<Secrets, 'hosts' | 'withSecrets'>;
};
export type Runner = ReturnType<typeof createRunner>;

export function createRunner(deps: RunnerDeps) {
  const { db, clock, random, tell, journal, published } = deps;
  const runs = new Map<FlowRunId, ActiveRun>();
  const byCall = new Map<CallId, ActiveRun>();

  function take(info: RunInfo, found: PublishedProgram, state: RunState, work: WorkId | null, handovers: number): ActiveRun {
    const program: Program = { main: found.graph, subs: found.graphs, evaluate: evaluateExpression };
    const run: ActiveRun = {
      info,
      program,
      state,
      work,
      handovers,
      next: null,
      tail: null,
      queueing: Promise.resolve(),
      entering: null,
      inputs: [],
      busy: false,
      timers: new Set(),
      post: (input) => post(run, input),
    };
    runs.set(info.run, run);
    byCall.set(info.line.call, run);
    return run;
  }

  async function start(wanted: StartRun, handovers = 0): Promise<void> {
    const [found, { met }] = await Promise.all([
      published.program(wanted.tenant, wanted.flow),
      lanesAt(deps, wanted.tenant, wanted.variables ?? {}, null),
    ]);
    const { tenant, interaction, call, leg, flow } = wanted;
    // A start that is sent again finds the run it made.
    if (byCall.has(call)) return;
    const { version, subs } = found;
    const info: RunInfo = {
      run: makeId('run', clock.now(), random.bytes(10)),
      line: { tenant, interaction, call, leg },
      flow,
      version,
      subs,
    };
    const { variables = {}, answered = false, carried } = wanted;
    const run = take(info, found, newRun({ vars: variables, answered, ...(carried ? { carried } : {}) }), null, handovers);
    journal.started(info);
    post(run, { kind: 'started', lanes: met });
  }

  /** The mailbox: an input that comes while another is worked on waits its turn. */
  function post(run: ActiveRun, input: Bare): void {
    run.inputs.push({ ...input, at: clock.now() });
    if (run.busy) return;
    run.busy = true;
    const before = run.state;
    try {
      for (let next = run.inputs.shift(); next; next = run.inputs.shift()) {
        const { state, effects } = step(run.program, run.state, next);
        run.state = state;
        for (const effect of effects) carryOut(deps, run, effect, finish);
      }
    } finally {
      run.busy = false;
    }
    if (run.state !== before && run.state.status === 'running') journal.stands(run.info, run.state, run.work);
  }

  function finish(run: ActiveRun, outcome: Outcome, detail: string | null): void {
    for (const timer of run.timers) clearTimeout(timer);
    run.timers.clear();
    runs.delete(run.info.run);
    if (byCall.get(run.info.line.call) === run) byCall.delete(run.info.line.call);
    journal.ended(run.info, outcome, detail);
    if (run.next !== null) handOver(run, run.next);
    else deps.ports.ended?.({ ...run.info.line, outcome, vars: run.state.vars });
  }

  function handOver(run: ActiveRun, flow: FlowId): void {
    const { line } = run.info;
    const { announced, skills, priority, heardLanes, lanes } = run.state;
    const next = {
      ...line,
      flow,
      variables: run.state.vars,
      answered: run.state.answered,
      carried: { announced, skills, priority, heardLanes, lanes },
    };
    const begun =
      run.handovers < MAX_HANDOVERS
        ? start(next, run.handovers + 1)
        : Promise.reject(new Error(`${MAX_HANDOVERS} flows handed one call on`));
    begun.catch((error: unknown) => {
      tell.error('a flow could not be handed the call', { flow, call: line.call, error: String(error) });
      deps.ports.channel
        .hangUp(line, 'failed')
        .catch((cause: unknown) => tell.error('hanging up failed', { call: line.call, error: String(cause) }));
    });
  }

  /** To the run whose mark it is; an answer to a run that is over says nothing. */
  function toMark(mark: string, input: (token: number) => Bare): void {
    const [id, token] = runOf(mark);
    runs.get(id)?.post(input(token));
  }

  /** The customer left a call whose run is not here: its process died, and it was not restored. */
  async function closeLost(tenant: TenantId, call: CallId): Promise<void> {
    for (const open of await openRuns(db, { tenant, call })) {
      if (runs.has(open.run)) continue;
      if (open.work !== null && open.state?.waiting?.on === 'queue') await deps.ports.routing.leave(tenant, open.work);
      journal.ended(open, 'failed', 'the process that ran the flow is gone');
    }
  }

  return {
    /** Begins a run on the published version. Rejects with `flow.not-published`. Does nothing where the call has a run already. */
    start: (wanted: StartRun): Promise<void> => start(wanted),

    /** What the channel tells. Resolves without waiting for what follows: the run sends that by itself. */
    async input(tenant: TenantId, call: CallId, input: FlowInput): Promise<void> {
      const run = byCall.get(call);
      switch (input.kind) {
        case 'said':
          return toMark(input.step, (token) => ({ kind: 'said', token }));
        case 'asked':
          return toMark(input.step, (token) => ({ kind: 'asked', token, digits: input.digits, end: input.end }));
        case 'transferred':
        case 'transfer-failed':
          if (run?.state.waiting?.on === 'transferred')
            run.post({ kind: 'transferred', token: run.state.waiting.token, accepted: input.kind === 'transferred' });
          return;
        case 'recorded':
          return toMark(input.step, (token) => ({
            kind: 'recorded',
            token,
            recording: input.recording,
            durationMs: input.durationMs,
            end: input.end,
          }));
        case 'digit':
          return run?.post({ kind: 'digit', digit: input.digit });
        case 'dialled':
          return run?.post({ kind: 'dialled', outcome: input.outcome });
        case 'customer-left':
          return run ? run.post({ kind: 'customer-left' }) : closeLost(tenant, call);
        case 'answered':
        case 'assigned':
        case 'dial-ended':
          return run?.post({ kind: input.kind });
      }
    },

    /** Routing's own limit: the work is out of its queue. */
    async workTimedOut(_tenant: TenantId, interaction: InteractionId, work: WorkId): Promise<void> {
      for (const run of runs.values())
        if (run.info.line.interaction === interaction && run.work === work) run.post({ kind: 'dequeued', reason: 'timed-out' });
    },

    /** The run that has the call, and its work while it waits in a queue. */
    runOfCall(call: CallId): { run: FlowRunId; flow: FlowId; work: WorkId | null } | null {
      const run = byCall.get(call);
      return run ? { run: run.info.run, flow: run.info.flow, work: run.state.waiting?.on === 'queue' ? run.work : null } : null;
    },

    /** Something under the call broke: the run says so and hangs up. */
    fail: (call: CallId, detail: string): void => byCall.get(call)?.post({ kind: 'failed', detail }),

    /** Follows publications, and takes up the runs that an earlier process left: once their calls are under control, before new ones come. Returns how many there were. */
    async restore(): Promise<number> {
      await published.follow();
      const open = (await openRuns(db, null)).filter((each) => !runs.has(each.run));
      for (const left of open) {
        const found = await published.programOf(left.line.tenant, left.flow, left.version, left.subs);
        if (!found || left.state === null) journal.ended(left, 'failed', 'the run could not be taken up again');
        // A state that an earlier version of this program wrote lacks what has come since.
        else
          resume(take(left, found, { ...newRun({}), ...left.state }, left.work, 0), (run, effect) => carryOut(deps, run, effect, finish));
      }
      return open.length;
    },

    activeRuns: (): number => runs.size,
    flushed: (): Promise<void> => journal.flushed(),

    /** Ends nothing on the line: the calls are drained by whoever owns them, and the next process takes the runs up. */
    async stop(): Promise<void> {
      for (const run of runs.values()) for (const timer of run.timers) clearTimeout(timer);
      journal.stop();
      await journal.flushed();
      await published.stop();
    },
  };
}
