// The intents of one page by what they are about, so that all places that show a thing show it as asked for; and requests about one thing in their turn.
import { NO_INTENT, stepIntent, type Intent, type IntentInput } from './intent.ts';

export type Intents = {
  of: (about: string) => Intent<unknown>;
  /** `send` settles once the server has done it and the page has read what then is; it rejects with why it was not done. */
  ask: <W>(about: string, wish: W, send: (wish: W) => Promise<unknown>) => void;
  /** The refusal was read, or something else is done now. */
  forget: (about: string) => void;
  /** Runs after whatever was to be done about it before is over, done or refused. */
  inTurn: <T>(about: string, work: () => Promise<T>) => Promise<T>;
  subscribe: (listener: () => void) => () => void;
  /** Another value after each change. */
  version: () => number;
};

/** `afterRead` runs work once the screens have been told of what was read before: else they would show the old state between wish and truth. */
export function createIntents(afterRead: (work: () => void) => void): Intents {
  const intents = new Map<string, Intent<unknown>>();
  const turns = new Map<string, Promise<unknown>>();
  const listeners = new Set<() => void>();
  let version = 0;

  function input<W>(about: string, given: IntentInput<W>, send: (wish: W) => Promise<unknown>): void {
    const next = stepIntent((intents.get(about) ?? NO_INTENT) as Intent<W>, given);
    const { going, refused } = next.state;
    if (going === null && refused === null) intents.delete(about);
    else intents.set(about, next.state);
    version += 1;
    for (const listener of listeners) listener();
    if (next.send === null) return;
    send(next.send).then(
      () => afterRead(() => input(about, { kind: 'done' }, send)),
      (cause: unknown) => {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        afterRead(() => input(about, { kind: 'refused', error }, send));
      },
    );
  }

  return {
    of: (about) => intents.get(about) ?? NO_INTENT,
    ask: (about, wish, send) => input(about, { kind: 'ask', wish }, send),
    forget(about) {
      if (intents.get(about)?.refused) input(about, { kind: 'forget' }, async () => undefined);
    },
    inTurn(about, work) {
      const mine = (turns.get(about) ?? Promise.resolve()).then(work);
      // Who comes next waits for the end of it, whatever that is; who asked for it hears how it ended.
      const over: Promise<unknown> = mine
        .catch(() => undefined)
        .then(() => {
          if (turns.get(about) === over) turns.delete(about);
        });
      turns.set(about, over);
      return mine;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}
