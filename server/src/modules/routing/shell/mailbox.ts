// The one writer of a tenant's routing and presence: holds the lease, keeps the state, runs turn after turn and makes each durable.
import type { OfferId, TenantId } from '@tandem/contract/ids.ts';
import { Invariant } from '../../../kernel/assert.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import { HOUR, type Clock } from '../../../kernel/time.ts';
import { isConflict, isOutage } from '../../../platform/db/problems.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog, Lease, Leases, NewEvent } from '../../../platform/eventlog/types.ts';
import type { Log, Metrics } from '../../../platform/lifecycle/types.ts';
import { broken, brokenAround } from '../core/check.ts';
import { nextTimer } from '../core/settle.ts';
import { turn, type Input, type Turn } from '../core/turn.ts';
import type { RoutingState } from '../core/types.ts';
import type { RoutingPorts } from '../ports.ts';
import { createEffects, type Effects } from './effects.ts';
import { Inbox, type Letter, type Posted } from './inbox.ts';
import { forgetClosed, known, rebuild, save } from './store.ts';

export type MailboxDeps = {
  db: Db;
  log: EventLog;
  leases: Leases;
  clock: Clock;
  random: Random;
  ports: RoutingPorts;
  /** Who we are among the processes that may hold the lease; unique to this process. */
  holder: string;
  leaseMs: number;
  checkAllMs: number;
  logger: Log;
  metrics: Metrics;
};

/** How long an input waits for this process to become the tenant's writer before its sender is told to look elsewhere. */
const PATIENCE_MS = 10_000;

const DRAIN_MS = 1_000;

/** Every so often all that is known is looked at, and not what a turn touched alone. */
export const CHECK_ALL_MS = 10_000;

export class Mailbox {
  readonly #tenant: TenantId;
  readonly #deps: MailboxDeps;
  readonly #inbox = new Inbox();
  readonly #effects: Effects;
  readonly #readers = new Set<() => void>();
  #state: RoutingState | null = null;
  #stopping = false;
  #running: Promise<void> | null = null;
  #failures = 0;
  /** Broken invariants since the start of the process. */
  #faults: { count: number; at: number } | null = null;
  #checkedAt = -Infinity;

