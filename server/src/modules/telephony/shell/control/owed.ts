// What calls owe the database while it is away: their steps go on in memory and at the edge, and are written, in order, when it is back.
import { isOutage } from '../../../../platform/db/problems.ts';
import { pause } from '../../../../platform/db/wait.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import type { CallState, ControlEffect, LogFact } from '../../core/control/state.ts';
import type { Log } from '../edge/context.ts';

/** One step: what is to be written of it, and the effects that must wait for that. */
export type Owed = {
  /** Which step of the call it is, from 1. */
  version: number;
  state: CallState;
  lastN: number;
  at: number;
  facts: LogFact[];
  effects: ControlEffect[];
  /** The row and the log have it: only its effects are left. */
  written: boolean;
};

export type Debtor = { owed: Owed[]; paid: PromiseWithResolvers<void> | null };

type Debts<B extends Debtor> = {
  /** Nobody need try to write: what is owed already could not be written either. */
  away(): boolean;
  owe(box: B, owed: Owed): void;
  /** Resolves when the box owes nothing. */
  paid(box: B): Promise<void>;
};

const PATIENCE_MS = 1_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;
/** Calls whose debts are paid at the same time, once the database takes them again. */
const AT_ONCE = 8;

/** The database is away, or routing is, which cannot be without it. */
export const isAway = (error: unknown): boolean => isOutage(error) || (error instanceof AppError && error.code === 'routing.not-here');

/** What needs no database: calls go on by it. */
export const atOnce = (effect: ControlEffect): boolean => effect.do === 'edge' || effect.do === 'flow' || effect.do === 'tell';

/** No call waits longer for a database that stands still. What is given up may be written all the same: each step is written once. */
export async function soon<T>(writing: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('database.unavailable')), PATIENCE_MS);
  });
  try {
    return await Promise.race([writing, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `pay` writes and carries out the first of what a box owes, and takes it away; it throws where that must be tried again. */
export function createDebts<B extends Debtor>(options: { log: Log; pay(box: B): Promise<void>; settled(box: B): Promise<void> }): Debts<B> {
  const { log } = options;
  const debtors = new Set<B>();
  let away = false;
  let collecting = false;

  async function collect(): Promise<void> {
    let waitMs = FIRST_PAUSE_MS;
    while (debtors.size > 0) {
      await pause(waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS);
      const [first, ...others] = debtors;
      if (!first || !(await payAll(first))) continue;
      // It takes again what comes: only calls that owe something still wait for their turn. A database that is slow, and not away, must not
      // be left with one writer for all calls, who would never be done.
      away = false;
      waitMs = FIRST_PAUSE_MS;
      const next = others.values();
      await Promise.all(Array.from({ length: AT_ONCE }, () => payOneAfterTheOther(next)));
    }
    away = false;
    collecting = false;
    log.info('what calls owed the database is written');
  }

  async function payOneAfterTheOther(boxes: Iterable<B>): Promise<void> {
    for (const box of boxes) if (!(await payAll(box))) return;
  }

  /** False where the database is still away. */
  async function payAll(box: B): Promise<boolean> {
    try {
      while (box.owed.length > 0) await options.pay(box);
      await options.settled(box);
    } catch (error) {
      if (isAway(error)) {
        // What keeps this one waiting may be its own: the next round begins with another.
        debtors.delete(box);
        debtors.add(box);
        return false;
      }
      log.error('a step of a call could not be written and is given up', { error: error instanceof Error ? error.stack : String(error) });
      box.owed.shift();
      return true;
    }
    // Something may have come while the last was settled.
    if (box.owed.length > 0) return true;
    debtors.delete(box);
    box.paid?.resolve();
    box.paid = null;
    return true;
  }

  return {
    away: () => away,
    owe(box, owed) {
      box.owed.push(owed);
      box.paid ??= Promise.withResolvers<void>();
      debtors.add(box);
      away = true;
      if (collecting) return;
      collecting = true;
      log.warn('the database is away: calls go on and are written when it is back', { call: owed.state.call });
      void collect();
    },
    paid: (box) => box.paid?.promise ?? Promise.resolve(),
  };
}
