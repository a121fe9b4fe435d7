// Work to do once a transaction is committed (wake a reader, drop a cache): never run where it rolls back.
import { invariant } from '../../kernel/assert.ts';
import type { Tx } from './types.ts';

const waiting = new WeakMap<Tx, Map<string, () => void>>();

/** At most one action per `key` and transaction. It must not throw: the commit already stands. */
export function afterCommit(tx: Tx, key: string, action: () => void): void {
  const actions = waiting.get(tx);
  invariant(actions, 'afterCommit outside a running transaction');
  actions.set(key, action);
}

export function openAfterCommit(tx: Tx): void {
  waiting.set(tx, new Map());
}

/** Ends registration and gives back what is to run. */
export function takeAfterCommit(tx: Tx): readonly (() => void)[] {
  const actions = waiting.get(tx);
  waiting.delete(tx);
  return actions ? [...actions.values()] : [];
}