  constructor(tenant: TenantId, deps: MailboxDeps) {
    this.#tenant = tenant;
    this.#deps = deps;
    const unreachable = (offer: OfferId) =>
      void this.post({ input: { kind: 'offer-ended', offer, outcome: 'unreachable' } }).catch(() => undefined);
    this.#effects = createEffects({ tenant, ports: deps.ports, log: deps.logger, unreachable });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the turn under way, then frees the lease at once for another process. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#inbox.nudge();
    await this.#running;
    // A port that hangs must not hang the drain: what it was asked is in the log and is asked again by the next owner.
    await Promise.race([this.#effects.settled(), pause(DRAIN_MS)]);
  }

  post(posted: Posted): ReturnType<Inbox['post']> {
    if (this.#stopping) return Promise.reject(this.#elsewhere());
    return this.#inbox.post(posted);
  }

  /** Reads the state, waiting for a start or rebuild under way. */
  async read<T>(view: (state: RoutingState, now: number) => T): Promise<T> {
    if (!this.#state && !this.#stopping) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.#readers.delete(done);
          resolve();
        };
        const timer = setTimeout(done, PATIENCE_MS);
        this.#readers.add(done);
      });
    }
    if (!this.#state) throw this.#elsewhere();
    return view(this.#state, this.#deps.clock.now());
  }

  faults(): { count: number; at: number } | null {
    return this.#faults;
  }

  /** Resolves when all effects of committed turns were carried out: for tests and drains. */
  settled(): Promise<void> {
    return this.#effects.settled();
  }

  #elsewhere(): AppError {
    return new AppError('routing.not-here', { tenant: this.#tenant });
  }

  async #run(): Promise<void> {
    const { leases, holder, leaseMs, logger } = this.#deps;
    let without = performance.now();
    while (!this.#stopping) {
      const lease = await leases.acquire(`routing:${this.#tenant}`, holder, leaseMs).catch((error: unknown) => {
        logger.warn('routing lease not asked for', { tenant: this.#tenant, error });
        return null;
      });
      if (lease) {
        await this.#own(lease);
        await lease.release().catch((error: unknown) => logger.warn('routing lease not released', { tenant: this.#tenant, error }));
        without = performance.now();
        continue;
      }
      if (performance.now() - without > PATIENCE_MS) this.#inbox.rejectAll('routing.not-here', { tenant: this.#tenant });
      await pause(Math.min(500, leaseMs / 3));
    }
    this.#inbox.rejectAll('routing.not-here', { tenant: this.#tenant });
    for (const reader of this.#readers) reader();
  }

  /** Works until the lease is lost or the mailbox stops. Whatever fails, the state is thrown away and built anew: it may lag the log. */
  async #own(lease: Lease): Promise<void> {
    // A stop lets what has come in be done first, unless it fails.
    const over = () => lease.lost.aborted || (this.#stopping && (this.#inbox.size === 0 || this.#failures > 0));
    const nudge = () => this.#inbox.nudge();
    lease.lost.addEventListener('abort', nudge);
    let fromLog = false;
    let alone = 0;
    let cleanedAt = -HOUR;
    while (!over()) {
      let letters: Letter[] = [];
      try {
        if (!this.#state) {
          const { db, log, ports, clock, logger } = this.#deps;
          const state = await rebuild({ db, log, ports, tenant: this.#tenant, now: clock.now() }, fromLog);
          if (over()) break;
          this.#effects.again(state, clock.now());
          this.#publish(state);
          logger.info('routing ready', { tenant: this.#tenant, waiting: state.book.kindOf.size, fromLog });
          fromLog = false;
        } else {
          const now = this.#deps.clock.now();
          const timer = nextTimer(this.#state);
          await this.#inbox.wait(timer === null ? Infinity : timer - now);
          if (over()) break;
        }
        letters = this.#inbox.take();
        if (alone > 0) this.#inbox.putBack(letters.splice(1));
        await this.#turn(letters, lease);
        this.#failures = 0;
        alone = Math.max(0, alone - 1);
        if (performance.now() - cleanedAt > HOUR) {
          cleanedAt = performance.now();
          await forgetClosed(this.#deps.db, this.#tenant, this.#deps.clock.now());
        }
      } catch (error) {
        this.#state = null;
        fromLog ||= error instanceof Invariant;
        alone = await this.#failed(error, letters);
      }
    }
    lease.lost.removeEventListener('abort', nudge);
    this.#state = null;
  }

  /** Decides what becomes of the inputs of a failed turn; returns how many of the next ones to take one at a time. */
  async #failed(error: unknown, letters: Letter[]): Promise<number> {
    const { logger, metrics } = this.#deps;
    const outage = isOutage(error) || isConflict(error) || (error instanceof AppError && error.code === 'lease.lost');
    if (error instanceof Invariant) {
      metrics.observe('routing_invariant_total', 1);
      this.#faults = { count: (this.#faults?.count ?? 0) + 1, at: this.#deps.clock.now() };
    }
    logger[outage ? 'warn' : 'error']('routing turn failed', { tenant: this.#tenant, inputs: letters.length, error });
    // A poisoned input must not hold up the tenant: found by taking the batch one by one, it alone is refused.
    if (letters.length === 1 && !outage) letters[0]!.fail(error);
    else this.#inbox.putBack(letters);
    if (outage || letters.length === 0) await pause(Math.min(2_000, 50 * 2 ** this.#failures++));
    return outage ? 0 : letters.length;
  }

  async #turn(letters: readonly Letter[], lease: Lease): Promise<void> {
    const { clock, random, metrics, ports, db } = this.#deps;
    const before = this.#state!;
    const queued = letters.flatMap(({ input }) => (input.kind === 'queue' && !before.works.has(input.work) ? [input.work] : []));
    const seen = await known(db, this.#tenant, queued);
    const config = letters.some(({ input }) => input.kind === 'reconfigure') ? await ports.config(this.#tenant) : null;
    const inputs = letters.map(({ input }): Input => {
      if (input.kind === 'reconfigure') return { kind: 'config', config: config! };
      return input.kind === 'queue' && seen.has(input.work) ? { kind: 'tick' } : input;
    });
    const now = clock.now();
    const startedAt = performance.now();
    const result = turn(before, inputs, now, () => makeId('off', now, random.bytes(10)));
    metrics.observe('routing_decision_ms', performance.now() - startedAt);
    const faults = this.#check(result, now);
    if (faults.length > 0) throw new Invariant(`routing: ${faults.slice(0, 5).join('; ')}`);
    if (result.events.length > 0) await this.#commit(result, letters, lease);
    this.#publish(result.state);
    metrics.observe('routing_turn_ms', performance.now() - startedAt);
    letters.forEach((letter, index) => letter.answer(result.answers[index]!));
    const heard = new Set(letters.flatMap(({ input }) => (input.kind === 'offer-ended' ? [input.offer] : [])));
    this.#effects.run(result.events, heard, result.state);
  }

  async #commit(result: Turn, letters: readonly Letter[], lease: Lease): Promise<void> {
    const events = result.events.map(({ event, input }): NewEvent => {
      const { actor, cause } = (input === null ? undefined : letters[input]) ?? {};
      const stream = event.type === 'presence.changed' || event.type === 'agent.occupied' ? event.data.agent : event.data.interaction;
      const origin = { actor: actor ?? { kind: 'system' as const, part: 'routing' }, ...(cause === undefined ? {} : { cause }) };
      return { stream, ...event, ...origin };
    });
    await this.#deps.db.tenant(this.#tenant, async (tx) => {
      await this.#deps.log.append(tx, events, lease.fence);
      await save(
        tx,
        this.#tenant,
        result.state,
        result.events.map(({ event }) => event),
      );
      for (const { event, input } of result.events) {
        if (event.type === 'presence.changed' && input !== null) await letters[input]?.save?.(tx, event.data, event.at);
      }
    });
  }

  /** What the turn touched, each time; all there is, from time to time. */
  #check(result: Turn, now: number): string[] {
    if (now - this.#checkedAt < this.#deps.checkAllMs) {
      const events = result.events.map(({ event }) => event);
      return brokenAround(result.state, events);
    }
    this.#checkedAt = now;
    return broken(result.state);
  }

  #publish(state: RoutingState): void {
    this.#state = state;
    for (const reader of this.#readers) reader();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
