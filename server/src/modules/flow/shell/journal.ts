// What a run leaves in the log: appended behind the call, in order, and tried again while the database is away.
import type { FlowId, FlowRunId, WorkId } from '@tandem/contract/ids.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { EventLog, NewEvent } from '../../../platform/eventlog/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import type { Outcome, RunState } from '../core/run.ts';
import type { Line } from '../ports.ts';
import type { FlowTables } from './tables.ts';

const ACTOR = { kind: 'system', part: 'flow' } as const;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** `subs`: the version of each sub-flow that the run began with. */
export type RunInfo = { run: FlowRunId; line: Line; flow: FlowId; version: number; subs: Readonly<Record<string, number>> };

export type Journal = {
  started(info: RunInfo): void;
  /** `flow`: the sub-flow that the node is of. */
  entered(info: RunInfo, entered: { node: string; type: string; flow: FlowId | null; detail: string | null }): void;
  /** Where the run stands now; of several in a row only the last is written. */
  stands(info: RunInfo, state: RunState, work: WorkId | null): void;
  ended(info: RunInfo, outcome: Outcome, detail: string | null): void;
  /** Resolves when all that was told is in the log. */
  flushed(): Promise<void>;
  stop(): void;
};

type Entry =
  | { kind: 'event'; event: NewEvent; /** False: already there, from an append whose answer was lost. */ row(tx: Tx): Promise<boolean> }
  | { kind: 'state'; row(tx: Tx): Promise<void> };

const NOTHING: ReadonlySet<string> = new Set();

/** By what an event of a run is known again: no node is entered twice in one millisecond. */
const markOf = ({ type, at, data }: Pick<NewEvent, 'type' | 'at' | 'data'>): string =>
  `${type} ${String(at)} ${'run' in data ? data.run : ''} ${'node' in data ? data.node : ''}`;

export function createJournal(deps: { db: Db; log: EventLog; clock: Clock; tell: Log }): Journal {
  const { db, log, clock, tell } = deps;
  const waiting = new Map<FlowRunId, Entry[]>();
  const writing = new Map<FlowRunId, Promise<void>>();
  let stopped = false;

  function add(info: RunInfo, entry: Entry): void {
    const entries = waiting.get(info.run);
    if (entries) entries.push(entry);
    else waiting.set(info.run, [entry]);
    if (!writing.has(info.run))
      writing.set(
        info.run,
        write(info).finally(() => writing.delete(info.run)),
      );
  }

  /** One writer per run: its events keep their order; runs do not wait for each other. */
  async function write(info: RunInfo): Promise<void> {
    // Lets the effects of one step gather into one transaction.
    await Promise.resolve();
    let pause = FIRST_PAUSE_MS;
    /** The commit may have come through, and only its answer was lost. */
    let doubtful = false;
    for (let entries = waiting.get(info.run); entries && entries.length > 0; entries = waiting.get(info.run)) {
      const batch = entries.slice();
      try {
        await db.tenant(info.line.tenant, async (tx) => {
          const events: NewEvent[] = [];
          const there = doubtful ? await alreadyThere(tx, info) : NOTHING;
          for (const [at, entry] of batch.entries()) {
            if (entry.kind === 'event' && (await entry.row(tx)) && !there.has(markOf(entry.event))) events.push(entry.event);
            if (entry.kind === 'state' && !batch.slice(at + 1).some((later) => later.kind === 'state')) await entry.row(tx);
          }
          if (events.length > 0) await log.append(tx, events);
        });
        entries.splice(0, batch.length);
        pause = FIRST_PAUSE_MS;
        doubtful = false;
      } catch (error) {
        doubtful = true;
        if (stopped) {
          tell.error('events of a flow run are lost: stopped while the database was away', {
            run: info.run,
            events: entries.length,
            error: String(error),
          });
          break;
        }
        tell.warn('events of a flow run wait for the database', { run: info.run, events: entries.length, error: String(error) });
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
    waiting.delete(info.run);
  }

  const alreadyThere = async (tx: Tx, info: RunInfo): Promise<ReadonlySet<string>> => {
    // Whatever is still being committed for this run holds its row.
    await tx.tables<FlowTables>().selectFrom('flow_run').select('id').where('id', '=', info.run).forUpdate().execute();
    return new Set((await log.readStream(tx, info.line.interaction)).map(markOf));
  };

  const event = (info: RunInfo) => ({ stream: info.line.interaction, actor: ACTOR, at: clock.now() });
  const ids = (info: RunInfo) => ({ interaction: info.line.interaction, run: info.run });

  return {
    started(info) {
      const { run: id, line, flow, version } = info;
      const at = clock.now();
      add(info, {
        kind: 'event',
        event: { ...event(info), type: 'flow.started', data: { ...ids(info), flow, version } },
        async row(tx) {
          const row = {
            tenant: line.tenant,
            id,
            interaction: line.interaction,
            call: line.call,
            leg: line.leg,
            flow,
            version,
            subs: JSON.stringify(info.subs),
            started_at: at,
          };
          const made = await tx
            .tables<FlowTables>()
            .insertInto('flow_run')
            .values(row)
            .onConflict((conflict) => conflict.doNothing())
            .returning('id')
            .executeTakeFirst();
          return made !== undefined;
        },
      });
    },
    entered(info, { node, type, flow, detail }) {
      const more = { ...(flow === null ? {} : { flow }), ...(detail === null ? {} : { detail: detail.slice(0, 500) }) };
      add(info, {
        kind: 'event',
        event: { ...event(info), type: 'flow.node-entered', data: { ...ids(info), node, type, ...more } },
        row: () => Promise.resolve(true),
      });
    },
    stands(info, state, work) {
      add(info, {
        kind: 'state',
        async row(tx) {
          const set = { state: JSON.stringify(state), work };
          await tx.tables<FlowTables>().updateTable('flow_run').set(set).where('id', '=', info.run).where('ended_at', 'is', null).execute();
        },
      });
    },
    ended(info, outcome, detail) {
      const at = clock.now();
      const data = { ...ids(info), outcome, ...(detail === null ? {} : { detail }) };
      add(info, {
        kind: 'event',
        event: { ...event(info), type: 'flow.ended', data },
        async row(tx) {
          const set = { ended_at: at, outcome, state: null };
          const done = await tx
            .tables<FlowTables>()
            .updateTable('flow_run')
            .set(set)
            .where('id', '=', info.run)
            .where('ended_at', 'is', null)
            .returning('id')
            .executeTakeFirst();
          return done !== undefined;
        },
      });
    },
    async flushed() {
      while (writing.size > 0) await Promise.all(writing.values());
    },
    stop() {
      stopped = true;
    },
  };
}
