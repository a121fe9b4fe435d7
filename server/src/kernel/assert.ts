// Invariants: what must never be false. A broken one stops the mailbox it is in; it is never caught to be ignored.

export class Invariant extends Error {
  override name = 'Invariant';
}

export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Invariant(message);
}

/** For the `default` of a switch over a closed union: does not compile when a case is missing. */
export function unreachable(value: never): never {
  throw new Invariant(`unreachable case: ${JSON.stringify(value)}`);
}
